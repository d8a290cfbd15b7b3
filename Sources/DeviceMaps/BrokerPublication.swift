/// A message that is to be sent to the site's broker.
package struct BrokerPublication: Sendable, Hashable {
    package let topic: String
    package let payload: [UInt8]
    /// Whether the broker keeps it for late subscribers.
    package let isRetained: Bool

    package init(topic: String, payload: [UInt8], isRetained: Bool) {
        (self.topic, self.payload, self.isRetained) = (topic, payload, isRetained)
    }
}
