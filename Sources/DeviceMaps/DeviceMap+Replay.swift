import Intake

extension DeviceMap {
    /// Decodes a golden frame with this map and says what does not match; empty when all does.
    ///
    /// Expected names are the map's values, and for a frame that is the map's weighing also
    /// `weight`, `status`, `stable`, `net`, `zero`, `busy` (yes or no) and `fault`; for an answer
    /// that refuses, `exception`.
    package func mismatches(in frame: GoldenFrame) -> [String] {
        guard let answer = answer(in: frame) else {
            return exceptionMismatches(in: frame)
        }
        let spoken = facts(of: answer)
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

    /// The registers a frame answers with; nil when it is not a plain read that was answered.
    private func answer(in frame: GoldenFrame) -> (span: RegisterSpan, words: [UInt16])? {
        let (asked, answered) = (frame.request.pdu, frame.answer.pdu)
        guard asked.count == 5, answered.count >= 2, frame.request.unit == frame.answer.unit,
            asked[0] == answered[0],
            let table = RegisterTable.allCases.first(where: { $0.readFunction == asked[0] })
        else { return nil }
        let address = Int(asked[1]) << 8 | Int(asked[2])
        let count = Int(asked[3]) << 8 | Int(asked[4])
        guard count > 0, address + count <= 65_536, Int(answered[1]) == 2 * count,
            answered.count == 2 + 2 * count
        else { return nil }
        let words = (0..<count).map {
            UInt16(answered[2 + 2 * $0]) << 8 | UInt16(answered[3 + 2 * $0])
        }
        return (RegisterSpan(table, address...(address + count - 1)), words)
    }

    private func exceptionMismatches(in frame: GoldenFrame) -> [String] {
        let pdu = frame.answer.pdu
        guard pdu.count == 2, pdu[0] == frame.request.pdu[0] | 0x80 else {
            return ["the answer does not belong to the request"]
        }
        let meant = [GoldenFrame.Expectation(name: "exception", value: String(pdu[1]))]
        return frame.expected == meant ? [] : ["the device refused with exception \(pdu[1])"]
    }

    private func facts(of answer: (span: RegisterSpan, words: [UInt16])) -> [String: String] {
        var facts: [String: String] = [:]
        let asked = answer.span.addresses
        for value in values where value.span.table == answer.span.table {
            let wanted = value.span.addresses
            guard asked.lowerBound <= wanted.lowerBound, wanted.upperBound <= asked.upperBound
            else { continue }
            let first = wanted.lowerBound - asked.lowerBound
            let words = answer.words[first..<first + wanted.count]
            facts[value.name] = String(value.codec.value(of: words))
        }
        guard answer.span == weighing.span else { return facts }
        let reading: ScaleReading
        do {
            reading = try self.reading(
                from: [RegisterAnswer(to: weighing, words: answer.words)],
                settings: ScaleSettings(exponent: 0, unit: .kilogram),
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
        } catch {
            facts["refused"] = error.code.name
            return facts
        }
        let status = reading.status
        facts["weight"] = String(reading.shown.digits)
        facts["stable"] = status.isStable ? "yes" : "no"
        facts["net"] = status.isNet ? "yes" : "no"
        facts["zero"] = status.isInZeroRange ? "yes" : "no"
        facts["busy"] = status.isBusy ? "yes" : "no"
        facts["fault"] = status.fault?.rawValue ?? "none"
        return facts
    }
}
