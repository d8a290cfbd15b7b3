package import Intake

/// One bit of a status word and what it says when it is set.
package struct StatusBit: Sendable, Hashable {
    /// 0 is the least significant bit.
    package let bit: Int
    /// The value of the bit when the fact holds: some devices say "moving", some "stable".
    package let holdsWhen: Bool

    package init(bit: Int, holdsWhen: Bool) {
        precondition((0...31).contains(bit))
        (self.bit, self.holdsWhen) = (bit, holdsWhen)
    }

    func holds(in word: UInt32) -> Bool {
        (word >> UInt32(bit) & 1 == 1) == holdsWhen
    }
}

/// An error number packed into some bits of a status word; 0 means no error.
package struct FaultField: Sendable, Hashable {
    package let bits: ClosedRange<Int>
    package let faults: [UInt32: ScaleFault]

    package init(bits: ClosedRange<Int>, faults: [UInt32: ScaleFault]) {
        precondition((0...31).contains(bits.lowerBound) && bits.upperBound <= 31)
        (self.bits, self.faults) = (bits, faults)
    }

    /// The fault the word speaks of; a number the map does not name is still a fault.
    func fault(in word: UInt32) -> ScaleFault? {
        let code = word >> UInt32(bits.lowerBound) & (UInt32(1) << UInt32(bits.count) &- 1)
        return code == 0 ? nil : faults[code] ?? .system
    }
}

/// How the status word of a device says what a weighing needs to know.
package struct StatusMap: Sendable, Hashable {
    package let stable: StatusBit
    package let net: StatusBit?
    package let inZeroRange: StatusBit?
    package let busy: StatusBit?
    package let valid: StatusBit?
    package let faults: FaultField?

    /// What the word says.
    ///
    /// A device that calls its data not valid without saying why has a system fault; a weight with
    /// any fault is never stable, whatever the bit says.
    package func status(of word: UInt32) -> ScaleStatus {
        let named = faults?.fault(in: word)
        let fault = named ?? (valid?.holds(in: word) == false ? .system : nil)
        return ScaleStatus(
            isStable: stable.holds(in: word) && fault == nil,
            isNet: net?.holds(in: word) ?? false,
            isInZeroRange: inZeroRange?.holds(in: word) ?? false,
            isBusy: busy?.holds(in: word) ?? false,
            fault: fault)
    }
}
