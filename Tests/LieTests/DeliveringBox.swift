import Delivery
import Evidence
import Foundation
import Intake
import IntakeLedger
import JournalStore
import LightClients
import Logging
import ServiceLifecycle
import SiteLab
import Synchronization
import SystemService
import TestKit
import UpstreamNodes
import Wire

@testable import Gateway

/// The delivering half of a box with some entries, beside a dev chain that may lie.
struct DeliveringBox {
    static let gateway = "https://site.example/gateways/1"
    static let honest = "county"
    static let entries = 3

    let key: SigningKey
    /// The key that the box changes to after its entries, with one more after that.
    var nextKey: SigningKey?
    var settings: DevChainSettings
    var trust: TrustOptions
    /// Whether the honest node is asked for a second opinion.
    var hasWitness = true
    /// Whether the honest node is one that batches are sent to, after the lying one.
    var hasHonestNode = false
    /// Whether the honest node is the one that batches are sent to, and the lying one its witness.
    var isWitnessLying = false
    var checkpoints: Configuration.CheckpointRule?
    var carriesOn = false
    /// So many heights are followed backwards at most.
    var farthestBack = HeaderTrust.usualFarthestBack
    /// Where a checkpoint can be fetched; made once the chain is there.
    var checkpointURL: (@Sendable (DevChain) async throws -> String)?
    /// Seconds by which the box's clock is off, and whether it says it is right.
    var clockError: Int64 = 0
    /// How long the chain runs alone before the box is there.
    var headStart = Duration.zero

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 9, count: 32))
        settings = DevChainSettings(
            genesis: LedgerGenesis(gateways: [
                GatewayRegistration(gateway: Self.gateway, site: "quay", key: key.publicKey)
            ]))
        settings.blockInterval = 50
        settings.honestPort = 0
        trust = TrustOptions(chainID: settings.chainID, trustingPeriodSeconds: 86_400)
    }

    private var clock: SiteClock {
        let (system, error) = (SystemClock(), clockError)
        return SiteClock(
            monotonic: { system.monotonic() },
            wall: {
                let now = system.wall()
                return WallTime(
                    seconds: now.seconds + error, nanoseconds: now.nanoseconds, clock: .unset)
            }, bootID: Array(repeating: 1, count: 16))
    }

    /// Runs chain and box until `body` has seen enough.
    func run(_ body: (RunningBox) async throws -> Void) async throws {
        let client = NodeClient()
        do {
            try await run(client, body)
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
    }

    private func run(
        _ client: NodeClient, _ body: (RunningBox) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let news = EventLog()
        let chain = try await DevChain(settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await chain.run() }
            defer { group.cancelAll() }
            try await until("the chain answers") { chain.rpcPort != 0 && chain.honestPort != 0 }
            try await Task.sleep(for: headStart)
            let journal = try await journal(in: folder.path)
            let box = RunningBox(
                chain: chain, journal: journal, news: news,
                folder: HandOverFolder(state: folder.path, for: .trust))
            for service in try await services(chain, journal, news, client, folder.path) {
                group.addTask {
                    do {
                        try await service.run()
                    } catch {
                        // A service that ends takes the box with it: the test must say so.
                        if !(error is CancellationError) {
                            news.add(GatewayEvent("service.failed", "\(error)"))
                        }
                        throw error
                    }
                }
            }
            try await body(box)
        }
    }

    private func journal(in path: String) async throws -> SQLiteJournal {
        let journal = try SQLiteJournal(
            folder: path, gateway: Self.gateway, key: key.publicKey,
            storeKey: [UInt8](repeating: 3, count: 32))
        let recorder = recorder(journal) { _ in }
        for _ in 0..<Self.entries { try await recorder.record(.zero, value: 0) }
        if let nextKey {
            try await recorder.record(
                .key(try KeyBody(gateway: Self.gateway, from: key.publicKey, to: nextKey)))
            try await self.recorder(journal, by: nextKey) { _ in }.record(.zero, value: 0)
        }
        return journal
    }

    private func recorder(
        _ journal: SQLiteJournal, by key: SigningKey? = nil,
        _ report: @escaping @Sendable (GatewayEvent) -> Void
    ) -> Recorder {
        Recorder(
            journal: journal, maker: EntryMaker(gateway: Self.gateway, key: key ?? self.key),
            clock: clock,
            report: report)
    }

    private func services(
        _ chain: DevChain, _ journal: SQLiteJournal, _ news: EventLog, _ client: NodeClient,
        _ state: String
    ) async throws -> [any Service] {
        let (lying, honest) = (
            "http://127.0.0.1:\(chain.rpcPort)", "http://127.0.0.1:\(chain.honestPort)"
        )
        let urls = isWitnessLying ? [honest] : hasHonestNode ? [lying, honest] : [lying]
        let witness = WitnessPool.Witness(
            url: isWitnessLying ? lying : honest, operatorName: Self.honest)
        let upstream = Configuration.Upstream(
            nodes: urls, anchor: await chain.anchor, trust: trust,
            witnesses: WitnessPool(hasWitness ? [witness] : [], quorum: hasWitness ? 1 : 0),
            checkpoints: checkpoints, carriesOn: carriesOn)
        let recorder = recorder(journal) { news.add($0) }
        let trust = HeaderTrust(
            journal: journal, upstream: upstream, clock: clock,
            witnesses: upstream.witnesses.witnesses.map {
                CometBFTNode(url: $0.url, client: client)
            }, report: { news.add($0) },
            record: { try await recorder.record($0) }, farthestBack: farthestBack)
        let nodes = urls.map { CometBFTNode(url: $0, client: client) }
        let desk = DeliveryDesk(
            journal: journal, trust: trust,
            keys: GatewayKeys(signing: key, next: nextKey, store: []), gateway: Self.gateway,
            chainID: settings.chainID, clock: clock, nodes: nodes, report: { news.add($0) })
        var policy = BatchPolicy()
        (policy.maxAge, policy.lookUpAfter, policy.lookUpAtMost) = (0, 50, 200)
        policy.sendAgainAfter = 500
        let last = await journal.head.seq
        return [
            DeliveryService(
                desk: desk, clock: clock,
                machine: DeliveryMachine(
                    restored: [], journalLast: last, deliveredThrough: 0,
                    lastBatch: try await journal.lastBatch(),
                    policy: policy, seed: 1),
                growth: AsyncStream { _ in }),
            TrustService(
                trust: trust, nodes: nodes, folder: HandOverFolder(state: state, for: .trust),
                checkpointURL: try await checkpointURL?(chain), client: client,
                report: { news.add($0) }),
        ]
    }
}

/// A box that runs, as a test looks at it.
struct RunningBox {
    let chain: DevChain
    let journal: SQLiteJournal
    let news: EventLog
    let folder: HandOverFolder

    /// Waits until an entry has its receipt.
    func isDelivered(through seq: UInt64) async throws {
        try await waits("entry \(seq) is delivered") {
            try await journal.deliveredThrough() >= seq
        }
    }

    /// Waits until every entry that was there at the start has its receipt.
    func isDelivered() async throws {
        try await isDelivered(through: UInt64(DeliveringBox.entries))
    }

    /// Waits for something for a while; what was told meanwhile is part of the complaint.
    private func waits(_ what: String, _ condition: () async throws -> Bool) async throws {
        do {
            try await until(what, within: 60, condition)
        } catch {
            throw Trouble("\(error); told was: \(news.texts.suffix(6))")
        }
    }

    /// Waits until some news has these words.
    func hears(_ words: String) async throws {
        try await waits("'\(words)' is told") {
            news.texts.contains { $0.contains(words) }
        }
    }
}

/// What a box told so far.
final class EventLog: Sendable {
    private let events = Mutex<[GatewayEvent]>([])

    func add(_ event: GatewayEvent) { events.withLock { $0.append(event) } }

    var texts: [String] { events.withLock { $0.map { "\($0.name): \($0.text)" } } }
}

/// Something that happens once.
final class FirstTime: Sendable {
    private let isOver = Mutex(false)

    func happens() -> Bool {
        isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
    }
}
