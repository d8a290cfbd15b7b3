import Evidence
import Testing
import Wire

@testable import IntakeLedger

@Suite("Batches on their way into a block")
struct MempoolTests {
    private func site(_ entries: Int) throws -> (IntakeLedger, TestGateway) {
        var gateway = try TestGateway("quay")
        try gateway.write(entries)
        return (
            IntakeLedger(
                chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()])),
            gateway
        )
    }

    @Test("several batches may be in flight when they come in order")
    func inFlight() throws {
        var (ledger, gateway) = try site(9)
        let batches = [
            try gateway.batch(1...3), try gateway.batch(4...6), try gateway.batch(7...9),
        ]
        for batch in batches { #expect(ledger.checkTx(batch, height: 1).code == .accepted) }
        let results = ledger.finalizeBlock(height: 1, transactions: batches).results
        #expect(results.map(\.code) == [.accepted, .accepted, .accepted])
    }

    @Test("one that comes too early is a gap until the one before it is there")
    func early() throws {
        var (ledger, gateway) = try site(6)
        let (first, second) = (try gateway.batch(1...3), try gateway.batch(4...6))
        #expect(ledger.checkTx(second, height: 1).code == .gap)
        #expect(ledger.checkTx(first, height: 1).code == .accepted)
        #expect(ledger.checkTx(second, height: 1).code == .accepted)
    }

    @Test("what waits is forgotten with a block, and checked anew")
    func recheck() throws {
        var (ledger, gateway) = try site(6)
        let (first, second) = (try gateway.batch(1...3), try gateway.batch(4...6))
        #expect(ledger.checkTx(first, height: 1).code == .accepted)
        #expect(ledger.checkTx(second, height: 1).code == .accepted)
        _ = ledger.finalizeBlock(height: 1, transactions: [])
        #expect(ledger.checkTx(second, height: 2).code == .gap)
    }

    @Test("other bytes with the same entries may wait beside the first, another journal may not")
    func beside() throws {
        var (ledger, gateway) = try site(4)
        #expect(ledger.checkTx(try gateway.batch(1...3), height: 1).code == .accepted)
        let again = try gateway.batch(1...3, digests: [2])
        #expect(ledger.checkTx(again, height: 1).code == .accepted)
        let longer = try gateway.batch(2...4)
        #expect(ledger.checkTx(longer, height: 1).code == .accepted)
        var fork = gateway.forge(2...2)
        fork.items = [Digest.of([1]).bytes]
        #expect(ledger.checkTx(try fork.bytes(), height: 1).code == .fork)

        let results = ledger.finalizeBlock(
            height: 1, transactions: [try gateway.batch(1...3), again, longer]
        ).results
        #expect(results.map(\.code) == [.accepted, .alreadyRecorded, .accepted])
        #expect(ledger.head(of: gateway.uri) == gateway.link(4))
    }

    @Test("a proposal is in order, without what cannot be settled, and not too long")
    func proposal() throws {
        var gateways = [try TestGateway("quay"), try TestGateway("mill")]
        for place in gateways.indices { try gateways[place].write(6) }
        let ledger = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: gateways.map { $0.registration() }))
        let quay = [try gateways[0].batch(1...2), try gateways[0].batch(3...6)]
        let mill = [try gateways[1].batch(1...2), try gateways[1].batch(3...4)]
        let late = try gateways[1].batch(6...6)
        let expired = try gateways[0].batch(1...2, validUntil: 1)
        let mixed = [quay[1], [1, 2, 3], mill[1], expired, late, quay[0], mill[0]]
        let proposal = ledger.prepareProposal(mixed, height: 2)
        #expect(proposal == mill + quay)

        var copy = ledger
        _ = copy.finalizeBlock(height: 1, transactions: [])
        let results = copy.finalizeBlock(height: 2, transactions: proposal).results
        #expect(results.map(\.code) == [.accepted, .accepted, .accepted, .accepted])

        let room = mill.reduce(0) { $0 + 1 + ProtobufWriter.delimited($1).count }
        #expect(ledger.prepareProposal(mixed, height: 2, maximumBytes: room) == mill)
        #expect(
            ledger.prepareProposal(mixed, height: 2, maximumBytes: room - 1) == [mill[0]])
    }
}
