import Intake

/// Something that a frame says beside the weight.
package enum FrameFact: String, Sendable, Hashable, CaseIterable {
    /// Nothing worth a word; for codes that are known and harmless.
    case nothing
    case stable, moving, gross, net, zero, busy
    case overload, underload, sensor, system, programming, voltage
    /// The number is not the weight on the deck: a tare, a total, an old display.
    case noWeight = "no_weight"
    /// The weighing range of a scale that has several; it stays in the raw status.
    case range1 = "range_1"
    case range2 = "range_2"
    case range3 = "range_3"

    /// The fault the fact is, if it is one.
    var fault: ScaleFault? { ScaleFault(rawValue: rawValue) }
}

/// How a frame says what a weighing needs to know.
package struct FrameFieldStatus: Sendable, Hashable {
    /// Characters that are one of a few words.
    package struct Words: Sendable, Hashable {
        package let field: FrameField
        package let meanings: [[UInt8]: [FrameFact]]
    }

    /// A bit and what it says set or clear.
    package struct Bit: Sendable, Hashable {
        package let bits: FrameBits
        package let whenSet: FrameFact?
        package let whenClear: FrameFact?
    }

    package let words: [Words]
    package let bits: [Bit]

    /// Every fact some frame can say.
    var vocabulary: Set<FrameFact> {
        Set(
            words.flatMap { $0.meanings.values.flatMap { $0 } }
                + bits.flatMap { [$0.whenSet, $0.whenClear].compactMap { $0 } })
    }

    /// What the frame says; a short answer says what stands in it.
    ///
    /// A word that the map does not know is refused: it may be an overload of another firmware.
    func facts(in frame: [UInt8]) throws(FrameError) -> Set<FrameFact> {
        var facts: Set<FrameFact> = []
        for word in words {
            guard let bytes = word.field.bytes(in: frame) else { continue }
            guard let meanings = word.meanings[Array(bytes)] else {
                throw FrameError(
                    .status,
                    "status \(spelled(bytes)) at \(word.field.at) is not in the map: "
                        + spelled(frame))
            }
            facts.formUnion(meanings)
        }
        for bit in bits {
            guard let value = bit.bits.value(in: frame) else { continue }
            if let fact = value == 1 ? bit.whenSet : bit.whenClear { facts.insert(fact) }
        }
        facts.remove(.nothing)
        return facts
    }

    /// The status bytes as one word: in the order of the frame, the last four of them.
    func word(in frame: [UInt8]) -> UInt32 {
        let places = Set(words.flatMap { $0.field.at..<$0.field.end } + bits.map(\.bits.at))
        return places.sorted().filter { $0 < frame.count }
            .reduce(0) { $0 << 8 | UInt32(frame[$1]) }
    }
}
