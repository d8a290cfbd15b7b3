import Evidence
import Intake
import Testing
import Wire

@testable import IntakeLedger

@Suite("How much the ledger takes")
struct LimitTests {
    private static func site(_ name: String = "quay") throws -> (IntakeLedger, TestGateway) {
        let gateway = try TestGateway(name)
        return (
            IntakeLedger(
                chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()])),
            gateway
        )
    }

    /// Digests of entries that nobody has, from a number on.
    private static func digests(_ range: ClosedRange<Int>) -> [Digest] {
        range.map { .of([UInt8]("\($0)".utf8)) }
    }

    /// A batch of such digests, signed by the gateway.
    private static func batch(_ gateway: TestGateway, _ range: ClosedRange<Int>) throws -> [UInt8] {
        let before = range.lowerBound - 1
        return try BatchForge(
            gateway: gateway.uri, key: gateway.key,
            before: before == 0
                ? .start
                : ChainLink(seq: UInt64(before), digest: digests(before...before)[0]),
            items: digests(range).map(\.bytes)
        ).bytes()
    }

    @Test("the longest entry that a gateway writes travels whole, a longer one as its digest")
    func entryLength() throws {
        var (ledger, gateway) = try Self.site()
        let loads = try (1...OutgoingBody.maximumLoads).map { number in
            try gateway.write(.weighIn(WeighInBody(visit: [UInt8](repeating: 1, count: 16))))
            return EntryReference(seq: UInt64(number), digest: gateway.link(number).digest)
        }
        let body = try OutgoingBody(
            visit: SaidLater.visit, weighIn: .zero,
            code: WasteCode(scheme: "EWC", listVersion: "2014", code: "19 12 12"),
            net: .kilograms(20_000), destination: String(repeating: "p", count: 100),
            purpose: "R1", loads: loads,
            documents: (0..<OutgoingBody.maximumDocuments).map { .of([UInt8($0)]) })
        try gateway.write(.outgoing(body))
        let whole = try #require(gateway.entries.last)
        #expect((20_000...LedgerLimits.entryBytes).contains(whole.bytes.count))
        let results = ledger.finalizeBlock(
            height: 1, transactions: [try gateway.batch(1...501)]
        ).results
        #expect(results.map(\.code) == [.accepted])

        let subject = String(repeating: "s", count: LedgerLimits.entryBytes)
        try gateway.write(.event(EventBody(code: .zero, subject: subject, value: 1)))
        let long = try gateway.batch(502...502)
        let result = ledger.finalizeBlock(height: 2, transactions: [long]).results[0]
        #expect(result.code == .contentRefused, "\(result.log)")
        #expect(try CBOR(decoding: result.data) == .array([.text(gateway.uri), 502]))
        let digest = try gateway.batch(502...502, digests: [502])
        #expect(
            ledger.finalizeBlock(height: 3, transactions: [digest]).results[0].code == .accepted)
    }

    @Test("a batch of 5,000 entries, and none of more")
    func batchLength() throws {
        let (ledger, gateway) = try Self.site()
        for (count, code) in [(5_000, LedgerCode.accepted), (5_001, .tooLarge)] {
            var copy = ledger
            let batch = try Self.batch(gateway, 1...count)
            #expect(copy.checkTx(batch, height: 1).code == code)
            #expect(copy.finalizeBlock(height: 1, transactions: [batch]).results[0].code == code)
        }
    }

    @Test("20,000 entries of one gateway in a block, and the rest with the next, at every node")
    func blockLength() throws {
        let gateways = [try TestGateway("quay"), try TestGateway("mill")]
        var ledger = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: gateways.map { $0.registration() }))
        let batches = try (0..<5).map {
            try Self.batch(gateways[0], ($0 * 4_500 + 1)...($0 * 4_500 + 4_500))
        }
        let other = try Self.batch(gateways[1], 1...4_500)
        var replaying = ledger
        let codes = [LedgerCode](repeating: .accepted, count: 4) + [.tooMany, .accepted]
        #expect((batches + [other]).map { ledger.checkTx($0, height: 1).code } == codes)
        let proposal = ledger.prepareProposal(batches + [other], height: 1)
        #expect(proposal == [other] + batches[..<4])
        #expect(ledger.acceptsProposal(proposal, height: 1))
        #expect(!ledger.acceptsProposal(batches, height: 1))
        // Whoever proposes it all the same.
        let outcome = ledger.finalizeBlock(height: 1, transactions: batches + [other])
        #expect(outcome.results.map(\.code) == codes)
        #expect(
            replaying.finalizeBlock(height: 1, transactions: batches + [other]).results
                == outcome.results)
        #expect(replaying.appHash == ledger.appHash)
        #expect(ledger.checkTx(batches[4], height: 2).code == .accepted)
        #expect(
            ledger.finalizeBlock(height: 2, transactions: [batches[4]]).results[0].code
                == .accepted)
        #expect(ledger.head(of: gateways[0].uri)?.seq == 22_500)
    }

    @Test("what no block makes good is read and checked once, however often it is sent")
    func refusedOnce() throws {
        var (ledger, gateway) = try Self.site()
        try gateway.write(3)
        var entry = EntryForge(after: gateway)
        entry.key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
        var forge = gateway.forge(1...3)
        forge.items.append(try entry.bytes())
        forge.last = 4
        let batch = try forge.bytes()
        let result = ledger.checkTx(batch, height: 1)
        #expect(result.code == .badEntrySignature)
        #expect(ledger.seen.refused[.of(batch)] == result)
        #expect(ledger.seen.bytes == 0)
        #expect(ledger.checkTx(batch, height: 1) == result)
        // What another block, or another decision, may make good is looked at again.
        for later in [try gateway.batch(2...3), try gateway.batch(1...3, validUntil: 5)] {
            _ = ledger.checkTx(later, height: 9)
            #expect(ledger.seen.refused[.of(later)] == nil)
        }
        ledger.take(ledger.registry)
        #expect(ledger.seen.refused.isEmpty)
    }

    @Test("what is in a block is forgotten with all that it took")
    func forgotten() throws {
        var (ledger, gateway) = try Self.site()
        try gateway.write(6)
        let batches = [try gateway.batch(1...3), try gateway.batch(4...6)]
        for batch in batches { #expect(ledger.checkTx(batch, height: 1).code == .accepted) }
        // More than on the wire: what was read stands beside it.
        #expect(ledger.seen.bytes > 2 * batches.reduce(0) { $0 + $1.count })
        _ = ledger.finalizeBlock(height: 1, transactions: [batches[0]])
        let half = ledger.seen.bytes
        #expect(half > 0)
        _ = ledger.finalizeBlock(height: 2, transactions: [batches[1], [1, 2, 3]])
        #expect(ledger.seen.bytes == 0)
    }
}
