import Foundation
import IntakeLedger
import LedgerServer
import Synchronization
import TestKit
import Testing
import Wire

/// What a node had asked and heard when its application was killed.
private final class Heard: Sendable {
    private let heights = Mutex<(asked: Int64, told: Int64)>((0, 0))

    /// The last block of which Commit was sent, and the last one of which it was answered.
    var committed: (asked: Int64, told: Int64) { heights.withLock { $0 } }

    func asks(_ height: Int64) { heights.withLock { $0.asked = height } }
    func told(_ height: Int64) { heights.withLock { $0.told = height } }
}

@Suite("A ledger node that is killed while it works", .timeLimit(.minutes(2)))
struct NodeKillTests {
    /// Where the kill falls.
    private enum Moment: CaseIterable {
        /// At any time while blocks go through, with questions and checks outstanding.
        case anyTime
        /// After a block was sent to be executed, before its answer.
        case finalizing
        /// After Commit was sent, before its answer.
        case committing
    }

    private struct Chain: Sendable {
        let genesis: [UInt8]
        let blocks: [[[UInt8]]]
        /// The app hash after each block, from a ledger that nobody killed.
        let hashes: [[UInt8]]
    }

    private static func chain(_ count: Int) throws -> Chain {
        var traffic = try LedgerTraffic(seed: 31)
        var reference = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
        var hashes: [[UInt8]] = []
        let blocks = try (0..<count).map { number in
            // Large ones, so that a kill falls into them.
            var block = try traffic.block()
            block.append(try traffic.batch(of: number % 3, entries: 30))
            _ = reference.finalizeBlock(height: reference.next, transactions: block)
            hashes.append(reference.appHash.bytes)
            return block
        }
        return Chain(genesis: traffic.genesis.json, blocks: blocks, hashes: hashes)
    }

    @Test("comes back at the block it had made durable, with its hash, and goes on")
    func killed() async throws {
        let chain = try Self.chain(120)
        let folder = try TemporaryDirectory()
        var random = SeededGenerator(seed: 17)
        var height: Int64 = 0
        for round in 0..<15 {
            let moment = Moment.allCases[round % 3]
            let node = try await RunningNode(over: folder.path)
            defer { node.program.destroy() }
            let (address, start) = (node.address, height)
            let found = try await onThread { try Self.begin(address, chain, known: start) }
            let heard = Heard()
            heard.asks(found)
            heard.told(found)
            let blocks = Int64.random(in: 1...4, using: &random)
            let pause = Int.random(in: 0...(moment == .anyTime ? 90_000 : 9_000), using: &random)
            try await onThread {
                Self.play(chain, to: address, from: found + 1, moment, blocks, heard) {
                    usleep(UInt32(pause))
                    node.program.destroy()
                }
            }
            try await node.kill()
            height = heard.committed.told
            #expect(heard.committed.asked - height <= 1)
        }
        // Whatever is left goes through, and ends in the same state.
        let node = try await RunningNode(over: folder.path)
        defer { node.program.destroy() }
        let (address, start) = (node.address, height)
        let end = try await onThread {
            let found = try Self.begin(address, chain, known: start)
            let driver = try NodeDriver(address)
            for height in (found + 1)...(found + 3) {
                let answer = try driver.finalize(
                    chain.blocks[Int(height) - 1], height: height)
                guard answer.appHash == chain.hashes[Int(height) - 1] else {
                    throw Trouble("another hash at \(height)")
                }
                try driver.commit()
            }
            return found + 3
        }
        #expect(end > 15)
        try await node.kill()
    }

    /// Asks where the application is: what it said was durable is there, and at most one block more.
    private static func begin(
        _ address: ABCIServer.Address, _ chain: Chain, known: Int64
    ) throws -> Int64 {
        let node = try NodeDriver(address)
        let info = try node.info()
        let height = info.lastBlockHeight
        guard (known...known + 1).contains(height) else {
            throw Trouble("block \(height), and \(known) was durable")
        }
        if height == 0 {
            try node.initChain(chain.genesis, chainID: NodeSite.chainID)
        } else if info.lastBlockAppHash != chain.hashes[Int(height) - 1] {
            throw Trouble("another hash after block \(height)")
        }
        return height
    }

    /// Plays blocks until the application is gone; `kill` is called from a thread of its own, or at the
    /// moment that the round is about.
    private static func play(
        _ chain: Chain, to address: ABCIServer.Address, from first: Int64, _ moment: Moment,
        _ blocks: Int64, _ heard: Heard, kill: @escaping @Sendable () -> Void
    ) {
        do {
            let node = try NodeDriver(address)
            if moment == .anyTime { Thread.detachNewThread(kill) }
            for height in first...Int64(chain.blocks.count) {
                let block = chain.blocks[Int(height) - 1]
                let isLast = moment != .anyTime && height == first + blocks
                // Outstanding on the other connections, and never read.
                node.mempool.send(block.map { .checkTx(ABCICheckTx.Question($0)) })
                node.query.send([.info(ABCIInfo.Question())])
                if isLast, moment == .finalizing {
                    var question = ABCIFinalizeBlock.Question()
                    (question.transactions, question.height) = (block, height)
                    node.consensus.send([.finalizeBlock(question)])
                    return kill()
                }
                let answer = try node.finalize(block, height: height)
                guard answer.appHash == chain.hashes[Int(height) - 1] else {
                    Issue.record("another hash at \(height)")
                    return
                }
                heard.asks(height)
                if isLast {
                    node.consensus.send([.commit])
                    return kill()
                }
                try node.commit()
                heard.told(height)
            }
        } catch {
            // Killed: the connection ended instead of an answer.
        }
    }
}
