import Evidence
import IntakeLedger
import LightClients
import Synchronization
import TestKit
import Testing
import Threads
import Wire

@Suite("Signatures of a block, checked in any order and on any number of cores")
struct SignatureCoresTests {
    /// Ways to go through signatures; each finds the first bad one.
    private static let checkers = [
        SignatureChecker.oneByOne,
        SignatureChecker { count, isGood in
            (0..<count).reversed().filter { !isGood($0) }.min()
        },
        SignatureChecker { Cores.firstFailure(among: $0, $1) },
    ]

    @Test(
        "make the same results, the same state and the same proposals, with bad ones among them",
        arguments: 1...4)
    func same(seed: UInt64) throws {
        var traffic = try LedgerTraffic(seed: seed)
        var random = SeededGenerator(seed: seed)
        var ledgers = Self.checkers.map { checker in
            var ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
            ledger.checker = checker
            return ledger
        }
        for height in Int64(1)...12 {
            var block = try traffic.block()
            // A copy with a bad byte, before or behind the good one.
            if let victim = block.randomElement(using: &random), victim.count > 200 {
                var bad = victim
                bad[.random(in: 100..<bad.count, using: &random)] ^= 1
                block.insert(bad, at: .random(in: 0...block.count, using: &random))
            }
            let proposals = ledgers.map { $0.prepareProposal(block, height: height) }
            #expect(Set(proposals).count == 1)
            #expect(Set(ledgers.map { $0.acceptsProposal(block, height: height) }).count == 1)
            #expect(ledgers.allSatisfy { $0.acceptsProposal(proposals[0], height: height) })
            // One has seen the block before, one nothing of it.
            ledgers[2].look(at: block)
            var results: Set<[LedgerResult]> = []
            for place in ledgers.indices {
                let outcome = ledgers[place].finalizeBlock(height: height, transactions: block)
                results.insert(outcome.results)
            }
            #expect(results.count == 1)
            #expect(Set(ledgers.map(\.appHash)).count == 1)
        }
    }

    @Test("every entry of a block of new batches is checked once, by the checker")
    func once() throws {
        var traffic = try LedgerTraffic(seed: 5)
        let block = try (0..<3).map { try traffic.batch(of: $0, entries: 20) }
        let asked = Mutex<[Int]>([])
        var ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
        ledger.checker = SignatureChecker { count, isGood in
            asked.withLock { $0.append(count) }
            return (0..<count).first { !isGood($0) }
        }
        ledger.look(at: block)
        // The batches themselves, then what is in them.
        #expect(asked.withLock { $0 } == [3, 60])
        #expect(ledger.acceptsProposal(block, height: 1))
        let outcome = ledger.finalizeBlock(height: 1, transactions: block)
        #expect(outcome.results.map(\.code) == [.accepted, .accepted, .accepted])
        // Nothing was checked again.
        #expect(asked.withLock { $0.filter { $0 > 3 } } == [60])
    }
}
