import DeviceMaps

/// Something that the broker is to be told.
enum BrokerErrand: Sendable {
    case publish(BrokerPublication)
    /// A topic that nobody wants any more.
    case unsubscribe(String)
}
