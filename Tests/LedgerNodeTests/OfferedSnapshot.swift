import IntakeLedger
import LedgerNode
import LedgerServer
import TestKit
import Testing

/// What a node offers to a new one: its snapshot after the second block, with all chunks.
struct OfferedSnapshot: Sendable {
    let genesis: [UInt8]
    let snapshot: ABCISnapshot
    let chunks: [[UInt8]]
    /// The app hash after that block.
    let hash: [UInt8]
    /// A block that may follow.
    let next: [[UInt8]]

    /// A snapshot of a chain of its own.
    static func made(seed: UInt64) async throws -> OfferedSnapshot {
        var traffic = try LedgerTraffic(seed: seed)
        let genesis = traffic.genesis.json
        let blocks = try (0..<3).map { _ in [try traffic.batch(of: 0, entries: 5)] }
        var site = try NodeSite()
        site.options.snapshotInterval = 2
        return try await site.run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            try node.block(blocks[0], height: 1)
            let hash = try node.block(blocks[1], height: 2).appHash
            guard case .listSnapshots(let list) = try node.snapshot.ask(.listSnapshots) else {
                throw Trouble("no list")
            }
            let snapshot = try #require(list.snapshots.first)
            // It has blocks: it takes no other state.
            #expect(try node.offer(snapshot, hash) == .abort)
            let chunks = try (0..<snapshot.chunks).map { try node.chunk($0, of: snapshot) }
            return OfferedSnapshot(
                genesis: genesis, snapshot: snapshot, chunks: chunks, hash: hash, next: blocks[2])
        }
    }
}

extension NodeDriver {
    func offer(
        _ snapshot: ABCISnapshot?, _ hash: [UInt8]
    ) throws -> ABCIOfferSnapshot.Result {
        var question = ABCIOfferSnapshot.Question()
        (question.snapshot, question.appHash) = (snapshot, hash)
        guard case .offerSnapshot(let answer) = try self.snapshot.ask(.offerSnapshot(question))
        else { throw Trouble("no OfferSnapshot") }
        return answer.result
    }

    func apply(_ index: Int, _ chunk: [UInt8]) throws -> ABCIApplySnapshotChunk.Answer {
        var question = ABCIApplySnapshotChunk.Question()
        (question.index, question.chunk, question.sender) = (UInt32(index), chunk, "peer")
        guard
            case .applySnapshotChunk(let answer) = try snapshot.ask(.applySnapshotChunk(question))
        else { throw Trouble("no ApplySnapshotChunk") }
        return answer
    }

    /// Takes all of a snapshot.
    func fetch(_ offered: OfferedSnapshot) throws {
        #expect(try offer(offered.snapshot, offered.hash) == .accept)
        for (index, chunk) in offered.chunks.enumerated() {
            #expect(try apply(index, chunk).result == .accept)
        }
        #expect(try info().lastBlockHeight == 2)
        #expect(try info().lastBlockAppHash == offered.hash)
    }

    fileprivate func chunk(_ number: UInt32, of snapshot: ABCISnapshot) throws -> [UInt8] {
        var question = ABCILoadSnapshotChunk.Question()
        (question.height, question.format) = (snapshot.height, snapshot.format)
        question.chunk = number
        guard
            case .loadSnapshotChunk(let answer) = try self.snapshot.ask(
                .loadSnapshotChunk(question))
        else { throw Trouble("no chunk") }
        return answer.chunk
    }
}
