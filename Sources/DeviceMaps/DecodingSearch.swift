/// Finds how a device writes its weight, from registers read while its display showed a number.
///
/// Two or three loads settle it: one alone fits many decodings, and one below 65,536 counts says
/// nothing of the high word. So ask for a load above that, and for numbers that are not palindromes.
package struct DecodingSearch: Sendable {
    /// Registers of a device and what its display showed at the same moment.
    package struct Sample: Sendable {
        package let answers: [RegisterAnswer]
        package let shown: ExactDecimal

        package init(answers: [RegisterAnswer], shown: ExactDecimal) {
            (self.answers, self.shown) = (answers, shown)
        }
    }

    private let samples: [Sample]

    package init(_ samples: [Sample]) {
        self.samples = samples
    }

    /// Every decoding that gives the shown number in all samples, the likeliest first.
    package func ranked() -> [WeightDecoding] {
        guard let first = samples.first else { return [] }
        return first.answers.flatMap { candidates(in: $0, shownAs: first.shown) }
            .filter { decoding in samples.allSatisfy { decoding.gives($0) } }
            .sorted { $0.rank < $1.rank }
    }

    /// Whether the samples tell decodings of 16 and 32 bits apart.
    package var isTelling: Bool {
        Set(samples.map(\.shown.mantissa)).count > 1
            && samples.contains { $0.shown.mantissa.magnitude > 65_535 }
    }

    private func candidates(
        in answer: RegisterAnswer, shownAs shown: ExactDecimal
    ) -> [WeightDecoding] {
        guard !answer.request.table.isBits else { return [] }
        var found: [WeightDecoding] = []
        for type in WeightDecoding.types {
            let width = type.fixedWordCount ?? 1
            guard width <= answer.words.count else { continue }
            for offset in 0...(answer.words.count - width) {
                for order in WordOrder.names(forWords: width).values {
                    // A binary number has its point in itself; the display's is kept for the map.
                    let binary = shown.exponent...shown.exponent
                    for exponent in type.isBinary ? binary : -4...2 {
                        found.append(
                            WeightDecoding(
                                table: answer.request.table,
                                address: Int(answer.request.address) + offset, type: type,
                                order: order, exponent: exponent))
                    }
                }
            }
        }
        return found
    }
}
