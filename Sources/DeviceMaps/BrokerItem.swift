package import Intake

/// A message of the site's broker, as bytes and a topic.
package struct BrokerMessage: Sendable, Hashable {
    package let topic: String
    package let payload: [UInt8]
    /// Whether the broker kept it for late subscribers: it may be of any age.
    package let isRetained: Bool

    package init(topic: String, payload: [UInt8], isRetained: Bool) {
        (self.topic, self.payload, self.isRetained) = (topic, payload, isRetained)
    }
}

/// What a message of the broker turned out to be.
package enum BrokerItem: Sendable, Hashable {
    /// A plate that a camera read; an event, to be stored before it is acknowledged.
    case plate(PlateRead)
    /// A sensor's value; only the latest counts.
    case sensor(SensorReading)
    /// A device came or went, by its own word or by its will.
    case availability(DeviceAvailability)
    /// Nothing for a weighing: another topic, another kind of message, an old retained value.
    case ignored(reason: String)
    /// A message the map speaks of but cannot read; somebody should look at it.
    case refused(reason: String)
}
