package import Intake

extension DeviceMap.Value {
    /// What it holds in these answers; nil when no answer holds all of its registers.
    package func content(in answers: [RegisterAnswer]) -> RegisterValue? {
        for answer in answers where answer.request.table == span.table {
            let first = span.addresses.lowerBound - Int(answer.request.address)
            let end = first + span.addresses.count
            if first >= 0, end <= answer.words.count {
                return codec.value(of: answer.words[first..<end])
            }
        }
        return nil
    }
}

extension DeviceMap {
    /// One reading of the scale, out of the answers to `weighing.requests` in their order.
    ///
    /// Where the map has a gross register it is the weight, whatever the display shows, so a tared
    /// indicator does not turn a gross into a net. The register bytes are kept as they came, for
    /// the evidence.
    package func reading(
        from answers: [RegisterAnswer], settings: ScaleSettings, wall: WallTime,
        monotonic: MonotonicTime
    ) throws(DeviceMapError) -> ScaleReading {
        try checkWhole(answers)
        let words = try statusWords(in: answers)
        let status = try oneStatus(in: answers, words)
        let (shown, fault) = try weightOrFault(in: answers, words, settings, status)
        return ScaleReading(
            shown: shown,
            status: fault.map { ScaleStatus(isStable: false, fault: status.fault ?? $0) } ?? status,
            statusWord: UInt32(truncatingIfNeeded: words[weighing.status.name] ?? 0),
            registers: answers.flatMap(\.bytes),
            wall: wall,
            monotonic: monotonic)
    }

    /// Whether the answers come from a device of this model; throws `anotherModel` when not.
    package func checkIdentity(_ answers: [RegisterAnswer]) throws(DeviceMapError) {
        for constant in identity { try constant.check(answers, title: title) }
    }

    private func checkWhole(_ answers: [RegisterAnswer]) throws(DeviceMapError) {
        guard answers.map(\.request) == weighing.requests,
            answers.allSatisfy({ $0.words.count == $0.request.count })
        else {
            throw DeviceMapError(
                .incomplete,
                "\(title): the answers do not hold all registers that make one weighing")
        }
    }

    /// Every value that holds bits, by its name.
    private func statusWords(
        in answers: [RegisterAnswer]
    ) throws(DeviceMapError) -> StatusWords {
        var words: StatusWords = [:]
        for value in [weighing.status] + weighing.companions {
            let type = value.codec.type
            guard type.isWhole || type == .bits else { continue }
            guard let number = value.content(in: answers)?.wholeNumber else {
                throw DeviceMapError(
                    .senseless, "\(title): \(value.name) holds no number; is its type right?")
            }
            words[value.name] = UInt64(bitPattern: number)
        }
        return words
    }

    private func oneStatus(
        in answers: [RegisterAnswer], _ words: StatusWords
    ) throws(DeviceMapError) -> ScaleStatus {
        let word = weighing.status.content(in: answers)
        var copies: [RegisterValue?] = []
        if let image = weighing.image { copies.append(image.content(in: answers)) }
        // Asked first and last: the same name, read from the last answer.
        if answers.count > 1 { copies.append(weighing.status.content(in: answers.suffix(1))) }
        for copy in copies where copy != word {
            throw DeviceMapError(
                .torn,
                "\(title): status \(word?.description ?? "none") and its second reading "
                    + "\(copy?.description ?? "none") differ: the indicator changed while it "
                    + "answered; the next poll will tell")
        }
        guard status.isWhole(words) else {
            throw DeviceMapError(
                .torn,
                "\(title): the bits that change with every update differ: the answer is of two "
                    + "moments; the next poll will tell")
        }
        return status.status(of: words)
    }
}

// MARK: - The weight

extension DeviceMap {
    /// The weight; of a device with a fault whatever can be read of it, or nothing.
    ///
    /// Such a device may say anything of point, unit and weight: its fault is the news.
    private func weightOrFault(
        in answers: [RegisterAnswer], _ words: StatusWords, _ settings: ScaleSettings,
        _ status: ScaleStatus
    ) throws(DeviceMapError) -> (ShownWeight, ScaleFault?) {
        do throws(DeviceMapError) {
            return try shownWeight(in: answers, words, settings, status)
        } catch {
            guard let fault = status.fault else { throw error }
            let unit = settings.unit ?? unit.unit(in: words) ?? .kilogram
            return (ShownWeight(digits: 0, exponent: settings.exponent ?? 0, unit: unit), fault)
        }
    }

    /// The weight as shown, or a fault that the weight register itself tells.
    private func shownWeight(
        in answers: [RegisterAnswer], _ words: StatusWords, _ settings: ScaleSettings,
        _ status: ScaleStatus
    ) throws(DeviceMapError) -> (ShownWeight, ScaleFault?) {
        let exponent = try agreed(
            "the decimal point", settings.exponent, point.exponent(in: words))
        let unit = try agreed("the unit", settings.unit, unit.unit(in: words))
        func shown(_ digits: Int64) -> ShownWeight {
            ShownWeight(digits: digits, exponent: exponent, unit: unit)
        }
        if weighing.basis == .displayed, status.isNet, status.fault == nil {
            throw DeviceMapError(
                .tared,
                "\(title): the display shows a net weight and the device offers no other; "
                    + "clear the tare on the indicator")
        }
        switch weight.content(in: answers) {
        case .whole(let counts)?:
            if let fault = weight.sentinels[counts] { return (shown(0), fault) }
            let isNegative = weight.negative?.holds(in: words) == true
            return (shown(isNegative ? -counts : counts), nil)
        case .real(let number)?: return (shown(try digits(of: number, exponent)), nil)
        case .senseless?, .text?, nil:
            throw DeviceMapError(
                .senseless,
                "\(title): \(weight.name) holds no number; are type and byte order right?")
        }
    }

    /// The digits of a weight that came as a binary number: the one decimal of the display that
    /// the device rounded to it.
    func digits(of number: Double, _ exponent: Int) throws(DeviceMapError) -> Int64 {
        let size = (0..<abs(exponent)).reduce(1.0) { tens, _ in tens * 10 }
        let counts = exponent < 0 ? number * size : number / size
        let nearest = counts.rounded(.toNearestOrEven)
        let narrow = weight.codec.type == .float32
        let back = exponent < 0 ? nearest / size : nearest * size
        // A binary number next to the decimal one is that decimal one, rounded by the device.
        let isRounded = narrow ? Float(back) == Float(number) : back == number
        guard abs(nearest) < 1e15, isRounded else {
            throw DeviceMapError(
                .unrounded,
                "\(title): \(weight.name) is \(number), which no display with that decimal point "
                    + "shows; is it the rounded weight, and is the exponent right?")
        }
        return Int64(nearest)
    }

    private func agreed<Said: Equatable>(
        _ what: String, _ site: Said?, _ device: Said?
    ) throws(DeviceMapError) -> Said {
        switch (site, device) {
        case (let site?, let device?) where site != device:
            throw DeviceMapError(
                .contradiction,
                "\(title): \(what) is \(device) on the device and \(site) in the configuration")
        case (let said?, _), (nil, let said?): return said
        case (nil, nil):
            throw DeviceMapError(
                .contradiction,
                "\(title): the device does not tell \(what), and the configuration does not either")
        }
    }
}

extension DeviceMap.Constant {
    /// Throws `anotherModel` where the answers say something else.
    func check(_ answers: [RegisterAnswer], title: String) throws(DeviceMapError) {
        let found = value.content(in: answers)
        guard found == .whole(number) else {
            throw DeviceMapError(
                .anotherModel,
                "\(title): \(value.name) is \(found?.description ?? "not there"), and must be "
                    + "\(number) (\(meaning)); is it this model, and are address base and unit "
                    + "number right?")
        }
    }
}
