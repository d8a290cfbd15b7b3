package import Intake

extension FrameMap {
    /// One reading of the scale, out of one frame of a scanner of this map.
    ///
    /// The weight is the gross: a net is made whole with the tare of its own frame, or refused. A
    /// frame that reports a fault has no weight; 0 stands for it and nobody weighs with it. The
    /// bytes are kept as they came, for the evidence. Where the format has no word for a load that
    /// stands still, nothing is known of it.
    package func reading(
        from frame: [UInt8], settings: ScaleSettings, address: FrameAddress = .first,
        wall: WallTime, monotonic: MonotonicTime
    ) throws(FrameError) -> ScaleReading {
        let bytes = bounds.masked(frame)
        try checkBelongs(bytes, to: address)
        var facts = try status.facts(in: bytes)
        let fault = try fault(in: bytes, facts)
        let shown =
            fault == nil
            ? try self.shown(in: bytes, &facts, settings)
            : ShownWeight(digits: 0, exponent: 0, unit: settings.unit ?? .kilogram)
        return ScaleReading(
            shown: shown,
            status: ScaleStatus(
                stability: stability(facts, fault),
                isNet: facts.contains(.net), isInZeroRange: facts.contains(.zero),
                isBusy: facts.contains(.busy), fault: fault),
            statusWord: status.word(in: bytes), registers: frame, wall: wall,
            monotonic: monotonic)
    }

    private func stability(_ facts: Set<FrameFact>, _ fault: ScaleFault?) -> ScaleStability {
        guard fault == nil, !facts.contains(.moving) else { return .moving }
        if facts.contains(.stable) { return .still }
        return protections.stability ? .moving : .unknown
    }

    private func checkBelongs(
        _ bytes: [UInt8], to address: FrameAddress
    ) throws(FrameError) {
        if case .polled(let poll) = talk, !poll.isAnswer(bytes, from: address) {
            throw FrameError(
                .foreign, "not from address \(address.number): \(spelled(bytes))")
        }
        for constant in constants where constant.field.end <= bytes.count {
            guard constant.field.bytes(in: bytes)?.elementsEqual(constant.bytes) == true else {
                throw FrameError(
                    .foreign,
                    "\(spelled(constant.bytes)) is not at \(constant.field.at): \(spelled(bytes))")
            }
        }
    }

    /// What the frame says is wrong; the field of the weight is more exact than a status letter.
    private func fault(
        in bytes: [UInt8], _ facts: Set<FrameFact>
    ) throws(FrameError) -> ScaleFault? {
        let stated = ScaleFault.allCases.first { fault in facts.contains { $0.fault == fault } }
        guard let sentinel = weight.sentinel(in: bytes) else { return stated }
        guard let fault = sentinel.fault ?? stated else {
            throw FrameError(.noWeight, "no weight is displayed: \(spelled(bytes))")
        }
        return fault
    }

    private func shown(
        in bytes: [UInt8], _ facts: inout Set<FrameFact>, _ settings: ScaleSettings
    ) throws(FrameError) -> ShownWeight {
        guard bytes.count == bounds.wholeLength, !facts.contains(.noWeight) else {
            throw FrameError(.noWeight, "an answer without the weight: \(spelled(bytes))")
        }
        let isNet = facts.contains(.net)
        guard !isNet || !facts.contains(.gross) else {
            throw FrameError(.status, "gross and net at once: \(spelled(bytes))")
        }
        guard !isNet || quantity == .gross || weight.tare != nil else {
            throw FrameError(.net, "the display shows the net: clear the tare of the indicator")
        }
        let (unit, fact) = try self.unit.unit(in: bytes, site: settings.unit)
        facts.insert(fact)
        let number = try weight.number(
            in: bytes, isNet: isNet && quantity != .gross, siteExponent: settings.exponent)
        return ShownWeight(digits: number.digits, exponent: number.exponent, unit: unit)
    }
}
