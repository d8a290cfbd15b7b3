import Delivery
import Evidence
import IntakeLedger
import LightClients
import SiteLab
import TestKit
import Testing
import UpstreamNodes
import Wire

/// The client against a chain that runs: blocks, votes, the ledger, and a node that goes away.
@Suite("A chain that runs", .timeLimit(.minutes(1)))
struct DevChainTests {
    private static let gateway = "https://gateway.example/1"
    private let key: SigningKey
    private let settings: DevChainSettings

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
        let registration = GatewayRegistration(
            gateway: DevChainTests.gateway, site: "north", key: key.publicKey)
        var settings = DevChainSettings(genesis: LedgerGenesis(gateways: [registration]))
        settings.blockInterval = 50
        self.settings = settings
    }

    /// Runs a chain for as long as the body takes.
    private func withChain(_ body: (DevChain, CometBFTNode) async throws -> Void) async throws {
        let (ports, listens) = AsyncStream<Int>.makeStream()
        let chain = try await DevChain(settings) { event in
            if case .listening(let port) = event { listens.yield(port) }
        }
        let client = NodeClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await chain.run() }
            defer { group.cancelAll() }
            let port = await ports.first { _ in true } ?? 0
            try await body(
                chain, CometBFTNode(url: "http://127.0.0.1:\(port)", client: client))
        }
        await client.shutdown()
    }

    /// A batch of so many entries, and the chain link after its last one.
    private func batch(entries count: Int) throws -> (batch: Batch, after: ChainLink) {
        var random = SeededGenerator(seed: 5)
        let maker = EntryMaker(gateway: DevChainTests.gateway, key: key)
        var (link, items) = (ChainLink.start, [BatchItem]())
        for _ in 0..<count {
            let entry = try maker.make(
                .event(EventBody(code: .boot)), claims: [], after: link,
                id: UUIDv7(milliseconds: 1, using: &random), time: 1_700_000_000, salts: &random
            ).entry
            link = ChainLink(seq: entry.seq, digest: entry.digest)
            items.append(.entry(entry.bytes))
        }
        let batch = try Batch.make(
            items, chainID: settings.chainID, gateway: DevChainTests.gateway, after: .start,
            validUntil: 10_000, key: key, id: UUIDv7(milliseconds: 2, using: &random))
        return (batch, link)
    }

    /// Asks until there is an answer: blocks are made in their own time.
    private func eventually<Answer>(_ ask: () async throws -> Answer?) async throws -> Answer {
        for _ in 0..<200 {
            if let answer = try await ask() { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try #require(try await ask())
    }

    private func verified(
        _ target: Int64, _ chain: DevChain, _ node: CometBFTNode
    ) async throws -> VerifiedHeader {
        let options = TrustOptions(chainID: settings.chainID, trustingPeriodSeconds: 86_400)
        let first = Verifier.start(
            try await node.lightBlock(1), at: await chain.anchor, options: options,
            now: .systemTime)
        guard case .verified(let trusted) = first else {
            throw UpstreamError(.malformed, "the anchor is \(first)")
        }
        var bisection = Bisection(trusted: trusted, target: target, options: options)
        while case .fetch(let height) = bisection.next {
            bisection.take(try await node.lightBlock(height), now: .systemTime)
        }
        #expect(bisection.trusted.height == target)
        return bisection.trusted
    }

    @Test("a batch is sent, found, and proven with the ledger's answer and head")
    func delivery() async throws {
        let (batch, after) = try batch(entries: 3)
        let hash = Digest.of(batch.bytes)
        try await withChain { chain, node in
            #expect(try await node.status().node.network == settings.chainID)
            #expect(await node.lookUp(hash) == .notFound)
            #expect(await node.send(batch.bytes) == .accepted)
            #expect(await node.send(batch.bytes) == .alreadyKnown)
            let height = try await eventually {
                if case .found(let height) = await node.lookUp(hash) { height } else { nil }
            }
            _ = try await eventually {
                try await node.status().sync.latest.height > height ? true : nil
            }
            let next = try await verified(height + 1, chain, node)
            let verdict = DeliveryProof.check(
                txHash: hash, inclusion: try #require(try await node.tx(hash).proof),
                results: try await node.blockResults(height),
                header: try await verified(height, chain, node), next: next)
            guard case .success(let proven) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(proven.code == LedgerAnswer.accepted.rawValue)
            let acceptance = try AcceptanceData(decoding: proven.data)
            #expect(acceptance.last == 3)
            #expect(acceptance.root == batch.header.root)
            let answer = try await node.query(
                "/head", data: Array(DevChainTests.gateway.utf8), height: height)
            let head = try HeadProof(
                value: answer.value, data: try #require(answer.proof?.first?.data))
            #expect(head.head.link == after)
            try head.verify(gateway: DevChainTests.gateway, appHash: next.header.appHash)
        }
    }

    @Test("what the ledger's first check refuses comes back with its code")
    func refusal() async throws {
        try await withChain { _, node in
            guard case .refused(let code, _, _) = await node.send([1, 2, 3]) else {
                Issue.record("three bytes are no batch")
                return
            }
            #expect(code == LedgerCode.malformed.rawValue)
        }
    }

    @Test("a node that goes away is away, and answers again when it is back")
    func comesBack() async throws {
        try await withChain { chain, node in
            let before = try await node.status().sync.latest.height
            chain.goAway()
            _ = try await eventually {
                if case .away = await node.lookUp(.zero) { true } else { nil }
            }
            chain.comeBack()
            let found = try await eventually {
                if case .notFound = await node.lookUp(.zero) { true } else { nil }
            }
            #expect(found)
            #expect(try await node.status().sync.latest.height >= before)
        }
    }
}
