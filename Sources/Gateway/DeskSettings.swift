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
    /// Every sensor as it stands now.
    let sensors: @Sendable () -> [SensorReading]
    /// Lets the indicator keep a weighing too; nil where the site does not want it.
    let store: (@Sendable (ShownWeight) async -> Result<AlibiRecord, CommandError>)?

    init(
        _ configuration: Configuration, origin: EvidenceClaim.Origin, field: FieldReaders,
        broker: BrokerReaders
    ) {
        self.origin = origin
        (rules, vehicles) = (RuleSet(configuration.rules), configuration.vehicles)
        interval = configuration.scale.interval
        var policy = SessionPolicy()
        policy.confidence =
            configuration.brokers.compactMap { $0.map.plates?.leastConfidence }.min()
            ?? policy.confidence
        self.policy = policy
        sensors = { broker.sensors() + field.sensors() }
        if configuration.scale.keepsAlibi {
            store = { shown in await field.store(shown) }
        } else {
            store = nil
        }
    }
}
