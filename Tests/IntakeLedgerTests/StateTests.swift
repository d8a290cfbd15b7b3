import Evidence
import TestKit
import Testing
import Wire

@testable import IntakeLedger

@Suite("The ledger's state")
struct StateTests {
    private static let seeds = Array(UInt64(1)...12)

    /// Batches of three gateways, overlapping, whole and as digests, with some lies among them.
    private func batches(
        _ gateways: inout [TestGateway], using generator: inout SeededGenerator
    ) throws -> [[UInt8]] {
        var batches: [[UInt8]] = []
        for place in gateways.indices {
            let count = gateways[place].entries.count
            var first = 1
            while first <= count {
                let last = min(count, first + Int.random(in: 0...3, using: &generator))
                batches.append(try gateways[place].batch(first...last))
                let back = Int.random(in: 1...first, using: &generator)
                let whole = back...min(count, last + 1)
                batches.append(try gateways[place].batch(whole, digests: [back]))
                first = last + 1
            }
            var fork = gateways[place].forge(2...2)
            fork.items = [Digest.of([UInt8(place)]).bytes]
            batches.append(try fork.bytes())
        }
        return batches
    }

    private func ledger(_ gateways: [TestGateway]) -> IntakeLedger {
        IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(gateways: gateways.map { $0.registration() }))
    }

    @Test("any order and repetition of batches ends with the same journals", arguments: seeds)
    func anyOrder(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var gateways = [
            try TestGateway("quay"), try TestGateway("mill"), try TestGateway("farm"),
        ]
        for place in gateways.indices {
            try gateways[place].write(Int.random(in: 2...9, using: &generator))
        }
        let batches = try batches(&gateways, using: &generator)
        var (ledger, twin) = (ledger(gateways), ledger(gateways))
        var logs: [UInt64] = []
        // The first two entries of each are recorded, so that the fork of entry 2 comes too late.
        let start = try gateways.indices.map { try gateways[$0].batch(1...2) }
        for round in Int64(1)...12 {
            var block = (batches + batches).shuffled(using: &generator)
            block = Array(block.prefix(Int.random(in: 0...block.count, using: &generator)))
            if round == 1 { block = start }
            if round > 6 { block = ledger.prepareProposal(batches, height: round) }
            let results = ledger.finalizeBlock(height: round, transactions: block).results
            // The twin saw nothing of the mempool and gets the same blocks.
            #expect(twin.finalizeBlock(height: round, transactions: block).results == results)
            #expect(twin.appHash == ledger.appHash)
            for batch in batches.shuffled(using: &generator) {
                _ = ledger.checkTx(batch, height: round + 1)
            }
            logs.append(ledger.snapshots.newest?.roots.log.count ?? 0)
        }
        for gateway in gateways {
            #expect(ledger.head(of: gateway.uri) == gateway.link(gateway.entries.count))
        }
        #expect(logs == logs.sorted())
        #expect(Int(logs[11]) == gateways.map(\.entries.count).reduce(0, +), "seed \(seed)")
    }

    @Test("every accepted batch changes the hash, and nothing else does")
    func hashChanges() throws {
        var gateways = [try TestGateway("quay")]
        try gateways[0].write(4)
        var ledger = ledger(gateways)
        var hashes: Set<Digest> = [ledger.appHash]
        for height in Int64(1)...4 {
            let batch = try gateways[0].batch(Int(height)...Int(height))
            _ = ledger.finalizeBlock(height: height, transactions: [batch, batch])
            #expect(hashes.insert(ledger.appHash).inserted)
        }
        let last = ledger.appHash
        let again = try gateways[0].batch(1...4)
        _ = ledger.finalizeBlock(height: 5, transactions: [again, [1, 2, 3]])
        #expect(ledger.appHash == last)
    }

    // The values were computed apart from this code, with hashlib and a CBOR writer of ten lines.
    @Test("the hash is the same on every machine and in every version")
    func golden() throws {
        var gateways = [try TestGateway("quay"), try TestGateway("mill", seed: 2)]
        for place in gateways.indices { try gateways[place].write(5) }
        let genesis = LedgerGenesis(
            gateways: [gateways[0].registration(), gateways[1].registration(.suspended)])
        var ledger = IntakeLedger(chainID: "test-1", genesis: genesis)
        #expect(
            ledger.appHash.description
                == "713452a90f0e9fc6dc87c1080b945d2d59e6e89fa3e6a8ff7e312f01d1037325")
        #expect(
            genesis.schema.digest.description
                == "d533b216d4f25611cfceec63902004286d9c42e15181fa8113f4de5380dca7e4")
        // Signatures may differ from one library to another; digests are what counts here.
        var forge = gateways[0].forge(1...3)
        forge.items = [1, 2, 3].map { Digest.of([$0]).bytes }
        _ = ledger.finalizeBlock(height: 1, transactions: [try forge.bytes()])
        #expect(ledger.head(of: gateways[0].uri)?.seq == 3)
        #expect(
            ledger.appHash.description
                == "54f9a30b965ee7d720540a012829565cc16ee9a6869892f3afc866a82a7b6809")
    }
}
