package import Intake

extension BrokerMap {
    /// What a message says: one item for a plate, one for every sensor read from its topic.
    package func decode(
        _ message: BrokerMessage, arrival: WallTime, monotonic: MonotonicTime
    ) -> [BrokerItem] {
        let readers = sensors.filter { $0.topic == message.topic }
        let isPlate = plates?.topic == message.topic
        guard isPlate || !readers.isEmpty else {
            return [.ignored(reason: "no map speaks of topic \(message.topic)")]
        }
        let text: JSONValue
        do {
            text = try JSONValue(parsing: message.payload)
        } catch {
            return [.refused(reason: "\(message.topic): \(error)")]
        }
        var items: [BrokerItem] = []
        if isPlate, let plates {
            items.append(
                plates.item(
                    in: text, isRetained: message.isRetained, arrival: arrival,
                    monotonic: monotonic))
        }
        return items
            + readers.map { $0.item(in: text, isRetained: message.isRetained, arrival: arrival) }
    }
}

extension BrokerMap.Plates {
    /// The plate in a Frigate `tracked_object_update` of type `lpr`.
    func item(
        in text: JSONValue, isRetained: Bool, arrival: WallTime, monotonic: MonotonicTime
    ) -> BrokerItem {
        guard case .object(let members) = text else {
            return .refused(reason: "\(topic): a plate must be a JSON object")
        }
        guard members["type"] == .string("lpr") else {
            return .ignored(reason: "\(topic): not a plate")
        }
        // A retained read is of a vehicle that came at any time before; it is nobody's on deck.
        guard !isRetained else {
            return .ignored(reason: "\(topic): a retained plate is an old one")
        }
        guard case .string(let written)? = members["plate"], let plate = Plate(written) else {
            return .refused(reason: "\(topic): \"plate\" is not a plate of 2 to 12 characters")
        }
        guard case .string(let camera)? = members["camera"],
            case .string(let event)? = members["id"]
        else {
            return .refused(reason: "\(topic): \"camera\" and \"id\" must be texts")
        }
        guard case .number(let score)? = members["score"],
            let confidence = ExactDecimal(score)?.rounded(to: -3), (0...1000).contains(confidence)
        else {
            return .refused(reason: "\(topic): \"score\" must be a number from 0 to 1")
        }
        guard cameras.isEmpty || cameras.contains(camera) else {
            return .ignored(reason: "\(topic): camera \(camera) does not watch this weighbridge")
        }
        guard confidence >= leastConfidence else {
            return .ignored(reason: "\(topic): read with too little confidence")
        }
        let seen = moment(members["timestamp"], arrival: arrival, monotonic: monotonic)
        return .plate(
            PlateRead(
                plate: plate, confidencePermille: Int(confidence), camera: camera,
                eventID: event, wall: seen.wall, monotonic: seen.monotonic))
    }

    /// When the plate was seen: at arrival, or earlier when the message waited in the broker.
    ///
    /// After an outage the broker delivers what it kept, and such a read must not vote for the
    /// vehicle on the deck now. A few seconds are the camera's own delay and are let pass; without
    /// a clock of our own, and for a stamp from the future, the arrival is all we know.
    private func moment(
        _ stamp: JSONValue?, arrival: WallTime, monotonic: MonotonicTime
    ) -> (wall: WallTime, monotonic: MonotonicTime) {
        guard case .number(let digits)? = stamp,
            let milliseconds = ExactDecimal(digits)?.floored(to: -3), arrival.clock != .unset
        else { return (arrival, monotonic) }
        let (seconds, rest) = milliseconds.flooredDivision(by: 1_000)
        let age = arrival.seconds.subtractingReportingOverflow(seconds)
        guard !age.overflow, age.partialValue > lateAfterSeconds else {
            return (arrival, monotonic)
        }
        let back = UInt64(age.partialValue).multipliedReportingOverflow(by: 1_000_000_000)
        let earlier =
            back.overflow || back.partialValue > monotonic.nanoseconds
            ? 0 : monotonic.nanoseconds - back.partialValue
        return (
            WallTime(seconds: seconds, nanoseconds: Int32(rest) * 1_000_000, clock: arrival.clock),
            MonotonicTime(nanoseconds: earlier)
        )
    }
}

extension BrokerMap.Sensor {
    /// How far a sensor's clock may run ahead of ours before its times mean nothing.
    private static let aheadSeconds: Int64 = 60

    func item(in text: JSONValue, isRetained: Bool, arrival: WallTime) -> BrokerItem {
        guard !isRetained || retained == .accept else {
            return .ignored(reason: "\(name): a retained value, of unknown age")
        }
        let at: Int64
        if let time {
            guard case .number(let digits)? = time.value(in: text),
                let seconds = ExactDecimal(digits)?.floored(to: 0)
            else { return .refused(reason: "\(name): no unix time at \(time)") }
            at = seconds
        } else {
            at = arrival.seconds
        }
        switch value.value(in: text) {
        case .null?:
            return .sensor(reading(ExactDecimal(mantissa: 0, exponent: 0), at: at, .missing))
        case .number(let digits)?:
            guard let number = ExactDecimal(digits) else {
                return .refused(reason: "\(name): \(digits) has too many digits")
            }
            return .sensor(
                reading(number, at: at, quality(of: number, at: at, arrival: arrival)))
        case nil: return .refused(reason: "\(name): nothing at \(value)")
        default: return .refused(reason: "\(name): no number at \(value)")
        }
    }

    /// A reading of this sensor.
    func reading(
        _ number: ExactDecimal, at time: Int64, _ quality: SensorQuality
    ) -> SensorReading {
        SensorReading(
            name: name, kind: kind, mantissa: number.mantissa, exponent: number.exponent,
            unit: unit, time: time, quality: quality)
    }

    private func quality(
        of number: ExactDecimal, at time: Int64, arrival: WallTime
    ) -> SensorQuality {
        if let least, number.isLess(than: least) { return .outOfRange }
        if let greatest, greatest.isLess(than: number) { return .outOfRange }
        guard arrival.clock != .unset else { return .unsynchronised }
        let (age, overflow) = arrival.seconds.subtractingReportingOverflow(time)
        guard !overflow, age >= -Self.aheadSeconds else { return .unsynchronised }
        return age > maxAgeSeconds ? .stale : .good
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, never negative, that goes with it.
    fileprivate func flooredDivision(by unit: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? (quotient - 1, remainder + unit) : (quotient, remainder)
    }
}
