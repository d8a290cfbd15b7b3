import Intake
import Wire

extension Pass {
    var cbor: CBOR {
        var pairs: [(CBOR, CBOR)] = [
            (1, shown.cbor), (2, .unsigned(UInt64(statusWord))), (3, .bytes(registers)),
            (
                4,
                .array([
                    .int(wall.seconds), .int(Int64(wall.nanoseconds)),
                    .int(Int64(wall.clock.rawValue)),
                ])
            ),
            (5, .unsigned(monotonic.nanoseconds)), (6, .bytes(bootID)), (7, stability.cbor),
            (8, curve.cbor), (9, .bool(rampSeen)),
        ]
        if let zeroOffset { pairs.append((10, .int(zeroOffset.grams))) }
        if let alibi {
            pairs.append((11, .array([.int(alibi.number), alibi.weight?.cbor ?? .null])))
        }
        return .dictionary(pairs)
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "pass")
        let shown = try ShownWeight(try map.required(1, "shown weight"))
        guard let statusWord = UInt32(exactly: try map.uint(2, "status word")) else {
            throw .invalid("a status word beyond 32 bits")
        }
        let registers = try map.bytes(3, "registers")
        let wall = try WallTime(try map.array(4, "time"))
        let monotonic = MonotonicTime(nanoseconds: try map.uint(5, "monotonic time"))
        let bootID = try map.bytes(6, "boot id")
        let stability = try StabilityEvidence(try map.array(7, "stability"))
        let curve = try WeighCurve(try map.array(8, "weigh curve"))
        let rampSeen = try map.bool(9, "ramp")
        let zero = try map.optionalInt(10, "zero offset")
        let alibi = try map.optional(11).map { item throws(CBORError) in try AlibiRecord(item) }
        try map.finish()
        self.init(
            shown: shown, statusWord: statusWord, registers: registers, wall: wall,
            monotonic: monotonic, bootID: bootID, stability: stability, curve: curve,
            rampSeen: rampSeen, zeroOffset: zero.map { .grams($0) }, alibi: alibi)
    }
}

extension AlibiRecord {
    /// `[number, shown weight or null]`.
    fileprivate init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 2, let number = parts[0].int else {
            throw .wrongType("alibi: [number, shown weight]")
        }
        self.init(
            number: number, weight: parts[1] == .null ? nil : try ShownWeight(parts[1]))
    }
}

extension ShownWeight {
    /// `[digits, exponent, unit, grams]`.
    var cbor: CBOR {
        .array([
            .int(digits), .int(Int64(exponent)), .int(Int64(unit.rawValue)),
            mass.map { .int($0.grams) } ?? .null,
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 4, let digits = parts[0].int,
            let exponent = parts[1].int, ShownWeight.exponents.contains(Int(clamping: exponent)),
            let number = parts[2].int, let unit = MassUnit(rawValue: Int(clamping: number))
        else { throw .wrongType("shown weight: [digits, exponent, unit, grams]") }
        self.init(digits: digits, exponent: Int(exponent), unit: unit)
        guard parts[3] == (mass.map { .int($0.grams) } ?? .null) else {
            throw .invalid("the grams are not the shown weight")
        }
    }
}

extension WallTime {
    fileprivate init(_ parts: [CBOR]) throws(CBORError) {
        guard parts.count == 3, let seconds = parts[0].int, let nanoseconds = parts[1].int,
            (0..<1_000_000_000).contains(nanoseconds), let number = parts[2].int,
            let clock = ClockState(rawValue: Int(clamping: number))
        else { throw .wrongType("time: [seconds, nanoseconds, clock]") }
        self.init(seconds: seconds, nanoseconds: Int32(nanoseconds), clock: clock)
    }
}

extension StabilityEvidence {
    fileprivate var cbor: CBOR {
        .array([
            .int(Int64(windowMilliseconds)), .int(rangeGrams), .bool(indicatorStable),
            .int(Int64(samples)), .int(Int64(quality.rawValue)),
        ])
    }

    fileprivate init(_ parts: [CBOR]) throws(CBORError) {
        guard parts.count == 5, let window = parts[0].int, let range = parts[1].int,
            let isStable = parts[2].boolValue, let samples = parts[3].int,
            let number = parts[4].int,
            let quality = StabilityQuality(rawValue: Int(clamping: number))
        else { throw .wrongType("stability: [window, range, flag, samples, quality]") }
        self.init(
            windowMilliseconds: Int(clamping: window), rangeGrams: range,
            indicatorStable: isStable, samples: Int(clamping: samples), quality: quality)
    }
}

extension WeighCurve {
    fileprivate var cbor: CBOR {
        .array([
            .unsigned(start.nanoseconds), .int(Int64(intervalMilliseconds)), .int(unitGrams),
            .bytes(deltas),
        ])
    }

    fileprivate init(_ parts: [CBOR]) throws(CBORError) {
        guard parts.count == 4, let start = parts[0].uint, let interval = parts[1].int,
            interval > 0, let unit = parts[2].int, unit > 0, let deltas = parts[3].bytesValue,
            let curve = WeighCurve(
                start: MonotonicTime(nanoseconds: start),
                intervalMilliseconds: Int(clamping: interval), unitGrams: unit, deltas: deltas)
        else { throw .wrongType("weigh curve: [start, interval, unit, deltas]") }
        self = curve
    }
}

extension SensorReading {
    var cbor: CBOR {
        .array([
            .text(name), .int(Int64(kind.rawValue)), .int(mantissa), .int(Int64(exponent)),
            .text(unit), .int(time), .int(Int64(quality.rawValue)),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 7, let name = parts[0].textValue,
            let kindNumber = parts[1].int,
            let kind = SensorKind(rawValue: Int(clamping: kindNumber)),
            let mantissa = parts[2].int, let exponent = parts[3].int,
            let unit = parts[4].textValue, let time = parts[5].int,
            let qualityNumber = parts[6].int,
            let quality = SensorQuality(rawValue: Int(clamping: qualityNumber))
        else { throw .wrongType("sensor: [name, kind, mantissa, exponent, unit, time, quality]") }
        self.init(
            name: name, kind: kind, mantissa: mantissa, exponent: Int(clamping: exponent),
            unit: unit, time: time, quality: quality)
    }
}
