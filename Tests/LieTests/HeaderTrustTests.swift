import ChainKit
import Delivery
import Evidence
import Foundation
import Intake
import JournalStore
import LightClients
import Synchronization
import TestKit
import Testing
import UpstreamNodes
import Wire

@testable import Gateway

/// A box's trust beside nodes of built chains, with a clock in the test's hand.
private struct TrustBox {
    let trust: HeaderTrust
    let journal: SQLiteJournal
    let folder: TemporaryDirectory
    let clock: SecondsClock

    /// A clock that a test moves, in seconds since 1970.
    final class SecondsClock: Sendable {
        private let value: Mutex<Int64>
        init(_ seconds: Int64) { value = Mutex(seconds) }
        var now: Int64 { value.withLock { $0 } }
        /// Time passes.
        func advance(_ seconds: Int64) {
            value.withLock { $0 += seconds }
            boot.withLock { $0 += seconds }
        }
        /// Somebody sets it.
        func step(_ seconds: Int64) { value.withLock { $0 += seconds } }
        var sinceBoot: Int64 { boot.withLock { $0 } }
        private let boot = Mutex<Int64>(1000)
    }

    static let period: Int64 = 100_000

    let news = EventLog()

    init(
        _ chain: ChainBuilder, witness: BuiltNode? = nil, anchor: Int64 = 1,
        checkpoints: Configuration.CheckpointRule? = nil, source: ClockState = .synchronised
    ) throws {
        folder = try TemporaryDirectory()
        let key = try SigningKey(seed: [UInt8](repeating: 9, count: 32))
        journal = try SQLiteJournal(
            folder: folder.path, gateway: DeliveringBox.gateway, key: key.publicKey,
            storeKey: [UInt8](repeating: 3, count: 32))
        let hand = SecondsClock(chain.now.seconds)
        self.clock = hand
        let witnesses = witness.map {
            [WitnessPool.Witness(url: $0.name, operatorName: "county")]
        }
        let clock = SiteClock(
            monotonic: { MonotonicTime(nanoseconds: UInt64(hand.sinceBoot) * 1_000_000_000) },
            wall: { WallTime(seconds: hand.now, nanoseconds: 0, clock: source) },
            bootID: Array(repeating: 1, count: 16))
        trust = HeaderTrust(
            journal: journal,
            upstream: Configuration.Upstream(
                nodes: ["built"], anchor: chain.anchor(anchor),
                trust: TrustOptions(chainID: chain.chainID, trustingPeriodSeconds: Self.period),
                witnesses: WitnessPool(witnesses ?? [], quorum: witness == nil ? 0 : 1),
                checkpoints: checkpoints, carriesOn: false),
            clock: clock, witnesses: witness.map { [$0] } ?? [], report: { [news] in news.add($0) },
            record: { _ in })
    }
}

@Suite("What a box verifies of the chain")
struct HeaderTrustTests {
    private static let validators = SeededValidator.equals(4)

    @Test("one update and one round of witnesses serve all batches that wait")
    func oneUpdate() async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let (node, witness) = (BuiltNode(chain), BuiltNode(chain, name: "county"))
        let box = try TrustBox(chain, witness: witness)
        let heights: [Int64] = [41, 43, 44, 50]
        let paths = try await withThrowingTaskGroup(of: TrustedPath.self) { group in
            for height in heights {
                group.addTask {
                    try await box.trust.path(to: height, orSoonAbove: 50, by: node)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(paths.compactMap { $0.headers.last?.height }) == Set(heights))
        for path in paths {
            #expect(path.witnesses == ["county"])
            #expect(path.headers.first?.height == 1)
            #expect(path.headers.last?.hash == chain.anchor(path.headers.last?.height ?? 1).hash)
        }
        // One question to the witness; and no receipt has a longer way than by its own votes.
        #expect(witness.count(of: "header") == 1)
        #expect(Set(paths.map { $0.headers.count }) == [2])
    }

    @Test("a height that is only a node's word keeps nobody else waiting")
    func inventedHeight() async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let box = try TrustBox(chain)
        let path = try await box.trust.path(to: 58, orSoonAbove: 70, by: BuiltNode(chain))
        #expect(path.headers.map(\.height) == [1, 58])
    }

    @Test("a header that nobody confirmed carries none below it")
    func unconfirmed() async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let (node, witness) = (BuiltNode(chain), BuiltNode(chain, name: "county"))
        let box = try TrustBox(chain, witness: witness)
        try await box.journal.keep(chain.trusted(1), HeaderStanding(isAnchor: true))
        try await box.journal.keep(chain.trusted(42), HeaderStanding(via: 1))
        let path = try await box.trust.path(to: 41, by: node)
        #expect(path.headers.map(\.height) == [1, 41])
        #expect(path.witnesses == ["county"])
        #expect(witness.count(of: "header") == 1)
    }

    @Test("what a header was verified from stays, whatever leads to it later")
    func via() async throws {
        let chain = ChainBuilder(Self.validators, heights: 20)
        let box = try TrustBox(chain)
        try await box.journal.keep(chain.trusted(1), HeaderStanding(isAnchor: true))
        try await box.journal.keep(
            chain.trusted(10), HeaderStanding(via: 1, witnesses: ["county"]))
        try await box.journal.keep(chain.trusted(10), HeaderStanding(via: 11, witnesses: []))
        let standing = try #require(try await box.journal.standing(at: 10))
        #expect(standing.via == 1)
        #expect(standing.witnesses == ["county"])
    }

    @Test("trust that ends while a header is fetched does not let it through")
    func endsMeanwhile() async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let (node, witness) = (BuiltNode(chain), BuiltNode(chain, name: "county"))
        let box = try TrustBox(chain, witness: witness)
        // The witness takes its time; what trust rested on is over when it has answered.
        witness.before("header") { [clock = box.clock] in clock.advance(TrustBox.period + 1) }
        await #expect(throws: TrustFailure.self) {
            try await box.trust.path(to: 50, by: node)
        }
        #expect(try await box.journal.header(at: 50) == nil)
    }

    @Test("a block too far below what is trusted is told apart from one that is not there")
    func tooFar() async throws {
        let chain = ChainBuilder(Self.validators, heights: 20)
        let box = try TrustBox(chain, anchor: 20)
        let near = try await box.trust.path(to: 5, by: BuiltNode(chain))
        #expect(near.headers.map(\.height) == (5...20).reversed())
        let failure = await #expect(throws: TrustFailure.self) {
            try await box.trust.path(
                to: 20 - HeaderTrust.usualFarthestBack - 1, by: BuiltNode(chain))
        }
        #expect(failure?.isTooFar == true)
    }

    @Test(
        "a clock that somebody sets stops what is proven, until it is right again or a source stands behind it",
        arguments: [-3_600, 3_600] as [Int64])
    func steppedClock(step: Int64) async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let node = BuiltNode(chain)
        let box = try TrustBox(chain, source: .unset)
        box.clock.advance(5_000)
        _ = try await box.trust.path(to: 30, by: node)
        box.clock.step(step)
        let failure = await #expect(throws: TrustFailure.self) {
            try await box.trust.path(to: 50, by: node)
        }
        #expect(failure?.failure.words.contains("clock was stepped by \(step) s") == true)
        box.clock.step(-step)
        #expect(try await box.trust.path(to: 50, by: node).headers.map(\.height) == [1, 50])
        // Where a source stands behind the clock, the step is the source's.
        let sure = try TrustBox(chain)
        sure.clock.advance(5_000)
        _ = try await sure.trust.path(to: 30, by: node)
        sure.clock.step(abs(step))
        #expect(try await sure.trust.path(to: 50, by: node).headers.map(\.height) == [1, 50])
    }

    @Test("trust is renewed when a third of its period is over, and it is told when it nearly ends")
    func refresh() async throws {
        var chain = ChainBuilder(Self.validators, heights: 1)
        for seconds in [30_000, 90_000] as [Int64] {
            var plan = BlockPlan()
            plan.seconds = seconds
            chain.append(plan)
        }
        let (node, client) = (BuiltNode(chain), NodeClient())
        node.newest = 1
        let box = try TrustBox(chain)
        let service = TrustService(
            trust: box.trust, nodes: [node],
            folder: HandOverFolder(state: box.folder.path, for: .trust), checkpointURL: nil,
            client: client, report: { box.news.add($0) })
        box.clock.step(-120_000 + 1_000)
        _ = try await box.trust.path(to: 1, by: node)
        try await service.refresh()
        #expect(node.count(of: "status") == 0)
        // A third is over, and the node stands still.
        box.clock.advance(33_000)
        try await service.refresh()
        #expect(node.count(of: "status") == 1)
        #expect(try await box.trust.age() == .third)
        node.newest = 2
        try await service.refresh()
        #expect(try await box.trust.age() == .fresh)
        #expect(try await box.journal.header(at: 2) != nil)
        // Nobody renews it for long.
        box.clock.advance(30_000 + 80_000 - 34_000)
        node.newest = 2
        try await service.refresh()
        #expect(try await box.trust.age() == .nearlyOver)
        #expect(box.news.texts.filter { $0.hasPrefix("trust.ending") }.count == 1)
        box.clock.advance(12_000)
        node.newest = 3
        try await service.refresh()
        #expect(try await box.trust.age() == .fresh)
        #expect(box.news.texts.contains { $0.hasPrefix("trust.renewed") })
        await client.shutdown()
    }

    @Test("a checkpoint below what is verified moves the beginning of receipts and nothing else")
    func adopted() async throws {
        let chain = ChainBuilder(Self.validators, heights: 60)
        let node = BuiltNode(chain)
        let keys = try (1...2).map { try SigningKey(seed: [UInt8](repeating: $0, count: 32)) }
        let box = try TrustBox(
            chain,
            checkpoints: Configuration.CheckpointRule(
                keys: keys.map(\.publicKey), threshold: 2, url: nil, topic: nil))
        _ = try await box.trust.path(to: 50, by: node)
        func checkpoint(_ height: Int64, _ hash: Digest) throws -> [UInt8] {
            var signed = SignedCheckpoint(
                Checkpoint(
                    chainID: chain.chainID, height: height, hash: hash,
                    issuedAt: chain.now.seconds, expiresAt: chain.now.seconds + 1000))
            for key in keys { try signed.sign(with: key) }
            return signed.bytes
        }
        await #expect(throws: EvidenceError.self) {
            try await box.trust.take(
                checkpoint: checkpoint(30, chain.anchor(31).hash), by: "file", asking: [node])
        }
        #expect(try await box.trust.path(to: 55, by: node).headers.map(\.height) == [1, 55])
        try await box.trust.take(
            checkpoint: checkpoint(30, chain.anchor(30).hash), by: "file", asking: [node])
        // What was verified before is still there, and new receipts begin at the checkpoint.
        #expect(try await box.trust.path(to: 50, by: node).headers.map(\.height) == [1, 50])
        #expect(try await box.trust.path(to: 57, by: node).headers.map(\.height) == [30, 57])
    }
}
