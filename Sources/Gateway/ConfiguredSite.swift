import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import LightClients
import Threads
import Wire

/// The site as its configuration has it: what runs for it, and how it changes to another one.
///
/// Journal, keys and queue are none of the configuration's business: whatever it says, no record is
/// lost or left behind by it.
actor ConfiguredSite {
    /// How a reload ended.
    enum Reloaded: Hashable, Sendable {
        /// Every file is as it was.
        case unchanged
        /// Another one holds from now on; which parts of the site it concerns, and who of the new ones
        /// did not answer.
        case changed([String], away: [String] = [])
        /// The old one goes on; why.
        case refused(String)
    }

    let box: GatewayBox
    private let load: @Sendable () throws(GatewayError) -> Configuration
    let stage: AsyncStream<StageRun>.Continuation
    let inputs: AsyncStream<SiteInput>.Continuation

    private(set) var configuration: Configuration
    var field: [FieldPart]
    private var broker: (readers: BrokerReaders, run: StageRun)
    private var upstream: StageRun
    /// How the brokers are reached, with the secrets that their files held.
    private var reached: [BrokerReader.Settings]
    /// Whether a reload is under way: a second one waits for nobody.
    private var isReloading = false

    init(
        _ configuration: Configuration, box: GatewayBox,
        stage: AsyncStream<StageRun>.Continuation,
        inputs: AsyncStream<SiteInput>.Continuation,
        load: @escaping @Sendable () throws(GatewayError) -> Configuration
    ) throws(GatewayError) {
        (self.configuration, self.box, self.load) = (configuration, box, load)
        (self.stage, self.inputs) = (stage, inputs)
        field = configuration.field.parts.map { box.field($0, into: inputs) }
        reached = try Self.reached(configuration)
        broker = try box.broker(configuration, into: inputs)
        upstream = box.upstream(configuration)
    }

    /// What the desk is told at the start.
    var settings: DeskSettings {
        DeskSettings(
            configuration, origin: box.origin(configuration), field: field,
            broker: broker.readers)
    }

    /// Every sensor as it stands now.
    var sensors: [SensorReading] {
        broker.readers.sensors() + field.flatMap { $0.feed.readers.sensors() }
    }

    /// Every sensor of the brokers as it stands now, and whether its broker is connected.
    var brokerSensors: [(sensor: SensorReading, isConnected: Bool)] { broker.readers.standings }

    /// Each broker by its name, and whether it is connected.
    var connections: [(name: String, isConnected: Bool)] { broker.readers.connections }

    /// Starts what the configuration says.
    func start() async throws {
        try await record(configuration)
        for part in field { part.feed.open() }
        for run in field.map(\.run) + [broker.run, upstream] { stage.yield(run) }
    }

    /// Reads the configuration's files again, and changes to what they say if all of it can be used.
    ///
    /// Checked and probed first, then switched: the old one goes on where the new one is refused.
    func reload() async -> Reloaded {
        guard !isReloading else { return .refused("a reload is under way already") }
        isReloading = true
        defer { isReloading = false }
        let next: Configuration
        do {
            next = try await reading(load)
        } catch {
            return .refused(error.message)
        }
        guard next.digest != configuration.digest else { return await changeSecrets() }
        if let fixed = configuration.fixed(changedBy: next) {
            return .refused(
                "\(fixed) cannot change while the agent runs: start it anew for that")
        }
        do {
            return try await change(to: next)
        } catch {
            return .refused("\(error)")
        }
    }

    /// Reads files on a thread of their own: who looks at the site meanwhile is answered.
    private func reading<Read: Sendable>(
        _ files: @escaping @Sendable () throws(GatewayError) -> Read
    ) async throws(GatewayError) -> Read {
        let thread = BlockingThread(name: "reload")
        defer { thread.shutdown() }
        return try await thread.run(files)
    }

    private static func reached(
        _ configuration: Configuration
    ) throws(GatewayError) -> [BrokerReader.Settings] {
        var settings: [BrokerReader.Settings] = []
        for broker in configuration.brokers { settings.append(try broker.readerSettings()) }
        return settings
    }

    /// The configuration is the same; a password that its file has anew holds from now on.
    private func changeSecrets() async -> Reloaded {
        do {
            let now = try await reading { [configuration] () throws(GatewayError) in
                try Self.reached(configuration)
            }
            guard now != reached else { return .unchanged }
            let next = try await reading { [box, configuration, inputs] () throws(GatewayError) in
                try box.broker(configuration, into: inputs)
            }
            await change(to: next, now)
            inputs.yield(.settings(settings))
            return .changed(["secrets of the brokers"])
        } catch {
            return .refused(error.message)
        }
    }

    /// Tries what is new, has the change on record, and switches then.
    ///
    /// What fails before changes nothing. A crash in between starts with the files as they are, which
    /// is what is on record.
    private func change(to next: Configuration) async throws -> Reloaded {
        // What can fail without touching anything comes first.
        let newReached = try await reading { () throws(GatewayError) in try Self.reached(next) }
        let keepsBrokers = next.brokers == configuration.brokers && newReached == reached
        let newBroker =
            keepsBrokers
            ? nil
            : try await reading { [box, inputs] () throws(GatewayError) in
                try box.broker(next, into: inputs)
            }
        let fieldChange = FieldChange(from: field, to: next.field) { box.field($0, into: inputs) }
        let known = Set(configuration.upstream.nodes)
        async let away = box.away(
            brokers: keepsBrokers ? [] : next.brokers,
            nodes: next.upstream.nodes.filter { !known.contains($0) },
            of: next.upstream.trust.chainID)
        if let complaint = await begin(fieldChange, next) { return .refused(complaint) }
        do {
            try await record(next)
        } catch {
            await undo(fieldChange)
            throw error
        }
        let former = configuration
        configuration = next
        await finish(fieldChange)
        if let newBroker { await change(to: newBroker, newReached) }
        inputs.yield(.settings(settings))
        for part in fieldChange.coming { part.feed.open() }
        var parts: [String] = fieldChange.isNothing ? [] : ["devices"]
        if newBroker != nil { parts.append("brokers") }
        if next.upstream != former.upstream || next.delivery != former.delivery {
            await upstream.stop()
            upstream = box.upstream(next)
            stage.yield(upstream)
            parts.append("upstream")
        }
        if next.rules != former.rules { parts.append("rules") }
        if next.vehicles != former.vehicles { parts.append("vehicles") }
        return .changed(parts, away: await away)
    }

    /// Lets the new readers of the brokers follow the old ones.
    ///
    /// One name at a broker: the old one goes before the new one comes. What is published meanwhile,
    /// the broker keeps.
    private func change(
        to next: (readers: BrokerReaders, run: StageRun), _ newReached: [BrokerReader.Settings]
    ) async {
        await broker.run.stop()
        box.board.forget("broker.lost", of: broker.readers.connections.map(\.name))
        (broker, reached) = (next, newReached)
        stage.yield(broker.run)
    }

    /// An entry for a configuration that the journal does not know yet, with the one before.
    private func record(_ configuration: Configuration) async throws {
        let before = try await box.journal.configuration()
        guard before != configuration.digest else { return }
        try await box.recorder.record(
            .configurationChanged, subject: "configuration", text: before.map { "\($0)" },
            digest: configuration.digest)
        try await box.journal.remember(configuration: configuration.digest)
    }
}

extension Configuration {
    /// What must stay from start to start, and another configuration says otherwise; nil for nothing.
    fileprivate func fixed(changedBy next: Configuration) -> String? {
        if next.gateway != gateway { return "'gateway: id:'" }
        if next.site != site { return "'gateway: site:'" }
        if next.keys != keys { return "'keys:'" }
        if next.state != state { return "'state:'" }
        if next.upstream.trust.chainID != upstream.trust.chainID { return "'upstream: chain_id:'" }
        if next.control != control { return "'control:'" }
        return nil
    }
}
