import Evidence
import IntakeLedger
import LightClients
import Testing
import Wire

@testable import SiteLab

@Suite("Transactions on a dev chain")
struct DevChainMempoolTests {
    private func refusal(_ node: DevNode, _ transaction: [UInt8]) async -> String? {
        do {
            _ = try await node.submit(transaction)
            return nil
        } catch {
            #expect(error.code == -32603 && error.message == "Internal error")
            return error.data
        }
    }

    @Test("what was seen is not taken twice, in the pool or in a block")
    func duplicates() async throws {
        var gateway = try DevGateway()
        let batch = try gateway.batch(2)
        let node = try DevNode(gateway.settings())
        #expect(try await node.submit(batch).code == 0)
        #expect(await refusal(node, batch) == "tx already exists in cache")
        #expect(await node.place(of: .of(batch))?.index == nil)
        let block = try #require(try await node.advance())
        #expect(block.transactions == [batch])
        #expect(await node.place(of: .of(batch))?.block.header.height == 2)
        #expect(await refusal(node, batch) == "tx already exists in cache")
    }

    @Test("what the ledger refuses is told with its code, and may come again")
    func refused() async throws {
        var gateway = try DevGateway()
        let (first, second) = (try gateway.batch(2), try gateway.batch(2))
        let node = try DevNode(gateway.settings())
        for _ in 0..<2 {
            let early = try await node.submit(second)
            #expect(early.code == LedgerCode.gap.rawValue && !early.log.isEmpty)
            #expect(early.hash == Digest.of(second).bytes)
        }
        #expect(try await node.submit(first).code == 0)
        #expect(try await node.submit(second).code == 0)
        #expect(try await node.advance()?.results.map(\.result.code) == [0, 0])
    }

    @Test("recorded entries in other bytes get into a block once more, to be proven")
    func again() async throws {
        var gateway = try DevGateway()
        let batch = try gateway.batch(2)
        let node = try DevNode(gateway.settings { $0.createsEmptyBlocks = false })
        _ = try await node.submit(batch)
        _ = try await node.advance()
        let again = try gateway.batch(after: .start)
        #expect(again != batch)
        #expect(try await node.submit(again).code == 0)
        let block = try #require(try await node.advance())
        #expect(block.results.map(\.result.code) == [LedgerCode.alreadyRecorded.rawValue])
        #expect(block.results[0].result.data.isEmpty == false)
    }

    @Test("what no longer holds after a block waits no more, and may come again")
    func recheck() throws {
        var pool = Mempool(DevChainSettings.Limits())
        for number in UInt8(1)...4 {
            try pool.admit([number])
            pool.append([number])
        }
        var asked: [[UInt8]] = []
        pool.update([(transaction: [1], code: 0), (transaction: [2], code: 1)]) { left in
            asked.append(left)
            return left == [4]
        }
        #expect(asked == [[3], [4]] && pool.transactions == [[4]])
        // A success stays in the cache; what failed in the block or since may be sent again.
        #expect(throws: RPCError.self) { try pool.admit([1]) }
        #expect(throws: RPCError.self) { try pool.admit([4]) }
        try pool.admit([2])
        try pool.admit([3])
    }

    @Test("a full pool says how full it is, and takes again after a block")
    func full() async throws {
        var gateway = try DevGateway()
        let batch = try gateway.batch(1, validUntil: 2)
        let node = try DevNode(gateway.settings { $0.limits.waitingTransactions = 1 })
        _ = try await node.submit(batch)
        #expect(
            await refusal(node, [1])
                == "mempool is full: number of txs 1 (max: 1), total txs bytes "
                + "\(batch.count) (max: 1073741824)")
        _ = try await node.advance()
        let late = try gateway.batch(1, validUntil: 2)
        #expect(try await node.submit(late).code == LedgerCode.expired.rawValue)
    }

    @Test("sizes are held against the node's limits")
    func limits() async throws {
        let settings = try DevGateway().settings { settings in
            (settings.limits.transactionBytes, settings.limits.waitingBytes) = (100, 1_000)
        }
        let node = try DevNode(settings)
        let long = [UInt8](repeating: 0, count: 101)
        #expect(await refusal(node, long) == "Tx too large. Max size is 100, but got 101")
        let longer = [UInt8](repeating: 0, count: 1_001)
        #expect(
            await refusal(node, longer)
                == "mempool is full: number of txs 0 (max: 5000), total txs bytes 0 (max: 1000)")
        #expect(try await node.submit([]).code == LedgerCode.malformed.rawValue)
    }

    @Test("the cache forgets the oldest first")
    func cache() throws {
        var limits = DevChainSettings.Limits()
        limits.rememberedTransactions = 3
        var pool = Mempool(limits)
        for number in UInt8(0)..<4 { try pool.admit([number]) }
        #expect(throws: RPCError.self) { try pool.admit([3]) }
        try pool.admit([0])
        #expect(throws: RPCError.self) { try pool.admit([2]) }
        pool.forget([2])
        try pool.admit([2])
        for round in 0..<50 {
            pool.forget([UInt8(round % 2)])
            _ = try? pool.admit([UInt8(round % 2)])  // whether it was still there does not matter
        }
        #expect(throws: RPCError.self) { try pool.admit([1]) }
    }

    @Test("without empty blocks there is one for transactions, and one that proves them")
    func noEmptyBlocks() async throws {
        var gateway = try DevGateway()
        let node = try DevNode(gateway.settings { $0.createsEmptyBlocks = false })
        #expect(try await node.advance()?.header == nil)
        _ = try await node.submit(try gateway.batch(2))
        let block = try #require(try await node.advance())
        let proof = try #require(try await node.advance())
        #expect(proof.transactions.isEmpty && proof.header.height == 3)
        #expect(block.header.appHash != proof.header.appHash)
        #expect(block.appHash == proof.header.appHash)
        #expect(
            proof.header.lastResultsHash == ExecTxResult.root(of: block.results.map(\.result)).bytes
        )
        #expect(try await node.advance()?.header == nil)
    }
}
