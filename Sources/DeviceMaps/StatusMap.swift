package import Intake

/// One bit and what it says when it is set.
package struct StatusBit: Sendable, Hashable {
    /// The value the bit is in.
    package let value: String
    /// 0 is the least significant bit.
    package let bit: Int
    /// The value of the bit when the fact holds: some devices say "moving", some "stable".
    package let holdsWhen: Bool

    package init(value: String, bit: Int, holdsWhen: Bool) {
        precondition((0...63).contains(bit))
        (self.value, self.bit, self.holdsWhen) = (value, bit, holdsWhen)
    }

    /// Nil where the value is not among the words.
    func holds(in words: StatusWords) -> Bool? {
        words[value].map { ($0 >> UInt64(bit) & 1 == 1) == holdsWhen }
    }
}

/// Some neighbouring bits of a value, read as a number.
package struct StatusField: Sendable, Hashable {
    package let value: String
    package let bits: ClosedRange<Int>

    package init(value: String, bits: ClosedRange<Int>) {
        precondition((0...63).contains(bits.lowerBound) && bits.upperBound <= 63)
        (self.value, self.bits) = (value, bits)
    }

    /// Nil where the value is not among the words.
    func number(in words: StatusWords) -> UInt64? {
        words[value].map {
            let mask = bits.count == 64 ? UInt64.max : UInt64(1) << UInt64(bits.count) - 1
            return $0 >> UInt64(bits.lowerBound) & mask
        }
    }
}

/// The values that bits are taken from, by name, as they came in one weighing.
typealias StatusWords = [String: UInt64]

/// How a device says that something is wrong.
package enum FaultRule: Sendable, Hashable {
    /// An error number packed into some bits; 0 means no error.
    case numbered(StatusField, [UInt64: ScaleFault])
    /// One bit, one fault.
    case bit(StatusBit, ScaleFault)

    /// The fault the words speak of; a number the map does not name is still a fault.
    func fault(in words: StatusWords) -> ScaleFault? {
        switch self {
        case .numbered(let field, let faults):
            guard let number = field.number(in: words), number != 0 else { return nil }
            return faults[number] ?? .system
        case .bit(let bit, let fault): return bit.holds(in: words) == true ? fault : nil
        }
    }
}

/// How the status of a device says what a weighing needs to know.
package struct StatusMap: Sendable, Hashable {
    /// All of them must hold; empty where the device has no word for it.
    package let stable: [StatusBit]
    package let net: StatusBit?
    package let inZeroRange: StatusBit?
    package let busy: StatusBit?
    /// All of them must hold.
    package let valid: [StatusBit]
    /// Bits that a device flips together with every update: unlike, the answer is torn.
    package let alike: [StatusBit]
    /// The first that applies counts.
    package let faults: [FaultRule]

    /// What the words say.
    ///
    /// A device that calls its data not valid without saying why has a system fault; a weight with
    /// any fault is never stable, whatever the bit says.
    func status(of words: StatusWords) -> ScaleStatus {
        let named = faults.lazy.compactMap { $0.fault(in: words) }.first
        let isValid = valid.allSatisfy { $0.holds(in: words) == true }
        let fault = named ?? (isValid ? nil : .system)
        let isStable = !stable.isEmpty && stable.allSatisfy { $0.holds(in: words) == true }
        return ScaleStatus(
            isStable: isStable && fault == nil,
            isNet: net?.holds(in: words) ?? false,
            isInZeroRange: inZeroRange?.holds(in: words) ?? false,
            isBusy: busy?.holds(in: words) ?? false,
            fault: fault)
    }

    /// Whether the bits that flip together say the same.
    func isWhole(_ words: StatusWords) -> Bool {
        Set(alike.map { $0.holds(in: words) }).count <= 1
    }

    /// Every value that a bit is taken from.
    var sources: Set<String> {
        let bits = stable + valid + alike + [net, inZeroRange, busy].compactMap { $0 }
        let faulty = faults.map { rule in
            switch rule {
            case .numbered(let field, _): field.value
            case .bit(let bit, _): bit.value
            }
        }
        return Set(bits.map(\.value) + faulty)
    }
}
