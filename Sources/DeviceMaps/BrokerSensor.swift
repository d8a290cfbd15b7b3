package import Intake

/// One value of the site's sensors: where its messages come from and what they mean.
package struct BrokerSensor: Sendable, Hashable {
    /// Its name in every record; with a device, `name/device`.
    package let name: String
    package let source: SensorSource
    package let value: ValuePlace
    package let kind: SensorKind
    /// The unit of the record; a payload that names another is not read.
    package let unit: String
    package let limits: SensorLimits
    /// What words mean: `ON` is 1.
    package let words: [String: ExactDecimal]
    /// SHA-256 of the payload map it is of; nil where the site spells it out.
    package let map: [UInt8]?
}

/// Within what a value counts as good.
package struct SensorLimits: Sendable, Hashable {
    /// After this many seconds the value is stale.
    package let maxAgeSeconds: Int64
    package let least: ExactDecimal?
    package let greatest: ExactDecimal?
}

/// Where the messages of a sensor come from and how they are written.
package struct SensorSource: Sendable, Hashable {
    /// Whether a value that the broker kept may be used.
    package enum Retained: String, Sendable, Hashable, CaseIterable {
        case ignore, accept
    }

    /// What a message means that has nothing at the value's place.
    package enum Absent: String, Sendable, Hashable, CaseIterable {
        /// It is not the message the map speaks of.
        case refuse
        /// Devices of this kind send only what has changed.
        case ignore
        /// The sender leaves zeros out, as JSON made from protobuf does.
        case zero
    }

    package var topic: TopicPattern
    /// The open level of the topic, counted from 1, that names the device.
    package var device: Int?
    package var codec: PayloadCodec
    /// The sensor's own time; nil means that of the arrival, or of the SenML record.
    package var clock: PayloadClock?
    package var retained: Retained
    package var absent: Absent
    package var availability: Availability?
    /// What makes two messages the same: several gateways may hear one sender.
    package var dedupe: [JSONPointer] = []
    /// The Sparkplug edge node whose births and deaths say all of the above.
    package var node: SparkplugNode?

    /// Whether the source itself can say how old its values are.
    var tellsTime: Bool { clock != nil || codec == .senmlJSON || codec == .senmlCBOR }

    /// The topics to subscribe to.
    var topics: [TopicPattern] { [topic] + [availability?.topic].compactMap { $0 } }
}

/// The topic on which a device, or whoever speaks for it, says whether it is there.
package struct Availability: Sendable, Hashable {
    package var topic: TopicPattern
    /// The open level that names the device; nil where one topic speaks for all of them.
    package var device: Int?
    /// Where the word stands in a JSON text; nil for a payload that is the word.
    package let place: JSONPointer?
    package let online: String
    package let offline: String
}

/// Whether a device is there, by its own word or by its will.
package struct DeviceAvailability: Sendable, Hashable {
    /// The sensor whose map speaks of it.
    package let sensor: String
    /// Nil where all devices of the sensor are meant.
    package let device: String?
    package let isOnline: Bool
}
