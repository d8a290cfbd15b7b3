package import Intake

extension BrokerMap {
    /// What a message says: an item for each plate, one for every sensor read from its topic.
    ///
    /// Sparkplug's messages aside, which `SparkplugHost` follows.
    package func decode(
        _ message: BrokerMessage, arrival: WallTime, monotonic: MonotonicTime
    ) -> [BrokerItem] {
        var items: [BrokerItem] = []
        if let plates, plates.topic.matches(message.topic) {
            items += plates.items(in: message, arrival: arrival, monotonic: monotonic)
        }
        items += sensors.compactMap { sensor in
            guard let availability = sensor.source.availability,
                availability.topic.matches(message.topic)
            else { return nil }
            return availability.item(in: message, of: sensor.name)
        }
        items += values(in: message, arrival: arrival)
        guard items.isEmpty else { return items }
        return [.ignored(reason: "no map speaks of topic \(message.topic.prefix(80))")]
    }

    /// The sensors' values; a payload is taken apart once for all that read it alike.
    private func values(in message: BrokerMessage, arrival: WallTime) -> [BrokerItem] {
        var payloads: [PayloadCodec: Result<Payload, PayloadError>] = [:]
        return sensors.filter {
            $0.sparkplugPlace == nil && $0.source.topic.matches(message.topic)
        }.map { sensor in
            let codec = sensor.source.codec
            let read =
                payloads[codec]
                ?? Result { () throws(PayloadError) in try codec.read(message.payload) }
            payloads[codec] = read
            switch read {
            case .success(let payload):
                return sensor.item(in: payload, message: message, arrival: arrival)
            case .failure(let error):
                return .refused(reason: "\(message.topic.prefix(80)): \(error)")
            }
        }
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, never negative, that goes with it.
    func flooredDivision(by unit: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? (quotient - 1, remainder + unit) : (quotient, remainder)
    }
}
