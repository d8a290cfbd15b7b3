package import Intake

extension DeviceMap {
    /// The number a value holds in these answers; nil when no answer holds all of its registers.
    package func number(_ value: Value, in answers: [RegisterAnswer]) -> Int64? {
        for answer in answers where answer.request.table == value.span.table {
            let first = value.span.addresses.lowerBound - Int(answer.request.address)
            let end = first + value.span.addresses.count
            if first >= 0, end <= answer.words.count {
                return value.codec.value(of: answer.words[first..<end])
            }
        }
        return nil
    }

    /// One reading of the scale, all of it out of one answer.
    ///
    /// The weight is the gross register whatever the display shows, so a tared indicator does not
    /// turn a gross into a net. The register bytes are kept as they came, for the evidence.
    package func reading(
        from answers: [RegisterAnswer], settings: ScaleSettings, wall: WallTime,
        monotonic: MonotonicTime
    ) throws(DeviceMapError) -> ScaleReading {
        guard let answer = answers.first(where: { $0.request == weighing }),
            answer.words.count == weighing.count,
            let counts = number(weight, in: [answer]),
            let word = number(statusWord, in: [answer])
        else {
            throw DeviceMapError(
                .incomplete,
                "\(title): the answer does not hold the \(weighing.count) registers from "
                    + "wire address \(weighing.address) that make one weighing")
        }
        if let statusImage, let image = number(statusImage, in: [answer]), image != word {
            throw DeviceMapError(
                .torn,
                "\(title): status \(word) and its image \(image) differ: the indicator changed "
                    + "while it answered; the next poll will tell")
        }
        let bits = UInt32(truncatingIfNeeded: word)
        return ScaleReading(
            shown: ShownWeight(
                digits: counts, exponent: settings.exponent, unit: settings.unit),
            status: status.status(of: bits),
            statusWord: bits,
            registers: answer.words.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] },
            wall: wall,
            monotonic: monotonic)
    }
}
