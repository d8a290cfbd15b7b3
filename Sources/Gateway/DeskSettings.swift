import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore

/// What a configuration says to the desk where loads become records.
struct DeskSettings: Sendable {
    let origin: EvidenceClaim.Origin
    let rules: RuleSet
    let vehicles: VehicleBook
    let interval: ScaleInterval
    let policy: SessionPolicy
    /// The names of all brokers, in the order of the configuration.
    let brokers: [String]
    /// Every sensor as it stands now.
    let sensors: @Sendable () -> [SensorReading]
    /// Lets the indicator keep a weighing too; nil where the site does not want it.
    let store: (@Sendable (ShownWeight) async -> Result<AlibiRecord, CommandError>)?

    init(
        _ configuration: Configuration, origin: EvidenceClaim.Origin, field: [FieldPart],
        broker: BrokerReaders
    ) {
        self.origin = origin
        (rules, vehicles) = (RuleSet(configuration.rules), configuration.vehicles)
        interval = configuration.scale.interval
        brokers = broker.connections.map(\.name)
        var policy = SessionPolicy()
        policy.confidence =
            configuration.brokers.compactMap { $0.map.plates?.leastConfidence }.min()
            ?? policy.confidence
        self.policy = policy
        sensors = { broker.sensors() + field.flatMap { $0.feed.readers.sensors() } }
        if configuration.scale.keepsAlibi,
            let scale = field.first(where: \.devices.hasScale)?.feed.readers
        {
            store = { shown in await scale.store(shown) }
        } else {
            store = nil
        }
    }
}
