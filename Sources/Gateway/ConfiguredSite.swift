import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import LightClients
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
        /// Another one holds from now on; which parts of the site it concerns.
        case changed([String])
        /// The old one goes on; why.
        case refused(String)
    }

    let box: GatewayBox
    private let load: @Sendable () throws(GatewayError) -> Configuration
    private let stage: AsyncStream<StageRun>.Continuation
    private let inputs: AsyncStream<SiteInput>.Continuation

    private(set) var configuration: Configuration
    private var field: (feed: FieldFeed, run: StageRun)
    private var broker: (readers: BrokerReaders, run: StageRun)
    private var upstream: StageRun
    /// How the brokers are reached, with the secrets that their files held.
    private var reached: [BrokerReader.Settings]
    /// Whether a reload is under way: a second one waits for nobody.
    private var isReloading = false

    /// How long the scale of another configuration may take to answer before it counts.
    private static let patience = Duration.seconds(5)
    /// A scale that answered within this time, in milliseconds, is there.
    private static let recently: Int64 = 3000

    init(
        _ configuration: Configuration, box: GatewayBox,
        stage: AsyncStream<StageRun>.Continuation,
        inputs: AsyncStream<SiteInput>.Continuation,
        load: @escaping @Sendable () throws(GatewayError) -> Configuration
    ) throws(GatewayError) {
        (self.configuration, self.box, self.load) = (configuration, box, load)
        (self.stage, self.inputs) = (stage, inputs)
        field = box.field(configuration, into: inputs)
        reached = try Self.reached(configuration)
        broker = try box.broker(configuration, into: inputs)
        upstream = box.upstream(configuration)
    }

    /// What the desk is told at the start.
    var settings: DeskSettings {
        DeskSettings(
            configuration, origin: box.origin(configuration), field: field.feed.readers,
            broker: broker.readers)
    }

    /// Every sensor as it stands now.
    var sensors: [SensorReading] { broker.readers.sensors() + field.feed.readers.sensors() }

    /// Each broker by its name, and whether it is connected.
    var connections: [(name: String, isConnected: Bool)] { broker.readers.connections }

    /// Starts what the configuration says.
    func start() async throws {
        try await tellConfiguration()
        field.feed.open()
        for run in [field.run, broker.run, upstream] { stage.yield(run) }
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
            next = try load()
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
            let now = try Self.reached(configuration)
            guard now != reached else { return .unchanged }
            let next = try box.broker(configuration, into: inputs)
            await broker.run.stop()
            (broker, reached) = (next, now)
            stage.yield(broker.run)
            inputs.yield(.settings(settings))
            return .changed(["secrets of the brokers"])
        } catch {
            return .refused(error.message)
        }
    }

    private func change(to next: Configuration) async throws -> Reloaded {
        var parts: [String] = []
        // What can fail without touching anything comes first.
        let newReached = try Self.reached(next)
        let keepsBrokers = next.brokers == configuration.brokers && newReached == reached
        let newBroker = keepsBrokers ? nil : try box.broker(next, into: inputs)
        if !next.hasField(of: configuration) {
            if let complaint = await switchField(to: next) { return .refused(complaint) }
            parts.append("devices")
        }
        let former = configuration
        configuration = next
        if let newBroker {
            // One name at a broker: the old one goes before the new one comes. What is published
            // meanwhile, the broker keeps.
            await broker.run.stop()
            (broker, reached) = (newBroker, newReached)
            stage.yield(broker.run)
            parts.append("brokers")
        }
        try await tellConfiguration()
        inputs.yield(.settings(settings))
        field.feed.open()
        if next.upstream != former.upstream || next.delivery != former.delivery {
            await upstream.stop()
            upstream = box.upstream(next)
            stage.yield(upstream)
            parts.append("upstream")
        }
        if next.rules != former.rules { parts.append("rules") }
        if next.vehicles != former.vehicles { parts.append("vehicles") }
        return .changed(parts)
    }

    /// Puts the devices of another configuration on the stage once its scale answers; nil, or why not.
    ///
    /// At another address it is tried while the old one goes on; at the same one, the old one has to
    /// leave the line first, and comes back where the new one is not answered.
    private func switchField(to next: Configuration) async -> String? {
        let now = box.clock.monotonic()
        let wasThere =
            field.feed.heard.map { now.milliseconds(since: $0) < Self.recently } ?? false
        let shares = next.field.sharesAddress(with: configuration.field)
        if shares { await field.run.stop() }
        let trial = box.field(next, into: inputs)
        stage.yield(trial.run)
        if await answers(trial.feed) || !wasThere {
            if !shares { await field.run.stop() }
            field = trial
            return nil
        }
        await trial.run.stop()
        if shares {
            field = box.field(configuration, into: inputs)
            stage.yield(field.run)
            field.feed.open()
        }
        return "the scale answers as it is configured now, and not as \(next.scale.place) with "
            + "\(next.scale.map.title); the old configuration goes on"
    }

    private func answers(_ feed: FieldFeed) async -> Bool {
        let end = box.clock.monotonic().advanced(
            milliseconds: Int64(Self.patience / .milliseconds(1)))
        while box.clock.monotonic() < end {
            if feed.heard != nil { return true }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return false }
        }
        return feed.heard != nil
    }

    /// An entry for a configuration that the journal does not know yet, with the one before.
    private func tellConfiguration() async throws {
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

    /// Whether the wired devices and their maps are the same.
    fileprivate func hasField(of other: Configuration) -> Bool {
        field == other.field && scale.map.digest == other.scale.map.digest
    }
}

extension FieldDevices {
    /// Whether any of the lines and addresses of these devices is one of the others'.
    fileprivate func sharesAddress(with others: FieldDevices) -> Bool {
        !addresses.isDisjoint(with: others.addresses)
    }
}
