/// What the site's broker carries: the cameras' plates, and sensors by topic and place.
package struct BrokerMap: Sendable, Hashable {
    /// Where plates come from, and which of them count.
    package struct Plates: Sendable, Hashable {
        package let topic: TopicPattern
        package let format: PlateFormat
        /// The cameras that look at this weighbridge's approach; empty means all on the topic.
        package let cameras: Set<String>
        /// Reads below this are ignored, in thousandths.
        package let leastConfidence: Int
        /// A read older than this many seconds by its own time stamp is dated back.
        package let lateAfterSeconds: Int64
    }

    package let plates: Plates?
    package let sensors: [BrokerSensor]

    /// Every topic or pattern to subscribe to, each once.
    package var topics: [String] {
        Set(events + sensors.flatMap(\.source.topics).map(\.description)).sorted()
    }

    /// The topics among them whose messages are events: each must be durable before it is
    /// acknowledged, and the broker keeps them while the agent is away.
    package var events: [String] {
        [plates?.topic.description].compactMap { $0 }
    }
}
