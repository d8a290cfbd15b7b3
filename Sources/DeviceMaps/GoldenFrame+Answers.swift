extension GoldenFrame {
    /// Compares what is expected with the facts that a map finds in the answers; empty when all is
    /// as it should be.
    func mismatches(facts: ([RegisterAnswer]) -> [String: String]) -> [String] {
        let answers = exchanges.compactMap { Self.answer(in: $0) }
        guard answers.count == exchanges.count else { return exceptionMismatches }
        let spoken = facts(answers)
        return expected.compactMap { expectation in
            guard let fact = spoken[expectation.name] else {
                return "\(expectation.name) is not in the answer"
            }
            guard fact == expectation.value else {
                return "\(expectation.name) is \(fact), not \(expectation.value)"
            }
            return nil
        }
    }

    /// Whether answers prove the model, as a word; nil where they are not about that.
    static func identity(
        in answers: [RegisterAnswer], _ constants: [DeviceMap.Constant],
        _ requests: [RegisterRequest]
    ) -> String? {
        guard !constants.isEmpty, answers.map(\.request) == requests else { return nil }
        let isProven = constants.allSatisfy {
            $0.value.content(in: answers) == .whole($0.number)
        }
        return isProven ? "yes" : "no"
    }

    /// The registers an exchange answers with; nil when it is not a plain read that was answered.
    private static func answer(in exchange: Exchange) -> RegisterAnswer? {
        let (asked, answered) = (exchange.request.pdu, exchange.answer.pdu)
        guard asked.count == 5, answered.count >= 2,
            exchange.request.unit == exchange.answer.unit, asked[0] == answered[0],
            let table = RegisterTable.allCases.first(where: { $0.readFunction == asked[0] })
        else { return nil }
        let address = Int(asked[1]) << 8 | Int(asked[2])
        let count = Int(asked[3]) << 8 | Int(asked[4])
        let bytes = table.isBits ? (count + 7) / 8 : 2 * count
        guard count > 0, address + count <= 65_536, Int(answered[1]) == bytes,
            answered.count == 2 + bytes
        else { return nil }
        let data = Array(answered[2...])
        let words: [UInt16] = (0..<count).map { place in
            guard !table.isBits else { return UInt16(data[place / 8] >> UInt8(place % 8) & 1) }
            return UInt16(data[2 * place]) << 8 | UInt16(data[2 * place + 1])
        }
        let span = RegisterSpan(table, address...(address + count - 1))
        return RegisterAnswer(to: RegisterRequest(recorded: span), words: words)
    }

    private var exceptionMismatches: [String] {
        guard let exchange = exchanges.last else { return ["there is no frame"] }
        let pdu = exchange.answer.pdu
        guard pdu.count == 2, pdu[0] == exchange.request.pdu[0] | 0x80 else {
            return ["the answer does not belong to the request"]
        }
        let meant = [Expectation(name: "exception", value: String(pdu[1]))]
        return expected == meant ? [] : ["the device refused with exception \(pdu[1])"]
    }
}

extension RegisterValue {
    /// The value as one word of a `.replay` line.
    var replayText: String {
        description.map { $0 == " " ? "_" : String($0) }.joined()
    }
}
