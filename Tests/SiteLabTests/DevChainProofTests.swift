import Evidence
import IntakeLedger
import LightClients
import Testing
import Wire

@testable import SiteLab

@Suite("A dev chain before a light client")
struct DevChainProofTests {
    private let options = TrustOptions(
        chainID: "weighpost-dev", trustingPeriodSeconds: 3_600)

    private func verified(_ verdict: Verdict) throws -> VerifiedHeader {
        guard case .verified(let header) = verdict else {
            Issue.record("not verified: \(verdict)")
            throw CancellationError()
        }
        return header
    }

    @Test("from the anchor to the ledger's answer, everything is proven over real HTTP")
    func proven() async throws {
        var gateway = try DevGateway()
        let batches = [try gateway.batch(3), try gateway.batch(5)]
        try await withDevChain(gateway.settings()) { chain, node, events in
            let anchor = await chain.anchor
            let start = try verified(
                Verifier.start(
                    try await node.lightBlock(1), at: anchor, options: options, now: .systemTime))
            for batch in batches { #expect(try await node.send(batch).code == 0) }
            var settled = 0
            while settled < 2, case .block(_, let codes)? = await events.next() {
                #expect(codes.allSatisfy { $0 == 0 })
                settled += codes.count
            }
            for batch in batches {
                try await proof(of: batch, from: start, node)
            }
            try await head(gateway.link(8), from: start, node)
        }
    }

    /// Proves that a batch was accepted, as a gateway does before it says "delivered".
    private func proof(
        of batch: [UInt8], from start: VerifiedHeader, _ node: NodeClient
    ) async throws {
        let hash = Digest.of(batch)
        let tx: RPCTx = try await node.ask(
            "tx", #"{"hash":"\#(Base64.encode(hash.bytes))","prove":true}"#)
        #expect(tx.hash == hash.bytes && tx.transaction == batch)
        let next = try await verified(tx.height + 1, from: start, node)
        let header: RPCHeader = try await node.ask("header", #"{"height":"\#(tx.height)"}"#)
        let block = try verified(
            Verifier.verifyPrevious(
                try #require(header.header), before: next, options: options))

        let inclusion = try #require(tx.proof)
        let place = inclusion.verify(dataHash: block.header.dataHash, txHash: hash)
        let answer: RPCBlockResults = try await node.ask(
            "block_results", #"{"height":"\#(tx.height)"}"#)
        let results = answer.results.map(\.result)
        #expect(ExecTxResult.root(of: results).bytes == next.header.lastResultsHash)
        #expect(
            place == .proven(index: UInt64(tx.index), total: UInt64(results.count)))
        #expect(
            ResultProof(of: Int(tx.index), in: results)
                .isValid(lastResultsHash: next.header.lastResultsHash))
        #expect(answer.appHash == next.header.appHash)

        let data = try AcceptanceData(decoding: results[Int(tx.index)].data)
        let sent = try Batch(decoding: batch).header
        #expect(results[Int(tx.index)].code == LedgerCode.accepted.rawValue)
        #expect(data.last == sent.last && data.after == sent.after && data.root == sent.root)
    }

    /// Proves how far the ledger has the gateway's journal.
    private func head(
        _ link: ChainLink, from start: VerifiedHeader, _ node: NodeClient
    ) async throws {
        let key = Hex.encode([UInt8](DevGateway.uri.utf8))
        let answer: RPCABCIQuery = try await node.ask(
            "abci_query", #"{"path":"/head","data":"\#(key)","prove":true}"#)
        let step = try #require(answer.proof?.first)
        #expect(step.type == HeadProof.operation && step.key == [UInt8](DevGateway.uri.utf8))
        let proof = try HeadProof(value: answer.value, data: step.data)
        let next = try await verified(answer.height + 1, from: start, node)
        try proof.verify(gateway: DevGateway.uri, appHash: next.header.appHash)
        #expect(proof.head.link == link)
    }

    /// A header that is verified from the start in one step; waits until there is one.
    private func verified(
        _ height: Int64, from start: VerifiedHeader, _ node: NodeClient
    ) async throws -> VerifiedHeader {
        while try await node.ask("status", as: RPCStatus.self).sync.latest.height < height {
            try await Task.sleep(for: .milliseconds(5))
        }
        return try verified(
            Verifier.verify(
                try await node.lightBlock(height), trusted: start, options: options,
                now: .systemTime))
    }

    @Test(
        "blocks hold with votes missing, and whatever the powers are",
        arguments: [[Int64](repeating: 10, count: 4), [1], [100, 40, 30, 20, 10, 1], [2, 2, 2]])
    func missingVotes(powers: [Int64]) async throws {
        let gateway = try DevGateway()
        let settings = gateway.settings { settings in
            (settings.powers, settings.missingVotes) = (powers, 500)
        }
        let node = try DevNode(settings)
        var flags: Set<BlockIDFlag> = []
        var trusted = try verified(try await start(node))
        for _ in 0..<40 {
            let block = try #require(try await node.advance())
            flags.formUnion(block.commit.signatures.map(\.flag))
            let light = UnverifiedLightBlock(
                header: block.header, commit: block.commit,
                validators: ValidatorSet(validators: await node.validators(at: 1)),
                nextValidators: nil)
            trusted = try verified(
                Verifier.verify(light, trusted: trusted, options: options, now: .systemTime))
        }
        // Two of three equal validators are no more than two thirds: every one is needed.
        let canMiss = powers.count > 3
        #expect(flags == (canMiss ? [.commit, .absent, .nil] : [.commit]))
    }

    private func start(_ node: DevNode) async throws -> Verdict {
        let block = try #require(await node.block(1))
        let light = UnverifiedLightBlock(
            header: block.header, commit: block.commit,
            validators: ValidatorSet(validators: await node.validators(at: 1)), nextValidators: nil)
        let anchor = Anchor(height: 1, hash: try #require(Digest(block.hash)))
        return Verifier.start(light, at: anchor, options: options, now: .systemTime)
    }
}
