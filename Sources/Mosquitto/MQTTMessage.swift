/// A message as the broker delivered it.
package struct MQTTMessage: Hashable, Sendable {
    /// The topic it was published to.
    package let topic: String
    /// Its bytes, whatever they mean.
    package let payload: [UInt8]
    /// The quality of service it came with: 0 at most once, 1 at least once, 2 exactly once.
    package let qos: Int
    /// Whether the broker kept it: it may be old.
    package let isRetained: Bool

    package init(topic: String, payload: [UInt8], qos: Int, isRetained: Bool) {
        (self.topic, self.payload) = (topic, payload)
        (self.qos, self.isRetained) = (qos, isRetained)
    }
}
