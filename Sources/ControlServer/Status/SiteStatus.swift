package import HTTPListening

/// The gateway and its site at one moment: what people and machines want to know at a glance.
///
/// Nothing in it names a person: no plate, no driver, no party.
package struct SiteStatus: AnswerPart {
    package var gateway = GatewayStatus()
    package var scale = BridgeStatus()
    package var sensors: [SensorStatus] = []
    package var weighing = WeighingStatus()
    /// Vehicles that were weighed in and not out.
    package var vehiclesOnSite = 0
    /// Nil, as the two that follow, where the journal was not read.
    package var journal: JournalStatus?
    package var delivery: DeliveryStatus?
    package var trust: TrustStatus?
    package var clock = ClockStatus()
    package var disk = DiskStatus()
    package var brokers: [BrokerStatus] = []
    package var process = ProcessStatus()
    /// What is wrong now.
    package var troubles: [TroubleStatus] = []

    package init() {}

    enum CodingKeys: String, CodingKey {
        case gateway, scale, sensors, weighing, journal, delivery, trust, clock, disk, brokers
        case process, troubles
        case vehiclesOnSite = "vehicles_on_site"
    }

    package static let about =
        "The gateway and its site at one moment. Nothing in it names a person."
    package static let fields: [AnswerField] = [
        .always("gateway", .part(GatewayStatus.self), GatewayStatus.about),
        .always("scale", .part(BridgeStatus.self), BridgeStatus.about),
        .always("sensors", .list(.part(SensorStatus.self)), "Every sensor."),
        .always("weighing", .part(WeighingStatus.self), WeighingStatus.about),
        .always("vehicles_on_site", .count, "Vehicles that were weighed in and not out."),
        .known("journal", .part(JournalStatus.self), JournalStatus.about),
        .known("delivery", .part(DeliveryStatus.self), DeliveryStatus.about),
        .known("trust", .part(TrustStatus.self), TrustStatus.about),
        .always("clock", .part(ClockStatus.self), ClockStatus.about),
        .always("disk", .part(DiskStatus.self), DiskStatus.about),
        .always("brokers", .list(.part(BrokerStatus.self)), "Every broker."),
        .always("process", .part(ProcessStatus.self), ProcessStatus.about),
        .always("troubles", .list(.part(TroubleStatus.self)), "What is wrong now."),
    ]
}
