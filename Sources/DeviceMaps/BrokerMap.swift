package import Intake

/// What the site's broker carries: the camera's plates, and sensors by topic and JSON pointer.
package struct BrokerMap: Sendable, Hashable {
    /// A camera's topic.
    package struct Plates: Sendable, Hashable {
        package let topic: String
        /// The cameras that look at this weighbridge's approach; empty means all on the topic.
        package let cameras: Set<String>
        /// Reads below this are ignored, in thousandths.
        package let leastConfidence: Int
        /// A read older than this many seconds by its own time stamp is dated back.
        package let lateAfterSeconds: Int64
    }

    /// Whether a value that the broker kept may be used.
    package enum Retained: String, Sendable, Hashable, CaseIterable {
        case ignore, accept
    }

    /// One sensor's value within the messages of a topic.
    package struct Sensor: Sendable, Hashable {
        package let name: String
        package let topic: String
        package let value: JSONPointer
        /// Unix seconds, fraction allowed; nil means the time of arrival.
        package let time: JSONPointer?
        package let kind: SensorKind
        package let unit: String
        /// After this many seconds the value is stale.
        package let maxAgeSeconds: Int64
        package let retained: Retained
        package let least: ExactDecimal?
        package let greatest: ExactDecimal?
    }

    package let plates: Plates?
    package let sensors: [Sensor]

    /// Every topic to subscribe to, each once.
    package var topics: [String] {
        Set(sensors.map(\.topic) + [plates?.topic].compactMap { $0 }).sorted()
    }
}
