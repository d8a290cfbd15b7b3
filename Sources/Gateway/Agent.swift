import Delivery
import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import LightClients
import Logging
import ServiceLifecycle
import SystemService
import UnixSignals
import UpstreamNodes
import Wire

/// The agent of one gateway: everything put together.
///
/// A scale, a broker or a node that is away is no reason to stop; a journal that cannot be
/// written is, because nothing could be acknowledged any more.
package struct Agent: Sendable {
    private let configuration: Configuration
    private let version: String
    private let report: @Sendable (GatewayEvent) -> Void
    private let clock: SiteClock
    private let keys: GatewayKeys
    private let journal: SQLiteJournal

    /// Opens keys and journal, and checks that they are this gateway's.
    ///
    /// - Parameters:
    ///   - configuration: what was checked before.
    ///   - version: the software's version, for the evidence.
    ///   - report: takes what happens; called from several tasks.
    /// - Throws: `GatewayError` when a key file or the journal cannot be used.
    package init(
        _ configuration: Configuration, version: String,
        report: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        (self.configuration, self.version, self.report) = (configuration, version, report)
        clock = SystemClock().siteClock
        keys = try configuration.openKeys()
        do {
            journal = try SQLiteJournal(
                folder: configuration.state, gateway: configuration.gateway,
                key: keys.signing.publicKey, storeKey: keys.store)
        } catch let error as JournalError {
            throw GatewayError(error)
        } catch {
            throw GatewayError(.journalUnavailable, "\(error)")
        }
    }

    /// Weighs and delivers until SIGTERM or SIGINT, or until the journal fails.
    package func run() async throws(GatewayError) {
        let notifier = ServiceNotifier(environment: Environment.current)
        let client = NodeClient()
        do {
            try await weighAndDeliver(notifier, client)
        } catch let error as JournalError {
            await client.shutdown()
            throw GatewayError(error)
        } catch {
            await client.shutdown()
            throw GatewayError(.journalFailed, "the agent stopped: \(error)")
        }
        await client.shutdown()
    }

    private func weighAndDeliver(
        _ notifier: ServiceNotifier, _ client: NodeClient
    ) async throws {
        try await changeKey()
        let recorder = recorder(signing: try keys.current(of: await journal.keys))
        let memory = try await SiteMemory.read(from: journal, bootID: clock.bootID)
        try await recorder.record(
            .boot, subject: "weighpost", text: version,
            digest: Digest(configuration.scale.map.digest))
        let (growth, grew) = AsyncStream<UInt64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        grew.yield(await journal.head.seq)
        let weighing = try await weighingService(recorder, memory, grew)
        let trust = trust(client, recorder)
        let delivery = try await deliveryService(client, trust, growth)
        let entries = await journal.head.seq
        let announcing = AnnouncingService(
            notifier: notifier, report: report, status: "weighing for \(configuration.site)",
            ready: GatewayEvent(
                "gateway.ready", "weighpost \(version) is ready, \(entries) entries",
                [("entries", .number(Int64(entries)))]))
        let closing = ClosingService(recorder: recorder, clock: clock, calendar: SiteCalendar())
        try await ServiceGroup(
            services: [
                delivery, trustService(client, trust), closing, weighing, announcing,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "weighpost")
        ).run()
        try await recorder.record(.shutdown, subject: "weighpost")
        report(GatewayEvent("gateway.stopped", "stopped; everything acknowledged is durable"))
    }

    private func recorder(signing key: SigningKey) -> Recorder {
        Recorder(
            journal: journal, maker: EntryMaker(gateway: configuration.gateway, key: key),
            clock: clock, report: report)
    }

    /// Goes on with the key that lies beside the signing key, where the journal has not changed yet.
    ///
    /// The old one signs that; a crash before the commit changes nothing, and one after it is a start
    /// with the new key.
    private func changeKey() async throws {
        guard let next = keys.next,
            await journal.keys.current == keys.signing.publicKey,
            next.publicKey != keys.signing.publicKey
        else { return }
        let body = try KeyBody(
            gateway: configuration.gateway, from: keys.signing.publicKey, to: next)
        try await recorder(signing: keys.signing).record(.key(body))
    }

    private func weighingService(
        _ recorder: Recorder, _ memory: SiteMemory, _ grew: AsyncStream<UInt64>.Continuation
    ) async throws -> WeighingService {
        let inbox = PlateInbox(
            journal: journal, maps: configuration.brokers.map(\.map), clock: clock)
        // A checkpoint of any carrier goes the way of a file: it counts by its signatures alone.
        let (folder, report) = (TrustFolder(state: configuration.state), report)
        let handOver: @Sendable ([UInt8]) -> Void = { bytes in
            do {
                try folder.put(bytes, as: .checkpoint)
            } catch {
                report(GatewayEvent("trust.refused", "\(error)", level: .warning))
            }
        }
        let broker = BrokerReaders(
            try configuration.brokers.map { broker in
                var settings = try broker.readerSettings()
                settings.letterTopic = configuration.upstream.checkpoints?.topic
                return try BrokerReader(
                    map: broker.map, settings: settings, clock: clock,
                    commitEvent: { try inbox.keep($0) }, onLetter: handOver)
            })
        let field = FieldReaders(configuration.field, clock: clock)
        let desk = WeighingDesk(
            recorder: recorder,
            origin: EvidenceClaim.Origin(
                configuration, software: version, bootID: clock.bootID),
            configuration: configuration, clock: clock, memory: memory, field: field,
            sensors: { broker.sensors() + field.sensors() })
        return WeighingService(
            desk: desk,
            field: field, broker: broker, grew: grew,
            kept: try await inbox.unused(since: memory.lastPass))
    }

    private func trust(_ client: NodeClient, _ recorder: Recorder) -> HeaderTrust {
        let upstream = configuration.upstream
        return HeaderTrust(
            journal: journal, upstream: upstream, clock: clock,
            witnesses: upstream.witnesses.witnesses.map {
                CometBFTNode(url: $0.url, client: client)
            },
            report: report, record: { try await recorder.record($0) })
    }

    private func trustService(_ client: NodeClient, _ trust: HeaderTrust) -> TrustService {
        TrustService(
            trust: trust, nodes: nodes(client), folder: TrustFolder(state: configuration.state),
            checkpointURL: configuration.upstream.checkpoints?.url, client: client, report: report)
    }

    private func nodes(_ client: NodeClient) -> [any UpstreamNode] {
        configuration.upstream.nodes.map { CometBFTNode(url: $0, client: client) }
    }

    private func deliveryService(
        _ client: NodeClient, _ trust: HeaderTrust, _ growth: AsyncStream<UInt64>
    ) async throws -> DeliveryService {
        let upstream = configuration.upstream
        let desk = DeliveryDesk(
            journal: journal, trust: trust, keys: keys, gateway: configuration.gateway,
            chainID: upstream.trust.chainID, clock: clock,
            nodes: nodes(client), report: report)
        var policy = BatchPolicy()
        policy.maxEntries = configuration.delivery.maxEntries
        policy.maxAge = configuration.delivery.maxAge
        let through = try await journal.deliveredThrough()
        let machine = DeliveryMachine(
            restored: try await journal.batches(beyond: through),
            journalLast: await journal.head.seq, deliveredThrough: through,
            lastBatch: try await journal.lastBatch(), policy: policy,
            seed: UInt64.random(in: 0 ... .max))
        return DeliveryService(desk: desk, clock: clock, machine: machine, growth: growth)
    }
}
