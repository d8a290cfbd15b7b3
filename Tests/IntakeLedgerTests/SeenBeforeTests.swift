import Evidence
import Testing
import Wire

@testable import IntakeLedger

/// What a node saw before a block must not show in the block's results.
@Suite("Nodes that heard different things before a block")
struct SeenBeforeTests {
    /// A ledger in which entries 1 to 4 of a gateway are recorded, after block 1.
    private static func prepared() throws -> (IntakeLedger, TestGateway) {
        try LedgerCodeTests.prepared()
    }

    /// A batch of digests alone after entry 4.
    private static func digests(_ gateway: TestGateway, _ digests: [Digest]) throws -> [UInt8] {
        try BatchForge(
            gateway: gateway.uri, key: gateway.key, before: gateway.link(4),
            items: digests.map(\.bytes)
        ).bytes()
    }

    @Test("a correction of an entry that only some of them expected is judged the same by all")
    func otherBefore() throws {
        var (ledger, gateway) = try Self.prepared()
        // Entry 6 is the same in both, so what follows it follows either.
        let (expected, recorded, sixth) = (Digest.of([1]), Digest.of([2]), Digest.of([3]))
        let first = try Self.digests(gateway, [expected, sixth])
        let other = try Self.digests(gateway, [recorded, sixth])
        let correction = try gateway.entry(
            SaidLater.correction(5, expected), after: ChainLink(seq: 6, digest: sixth))
        let batch = try BatchForge(
            gateway: gateway.uri, key: gateway.key,
            before: ChainLink(seq: 6, digest: sixth), items: [correction.bytes]
        ).bytes()

        var replaying = ledger
        #expect(ledger.checkTx(first, height: 2).code == .accepted)
        #expect(ledger.checkTx(batch, height: 2).code == .accepted)
        for (block, code) in [(other, LedgerCode.accepted), (batch, .contentRefused)] {
            let heard = ledger.finalizeBlock(height: ledger.next, transactions: [block])
            let alone = replaying.finalizeBlock(height: replaying.next, transactions: [block])
            #expect(heard.results == alone.results)
            #expect(heard.results.map(\.code) == [code])
            #expect(ledger.appHash == replaying.appHash)
            #expect(ledger.checkTx(batch, height: ledger.next).code == .contentRefused)
        }
        #expect(!ledger.acceptsProposal([batch], height: ledger.next))
    }
}
