import Delivery
import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import LightClients
import SystemService
import UpstreamNodes

/// What stays the same from start to stop, whatever the configuration says; makes what does not.
struct GatewayBox: Sendable {
    let journal: SQLiteJournal
    let recorder: Recorder
    let clock: SiteClock
    let keys: GatewayKeys
    let version: String
    let client: NodeClient
    let progress: LoopProgress
    let board: SiteBoard
    let report: @Sendable (GatewayEvent) -> Void

    func origin(_ configuration: Configuration) -> EvidenceClaim.Origin {
        EvidenceClaim.Origin(configuration, software: version, bootID: clock.bootID)
    }

    // MARK: The site

    /// What reads one bus, or one line.
    func field(
        _ devices: FieldDevices, into inputs: AsyncStream<SiteInput>.Continuation
    ) -> FieldPart {
        let feed = FieldFeed(
            FieldReaders(devices, clock: clock), into: inputs, progress: progress, report: report)
        return FieldPart(devices: devices, feed: feed, run: StageRun { await feed.run() })
    }

    /// Throws `GatewayError` when the file of a secret cannot be used.
    func broker(
        _ configuration: Configuration, into inputs: AsyncStream<SiteInput>.Continuation
    ) throws(GatewayError) -> (readers: BrokerReaders, run: StageRun) {
        let inbox = inbox(configuration)
        var made: [BrokerReader] = []
        for broker in configuration.brokers {
            var settings = try broker.readerSettings()
            settings.letterTopic = configuration.upstream.checkpoints?.topic
            do {
                made.append(
                    try BrokerReader(
                        map: broker.map, settings: settings, clock: clock,
                        commitEvent: { try inbox.keep($0) },
                        onItem: { [name = "\(broker.host):\(broker.port)"] item, topic in
                            take(item, of: topic ?? name, into: inputs)
                        },
                        onLetter: checkpoints(configuration)))
            } catch {
                throw GatewayError(.configuration, "\(broker.host): \(error)")
            }
        }
        let readers = BrokerReaders(made)
        return (readers, StageRun { try await Self.listen(to: readers, inputs) })
    }

    /// Plates of the brokers, as the journal keeps them.
    func inbox(_ configuration: Configuration) -> PlateInbox {
        PlateInbox(journal: journal, maps: configuration.brokers.map(\.map), clock: clock)
    }

    /// A checkpoint of any carrier goes the way of a file: it counts by its signatures alone.
    private func checkpoints(_ configuration: Configuration) -> @Sendable ([UInt8]) -> Void {
        let (folder, report) = (HandOverFolder(state: configuration.state, for: .trust), report)
        return { bytes in
            do {
                try folder.put(bytes, as: .letter)
            } catch {
                report(GatewayEvent("trust.refused", "\(error)", level: .warning))
            }
        }
    }

    /// Sensors are asked for their latest when a load is recorded.
    ///
    /// What is refused is told from here: a device that sends nothing else must not crowd plates and
    /// weights out of the desk's queue.
    private func take(
        _ item: BrokerItem, of source: String, into inputs: AsyncStream<SiteInput>.Continuation
    ) {
        switch item {
        case .plate(let read): inputs.yield(.plate(read))
        case .refused(let reason):
            report(
                GatewayEvent(
                    "broker.refused", "a message was not understood: \(reason)", level: .warning,
                    subject: source))
        case .sensor, .availability, .ignored: break
        }
    }

    private static func listen(
        to broker: BrokerReaders, _ inputs: AsyncStream<SiteInput>.Continuation
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await broker.run() }
            group.addTask {
                for await (name, state) in broker.states {
                    switch state {
                    case .connected: inputs.yield(.broker(name, awayFor: nil))
                    case .away(let reason): inputs.yield(.broker(name, awayFor: reason))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    // MARK: Upstream

    /// Delivery and trust, from where the journal has them.
    func upstream(_ configuration: Configuration) -> StageRun {
        StageRun { [self] in
            let trust = trust(configuration)
            let delivery = try await delivery(configuration, trust)
            let looks = TrustService(
                trust: trust, nodes: nodes(configuration),
                folder: HandOverFolder(state: configuration.state, for: .trust),
                checkpointURL: configuration.upstream.checkpoints?.url, client: client,
                report: report)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await delivery.run() }
                group.addTask { try await looks.run() }
                try await group.waitForAll()
            }
        }
    }

    private func trust(_ configuration: Configuration) -> HeaderTrust {
        let (upstream, recorder) = (configuration.upstream, recorder)
        return HeaderTrust(
            journal: journal, upstream: upstream, clock: clock,
            witnesses: upstream.witnesses.witnesses.map {
                CometBFTNode(url: $0.url, client: client)
            },
            report: report, record: { try await recorder.record($0) })
    }

    private func nodes(_ configuration: Configuration) -> [any UpstreamNode] {
        configuration.upstream.nodes.map { CometBFTNode(url: $0, client: client) }
    }

    private func delivery(
        _ configuration: Configuration, _ trust: HeaderTrust
    ) async throws -> DeliveryService {
        let desk = DeliveryDesk(
            journal: journal, trust: trust, keys: keys, gateway: configuration.gateway,
            chainID: configuration.upstream.trust.chainID, clock: clock,
            nodes: nodes(configuration), report: report)
        var policy = BatchPolicy()
        policy.maxEntries = configuration.delivery.maxEntries
        policy.maxAge = configuration.delivery.maxAge
        let through = try await journal.deliveredThrough()
        let last = await journal.head.seq
        let machine = DeliveryMachine(
            restored: try await journal.batches(beyond: through), journalLast: last,
            deliveredThrough: through, lastBatch: try await journal.lastBatch(), policy: policy,
            seed: UInt64.random(in: 0 ... .max))
        return DeliveryService(
            desk: desk, clock: clock, machine: machine, growth: recorder.growth.listen(from: last),
            sees: { [board] in board.see(node: $0, isReachable: $1) })
    }
}
