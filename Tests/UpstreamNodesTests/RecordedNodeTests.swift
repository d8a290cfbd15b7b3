import Delivery
import LightClients
import Testing
import UpstreamNodes
import Wire

/// The client against the answers of a real network of CometBFT 0.38.
@Suite("What real nodes answered")
struct RecordedNodeTests {
    private let options = TrustOptions(
        chainID: "weigh-fixture-1", trustingPeriodSeconds: 86_400)
    private static let now = "2026-11-23T16:05:16.605431237Z"
    private static let start = "26F7C55028A139ECC98D9B544A9987B0E075F900B092C2F41F8AB3F0ECD0BA02"

    private func withNode(
        _ body: (CometBFTNode, LoopbackServer) async throws -> Void
    ) async throws {
        let server = try RecordedNode.start()
        let client = NodeClient()
        do {
            try await body(CometBFTNode(url: server.url, client: client), server)
        } catch {
            await client.shutdown()
            server.stop()
            throw error
        }
        await client.shutdown()
        server.stop()
    }

    /// Goes from the anchor to a height as the light client does.
    private func verified(_ target: Int64, _ node: CometBFTNode) async throws -> VerifiedHeader {
        let now = try #require(Timestamp(rfc3339: RecordedNodeTests.now))
        let anchor = Anchor(
            height: 1, hash: try #require(Digest(hex: RecordedNodeTests.start)))
        let first = Verifier.start(
            try await node.lightBlock(1), at: anchor, options: options, now: now)
        guard case .verified(let trusted) = first else {
            Issue.record("the anchor is \(first)")
            throw UpstreamError(.malformed, "anchor")
        }
        guard target > 1 else { return trusted }
        var bisection = Bisection(trusted: trusted, target: target, options: options)
        while case .fetch(let height) = bisection.next {
            bisection.take(try await node.lightBlock(height), now: now)
        }
        guard case .done = bisection.next else {
            Issue.record("the way to \(target) ends with \(bisection.next)")
            throw UpstreamError(.malformed, "bisection")
        }
        return bisection.trusted
    }

    @Test("the light client goes from the first to the newest height by what the node gives")
    func bisection() async throws {
        try await withNode { node, _ in
            let newest = try await verified(RecordedNode.top, node)
            #expect(newest.height == RecordedNode.top)
            #expect(try await node.lightBlock(nil).header == newest.header)
        }
    }

    @Test("every header of the chain comes in order, twenty at a time, each naming the last")
    func headers() async throws {
        try await withNode { node, server in
            let headers = try await node.headers(from: 1, to: 52)
            #expect(headers.map(\.height) == Array(1...52))
            for (header, next) in zip(headers, headers.dropFirst()) {
                #expect(next.lastBlockID.hash == header.hash?.bytes)
            }
            #expect(server.questions.count == 3)
            #expect(try await node.headers(from: 7, to: 7) == [headers[6]])
            #expect(try await node.header(7) == headers[6])
        }
    }

    @Test("a recorded transaction is proven with the code that the next header signs")
    func proof() async throws {
        let recorded: RPCTx? = try RecordedNode.result("tx/00011_0DAC0148DA8A.get.json")
        let hash = try #require(recorded.flatMap { Digest($0.hash) })
        try await withNode { node, _ in
            #expect(await node.lookUp(hash) == .found(height: 11))
            let inclusion = try #require(try await node.tx(hash).proof)
            let results = try await node.blockResults(11)
            let header = try await verified(11, node)
            let next = try await verified(12, node)
            let verdict = DeliveryProof.check(
                txHash: hash, inclusion: inclusion, results: results, header: header, next: next)
            guard case .success(let proven) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(proven.height == 11)
            #expect(proven.total == 7)
            #expect(proven.code == recorded?.result.result.code)
            #expect(proven.answer.isValid(lastResultsHash: next.header.lastResultsHash))
        }
    }

    @Test("status, query and a missing transaction are read as they are")
    func others() async throws {
        try await withNode { node, _ in
            let status = try await node.status()
            #expect(status.node.network == "weigh-fixture-1")
            #expect(status.sync.latest.height > 0)
            #expect(try await node.query("/key", data: [1], height: nil).code == 0)
            #expect(await node.lookUp(.zero) == .notFound)
        }
    }

    @Test("a height that is not there yet is not a failure of the node")
    func notYet() async throws {
        try await withNode { node, _ in
            for ask in [
                { () async throws in _ = try await node.lightBlock(53) },
                { () async throws in _ = try await node.header(53) },
                { () async throws in _ = try await node.blockResults(53) },
                { () async throws in _ = try await node.headers(from: 50, to: 53) },
            ] {
                let error = await #expect(throws: UpstreamError.self) { try await ask() }
                #expect(error?.code == .notYet)
            }
        }
    }
}
