/// One write of a device's registers; only a map's commands make one.
///
/// So nothing can be written that no map names, and no map can name what it forbids.
package struct RegisterWrite: Sendable, Hashable {
    package let span: RegisterSpan
    /// One word a register; 0 or 1 for a coil.
    package let words: [UInt16]
    /// Whether even one register is written by function 16, as some devices want it.
    package let isMultiple: Bool

    init(_ span: RegisterSpan, words: [UInt16], isMultiple: Bool) {
        (self.span, self.words, self.isMultiple) = (span, words, isMultiple)
    }
}

/// Something that must be so in a device's registers.
package struct RegisterCondition: Sendable, Hashable {
    enum Test: Sendable, Hashable {
        /// All of these bits.
        case bits([StatusBit])
        /// The value is this number: an echo of what was written, for example.
        case number(Int64)
    }

    /// What is read to know it.
    package let request: RegisterRequest
    private let values: [DeviceMap.Value]
    private let test: Test

    init(_ request: RegisterRequest, _ values: [DeviceMap.Value], _ test: Test) {
        (self.request, self.values, self.test) = (request, values, test)
    }

    /// Whether an answer to `request` says so.
    package func holds(in answer: RegisterAnswer) -> Bool {
        switch test {
        case .number(let number): return values.first?.content(in: [answer]) == .whole(number)
        case .bits(let bits):
            var words: StatusWords = [:]
            for value in values {
                words[value.name] = value.content(in: [answer])?.wholeNumber
                    .map { UInt64(bitPattern: $0) }
            }
            return bits.allSatisfy { $0.holds(in: words) == true }
        }
    }
}

/// Something that a device does when it is told to, step by step, with its handshake.
package struct DeviceCommand: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case write(RegisterWrite)
        /// It is asked until this is so.
        case until(RegisterCondition)
        /// This must be so, or the command has failed.
        case check(RegisterCondition)
    }

    package let name: String
    package let steps: [Step]
    /// Milliseconds that all of it may take.
    package let within: Int64
}

/// How a device keeps a weighing in its own memory, and what can be read back of it.
package struct AlibiRule: Sendable, Hashable {
    /// Stores what stands on the deck.
    package let store: DeviceCommand
    /// Lets the device go on, whatever became of the storing; nil where it does by itself.
    package let release: DeviceCommand?
    /// The number under which it is kept.
    package let number: DeviceMap.Value
    /// The weight as it was kept, in the decimals of the weight itself.
    package let weight: DeviceMap.Value?
    package let requests: [RegisterRequest]
}

/// Something of a device that must not change unnoticed: a seal, a calibration counter.
package struct AuditPoint: Sendable, Hashable {
    package let name: String
    package let meaning: String
    let value: DeviceMap.Value
    let bit: Int?

    /// What it says; nil when it is in none of the answers.
    package func number(in answers: [RegisterAnswer]) -> Int64? {
        guard let number = value.content(in: answers)?.wholeNumber else { return nil }
        guard let bit else { return number }
        return number >> Int64(bit) & 1
    }
}
