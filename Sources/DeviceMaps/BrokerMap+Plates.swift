import Intake

extension BrokerMap.Plates {
    /// The plates in a message: one item for every vehicle.
    func items(
        in message: BrokerMessage, arrival: WallTime, monotonic: MonotonicTime
    ) -> [BrokerItem] {
        do {
            let text = try JSONValue(parsing: message.payload)
            if let reason = reasonToIgnore(text, message) { return [.ignored(reason: reason)] }
            let origin = try origin(of: text, message)
            guard cameras.isEmpty || cameras.contains(origin.camera) else {
                return [.ignored(reason: "camera \(origin.camera) does not watch this weighbridge")]
            }
            let seen = moment(in: text, arrival: arrival, monotonic: monotonic)
            let results = try results(in: text)
            guard !results.isEmpty else { return [.ignored(reason: "no plate was read")] }
            return results.map { item(in: $0, origin, seen) }
        } catch {
            return [.refused(reason: "\(message.topic.prefix(80)): \(error)")]
        }
    }

    private typealias Origin = (camera: String, event: String)
    private typealias Moment = (wall: WallTime, monotonic: MonotonicTime)

    private func reasonToIgnore(_ text: JSONValue, _ message: BrokerMessage) -> String? {
        if case .object = text, let marker = format.marker,
            marker.place.value(in: text) != .string(marker.word)
        {
            return "\(topic): not a plate"
        }
        // A retained read is of a vehicle that came at any time before; it is nobody's on deck.
        return message.isRetained ? "\(topic): a retained plate is an old one" : nil
    }

    private func origin(
        of text: JSONValue, _ message: BrokerMessage
    ) throws(PayloadError) -> Origin {
        let camera: String? =
            switch format.camera {
            case .place(let place): Self.name(place.value(in: text))
            case .level(let level): topic.device(at: level, in: message.topic)
            }
        guard let camera, let event = Self.name(format.event.value(in: text)) else {
            throw PayloadError("camera and event must be named")
        }
        return (camera, event)
    }

    /// A name, which some cameras write as a number.
    private static func name(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text), .number(let text):
            return (1...128).contains(text.utf8.count) && !text.contains(where: \.isControl)
                ? text : nil
        default: return nil
        }
    }

    private func results(in text: JSONValue) throws(PayloadError) -> [JSONValue] {
        guard case .object = text else { throw PayloadError("a plate must be a JSON object") }
        guard let place = format.results else { return [text] }
        guard case .array(let results)? = place.value(in: text),
            results.count <= PlateFormat.mostResults
        else { throw PayloadError("no list of at most 16 results at \(place)") }
        return results
    }

    private func item(in result: JSONValue, _ origin: Origin, _ seen: Moment) -> BrokerItem {
        let spellings =
            [spelling(format.best, in: result)]
            + otherSpellings(in: result).map { spelling(format.candidate, in: $0) }
        // The camera's own order decides between equals: its first choice knows the region.
        let best = spellings.compactMap { $0 }.enumerated().max {
            ($0.element.confidence, -$0.offset) < ($1.element.confidence, -$1.offset)
        }?.element
        guard let best else {
            return .refused(
                reason: "\(topic): no plate of 2 to 12 characters with a confidence on its scale")
        }
        guard best.confidence >= leastConfidence else {
            return .ignored(reason: "\(topic): read with too little confidence")
        }
        return .plate(
            PlateRead(
                plate: best.plate, confidencePermille: best.confidence, camera: origin.camera,
                eventID: origin.event, wall: seen.wall, monotonic: seen.monotonic))
    }

    private func otherSpellings(in result: JSONValue) -> [JSONValue] {
        guard case .array(let others)? = format.candidates?.value(in: result) else { return [] }
        return Array(others.prefix(PlateFormat.mostResults))
    }

    private func spelling(
        _ spelling: PlateFormat.Spelling, in result: JSONValue
    ) -> (plate: Plate, confidence: Int)? {
        guard case .string(let written)? = spelling.plate.value(in: result),
            written.utf8.count <= 64, let plate = Plate(written),
            case .number(let digits)? = spelling.confidence.value(in: result),
            let confidence = ExactDecimal(digits).flatMap(format.scale.permille)
        else { return nil }
        return (plate, confidence)
    }

    /// When the plate was seen: at arrival, or earlier when the message waited in the broker.
    ///
    /// After an outage the broker delivers what it kept, and such a read must not vote for the
    /// vehicle on the deck now. A few seconds are the camera's own delay and are let pass; without
    /// a clock of our own, and for a stamp from the future or none, the arrival is all we know.
    private func moment(
        in text: JSONValue, arrival: WallTime, monotonic: MonotonicTime
    ) -> Moment {
        // A stamp that cannot be read is no reason to lose the plate.
        guard arrival.clock != .unset, let time = try? format.clock?.time(in: text),
            case .at(let milliseconds) = time
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
