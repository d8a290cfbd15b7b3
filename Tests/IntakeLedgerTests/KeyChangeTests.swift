import Evidence
import Testing
import Wire

@testable import IntakeLedger

@Suite("A gateway changes its key")
struct KeyChangeTests {
    /// Entries 1 to 3 by the first key, 4 the change, 5 and 6 by the second.
    private struct Site {
        var ledger: IntakeLedger
        var gateway: TestGateway
        let second: SigningKey
    }

    private func site() throws -> Site {
        let second = try SigningKey(seed: [UInt8](repeating: 2, count: 32))
        var gateway = try TestGateway("quay")
        try gateway.write(3)
        try gateway.change(to: second)
        try gateway.write(2)
        return Site(
            ledger: IntakeLedger(
                chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()])),
            gateway: gateway, second: second)
    }

    @Test("and the ledger goes on with the new one, which nobody had to register")
    func followed() throws {
        var site = try site()
        let (first, last) = (try site.gateway.batch(1...4), try site.gateway.batch(5...6))
        #expect(
            site.ledger.finalizeBlock(height: 1, transactions: [first]).results[0].code == .accepted
        )
        let before = site.ledger.appHash
        #expect(
            site.ledger.finalizeBlock(height: 2, transactions: [last]).results[0].code == .accepted)
        #expect(site.ledger.registry[site.gateway.uri]?.key == site.second.publicKey)
        #expect(site.ledger.appHash != before)
    }

    @Test("while both batches wait, and in one block as well")
    func pending() throws {
        var site = try site()
        let batches = [try site.gateway.batch(1...4), try site.gateway.batch(5...6)]
        // The second one means nothing before the change is there.
        #expect(site.ledger.checkTx(batches[1], height: 1).code == .badBatchSignature)
        for batch in batches { #expect(site.ledger.checkTx(batch, height: 1).code == .accepted) }
        let proposal = site.ledger.prepareProposal(batches.reversed(), height: 1)
        #expect(proposal == batches)
        #expect(site.ledger.acceptsProposal(proposal, height: 1))
        let results = site.ledger.finalizeBlock(height: 1, transactions: proposal).results
        #expect(results.map(\.code) == [.accepted, .accepted])
    }

    @Test("the old key says nothing new any more, and what it said may be asked for again")
    func old() throws {
        var site = try site()
        let first = try site.gateway.batch(1...4)
        _ = site.ledger.finalizeBlock(height: 1, transactions: [first])
        var old = try TestGateway("quay")
        try old.write(3)
        #expect(try old.batch(1...3) != first)
        #expect(site.ledger.checkTx(try old.batch(1...3), height: 2).code == .alreadyRecorded)
        #expect(site.ledger.checkTx(first, height: 2).code == .alreadyRecorded)
        let usurped = try site.gateway.batch(5...6, key: site.gateway.firstKey)
        #expect(site.ledger.checkTx(usurped, height: 2).code == .badBatchSignature)
    }

    @Test("the old key cannot make a liar of its gateway: it shows no fork of what it signed")
    func leaked() throws {
        var site = try site()
        _ = site.ledger.finalizeBlock(height: 1, transactions: [try site.gateway.batch(1...4)])
        let before = site.ledger.appHash
        var forge = site.gateway.forge(2...2)
        forge.items = [Digest.of([1]).bytes]
        let (fork, height) = (try forge.bytes(), site.ledger.next)
        #expect(site.ledger.checkTx(fork, height: height).code == .badBatchSignature)
        #expect(site.ledger.prepareProposal([fork], height: height).isEmpty)
        #expect(!site.ledger.acceptsProposal([fork], height: height))
        let results = site.ledger.finalizeBlock(height: height, transactions: [fork]).results
        #expect(results.map(\.code) == [.badBatchSignature])
        #expect(site.ledger.appHash == before)
        // By the key that is registered it is evidence.
        forge.key = site.second
        let own = site.ledger.finalizeBlock(height: 3, transactions: [try forge.bytes()]).results
        #expect(own.map(\.code) == [.fork])
        #expect(site.ledger.registry.policy.forks[site.gateway.uri] != nil)
    }

    @Test("a key that the authorities give ends what the keys before could do")
    func givenAnother() throws {
        var site = try site()
        let first = try site.gateway.batch(1...4)
        _ = site.ledger.finalizeBlock(height: 1, transactions: [first])
        let fresh = try SigningKey(seed: [UInt8](repeating: 8, count: 32))
        var registry = site.ledger.registry
        #expect(registry.apply(.rekey(gateway: site.gateway.uri, fresh.publicKey)) == nil)
        #expect(registry[site.gateway.uri]?.earlier == [])
        site.ledger.take(registry)
        #expect(site.ledger.checkTx(first, height: 2).code == .badBatchSignature)
        // The new key may ask for the same again.
        let again = try site.gateway.batch(1...4, key: fresh)
        #expect(site.ledger.checkTx(again, height: 2).code == .alreadyRecorded)
    }

    @Test("it ends its batch: one that goes on after it is refused for that entry")
    func middle() throws {
        var site = try site()
        let whole = try site.gateway.batch(1...5, key: site.gateway.firstKey)
        let refused = site.ledger.checkTx(whole, height: 1)
        // Entry 5 is the new key's: a batch has one signer.
        #expect(refused.code == .badEntrySignature)
        var same = try TestGateway("quay")
        try same.write(
            .key(try KeyBody(gateway: same.uri, from: same.key.publicKey, to: site.second)))
        try same.write(1)
        #expect(site.ledger.checkTx(try same.batch(1...2), height: 1).code == .contentRefused)
    }

    @Test("and the state that is kept knows the keys before")
    func kept() throws {
        var site = try site()
        let first = try site.gateway.batch(1...4)
        _ = site.ledger.finalizeBlock(height: 1, transactions: [first])
        let entries = site.gateway.entries.prefix(4)
        var restored = try IntakeLedger(restoring: site.ledger.stateBytes) { take in
            for entry in entries { try take(RecordedEntry(entry, height: 1)) }
        }
        #expect(restored.appHash == site.ledger.appHash)
        #expect(restored.checkTx(first, height: 2).code == .alreadyRecorded)
        #expect(restored.checkTx(try site.gateway.batch(5...6), height: 2).code == .accepted)
    }

    @Test("by a key that the authorities gave it, what the lost one signed travels as digests")
    func lost() throws {
        var site = try site()
        let fresh = try SigningKey(seed: [UInt8](repeating: 8, count: 32))
        var registry = site.ledger.registry
        #expect(registry.apply(.rekey(gateway: site.gateway.uri, fresh.publicKey)) == nil)
        site.ledger.take(registry)
        let whole = try site.gateway.batch(1...3, key: fresh)
        #expect(site.ledger.checkTx(whole, height: 1).code == .badEntrySignature)
        let digests = try site.gateway.batch(1...3, digests: [1, 2, 3], key: fresh)
        #expect(site.ledger.checkTx(digests, height: 1).code == .accepted)
    }
}
