extension BrokerMap {
    /// What makes a message the same as another one, by the map of its topic; nil where no map says.
    package func duplicateKey(of message: BrokerMessage) -> String? {
        if let plates, plates.topic.matches(message.topic), !plates.format.dedupe.isEmpty {
            return Self.key(plates.format.dedupe, in: message)
        }
        let source = sensors.lazy.map(\.source).first {
            !$0.dedupe.isEmpty && $0.topic.matches(message.topic)
        }
        guard let source, let key = Self.key(source.dedupe, in: message) else { return nil }
        // Devices count their messages alike: number 5 of one is not number 5 of another.
        let device = source.device.flatMap { source.topic.device(at: $0, in: message.topic) }
        return "\(source.topic)\u{1F}\(device ?? "")\u{1F}\(key)"
    }

    /// The members in their order; nil when one of them is not there, and the message stands alone.
    private static func key(_ places: [JSONPointer], in message: BrokerMessage) -> String? {
        // A text that is none is complained about where it is read.
        guard let text = try? JSONValue(parsing: message.payload) else { return nil }
        var parts: [String] = []
        for place in places {
            switch place.value(in: text) {
            case .string(let part)?, .number(let part)?: parts.append(part)
            default: return nil
            }
        }
        return parts.joined(separator: "\u{1F}")
    }
}
