import Intake

extension DeviceMap {
    /// Decodes a golden frame with this map and says what does not match; empty when all does.
    ///
    /// Expected names are the map's values, and for frames that are the map's weighing also
    /// `weight`, `decimals`, `unit`, `stable`, `net`, `zero`, `busy` (yes or no) and `fault`;
    /// `refused` for answers that must not be used, `identity=yes` for those that prove the model;
    /// for an answer that refuses, `exception`.
    package func mismatches(in frame: GoldenFrame) -> [String] {
        let answers = frame.exchanges.compactMap { Self.answer(in: $0) }
        guard answers.count == frame.exchanges.count else {
            return exceptionMismatches(in: frame)
        }
        let spoken = facts(of: answers)
        return frame.expected.compactMap { expectation in
            guard let fact = spoken[expectation.name] else {
                return "\(expectation.name) is not in the answer"
            }
            guard fact == expectation.value else {
                return "\(expectation.name) is \(fact), not \(expectation.value)"
            }
            return nil
        }
    }

    /// The registers an exchange answers with; nil when it is not a plain read that was answered.
    private static func answer(in exchange: GoldenFrame.Exchange) -> RegisterAnswer? {
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

    private func exceptionMismatches(in frame: GoldenFrame) -> [String] {
        guard let exchange = frame.exchanges.last else { return ["there is no frame"] }
        let pdu = exchange.answer.pdu
        guard pdu.count == 2, pdu[0] == exchange.request.pdu[0] | 0x80 else {
            return ["the answer does not belong to the request"]
        }
        let meant = [GoldenFrame.Expectation(name: "exception", value: String(pdu[1]))]
        return frame.expected == meant ? [] : ["the device refused with exception \(pdu[1])"]
    }

    private func facts(of answers: [RegisterAnswer]) -> [String: String] {
        var facts: [String: String] = [:]
        for value in values {
            guard let content = value.content(in: answers) else { continue }
            facts[value.name] = content.replayText
        }
        if !identity.isEmpty, answers.map(\.request) == identityRequests {
            do {
                try checkIdentity(answers)
                facts["identity"] = "yes"
            } catch {
                facts["identity"] = "no"
            }
        }
        guard answers.map(\.request) == weighing.requests else { return facts }
        // What the device does not tell a site would: whole kilograms here.
        let settings = ScaleMap.registers(self).settings(exponent: 0, unit: .kilogram)
        do {
            let reading = try reading(
                from: answers, settings: settings,
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
            facts.merge(Self.facts(of: reading)) { $1 }
        } catch {
            facts["refused"] = error.code.name
        }
        return facts
    }

    private static func facts(of reading: ScaleReading) -> [String: String] {
        let status = reading.status
        return [
            "weight": String(reading.shown.digits), "decimals": String(-reading.shown.exponent),
            "unit": reading.shown.unit.symbol, "stable": status.isStable ? "yes" : "no",
            "net": status.isNet ? "yes" : "no", "zero": status.isInZeroRange ? "yes" : "no",
            "busy": status.isBusy ? "yes" : "no", "fault": status.fault?.rawValue ?? "none",
        ]
    }
}

extension RegisterValue {
    /// The value as one word of a `.replay` line.
    fileprivate var replayText: String {
        description.map { $0 == " " ? "_" : String($0) }.joined()
    }
}
