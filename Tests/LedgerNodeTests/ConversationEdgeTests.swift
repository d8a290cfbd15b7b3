import Evidence
import IntakeLedger
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode
@testable import LedgerStore

/// What a CometBFT node asks seldom, over the real socket protocol.
@Suite("The rare questions of a CometBFT node", .timeLimit(.minutes(2)))
struct ConversationEdgeTests {
    @Test("votes carry nothing of ours: an extension is empty, and one that is not is refused")
    func voteExtensions() async throws {
        let genesis = try LedgerTraffic(seed: 1).genesis.json
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            var vote = ABCIExtendVote.Question()
            (vote.height, vote.hash) = (1, [UInt8](repeating: 1, count: 32))
            guard case .extendVote(let answer) = try node.consensus.ask(.extendVote(vote)) else {
                throw Trouble("no ExtendVote")
            }
            #expect(answer.voteExtension.isEmpty)
            func verdict(_ bytes: [UInt8]) throws -> ABCIVerdict {
                var question = ABCIVerifyVoteExtension.Question()
                (question.height, question.voteExtension) = (1, bytes)
                guard
                    case .verifyVoteExtension(let answer) = try node.consensus.ask(
                        .verifyVoteExtension(question))
                else { throw Trouble("no VerifyVoteExtension") }
                return answer.verdict
            }
            #expect(try verdict([]) == .accept)
            #expect(try verdict([1]) == .reject)
        }
    }

    /// A chain of two blocks; its snapshot after the second, with all chunks, and the hash then.
    private struct Old: Sendable {
        let genesis: [UInt8]
        let snapshot: ABCISnapshot
        let chunks: [[UInt8]]
        let hash: [UInt8]
    }

    private static func old(seed: UInt64) async throws -> Old {
        var traffic = try LedgerTraffic(seed: seed)
        let genesis = traffic.genesis.json
        let blocks = try (0..<2).map { _ in [try traffic.batch(of: 0, entries: 5)] }
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
            #expect(try offer(snapshot, hash, to: node) == .abort)
            let chunks = try (0..<snapshot.chunks).map { number in
                var question = ABCILoadSnapshotChunk.Question()
                (question.height, question.format) = (snapshot.height, snapshot.format)
                question.chunk = number
                guard
                    case .loadSnapshotChunk(let answer) = try node.snapshot.ask(
                        .loadSnapshotChunk(question))
                else { throw Trouble("no chunk") }
                return answer.chunk
            }
            return Old(genesis: genesis, snapshot: snapshot, chunks: chunks, hash: hash)
        }
    }

    private static func offer(
        _ snapshot: ABCISnapshot?, _ hash: [UInt8], to node: NodeDriver
    ) throws -> ABCIOfferSnapshot.Result {
        var question = ABCIOfferSnapshot.Question()
        (question.snapshot, question.appHash) = (snapshot, hash)
        guard case .offerSnapshot(let answer) = try node.snapshot.ask(.offerSnapshot(question))
        else { throw Trouble("no OfferSnapshot") }
        return answer.result
    }

    private static func apply(
        _ index: Int, _ chunk: [UInt8], to node: NodeDriver
    ) throws -> ABCIApplySnapshotChunk.Answer {
        var question = ABCIApplySnapshotChunk.Question()
        (question.index, question.chunk, question.sender) = (UInt32(index), chunk, "peer")
        guard
            case .applySnapshotChunk(let answer) = try node.snapshot.ask(
                .applySnapshotChunk(question))
        else { throw Trouble("no ApplySnapshotChunk") }
        return answer
    }

    @Test("a snapshot of another form, of another hash or of nothing is not begun")
    func offers() async throws {
        let old = try await Self.old(seed: 2)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            var strange = old.snapshot
            strange.format += 1
            #expect(try Self.offer(strange, old.hash, to: node) == .rejectFormat)
            #expect(try Self.offer(nil, old.hash, to: node) == .reject)
            let other = [UInt8](repeating: 7, count: 32)
            #expect(try Self.offer(old.snapshot, other, to: node) == .reject)
            // A chunk of what was never begun.
            #expect(try Self.apply(0, old.chunks[0], to: node).result == .abort)
            #expect(try Self.offer(old.snapshot, old.hash, to: node) == .accept)
        }
    }

    @Test("a chunk out of order is asked for again, in its order, and no sender is blamed")
    func outOfOrder() async throws {
        let old = try await Self.old(seed: 3)
        try #require(old.chunks.count > 1)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            #expect(try Self.offer(old.snapshot, old.hash, to: node) == .accept)
            let early = try Self.apply(1, old.chunks[1], to: node)
            #expect(early.result == .retry)
            #expect(early.refetchChunks == [0])
            #expect(early.rejectSenders.isEmpty)
            for (index, chunk) in old.chunks.enumerated() {
                #expect(try Self.apply(index, chunk, to: node).result == .accept)
            }
            #expect(try node.info().lastBlockHeight == 2)
            #expect(try node.info().lastBlockAppHash == old.hash)
            // Once more than there are: nothing is being fetched any more.
            #expect(try Self.apply(0, old.chunks[0], to: node).result == .abort)
        }
    }

    @Test("a snapshot that is whole and not of the hash it claims is rejected, and leaves nothing")
    func rejected() async throws {
        let (wanted, other) = (try await Self.old(seed: 4), try await Self.old(seed: 5))
        let contents = try #require(SnapshotContents(decoding: other.snapshot.metadata))
        let index = try SnapshotIndex(decoding: other.chunks[0])
        // Another chain's state under the hash that the validators signed.
        let lie = SnapshotContents(
            height: contents.height, appHash: try #require(Digest(wanted.hash)),
            entries: contents.entries, index: index)
        var snapshot = other.snapshot
        (snapshot.metadata, snapshot.hash) = (lie.bytes, Digest.of(lie.bytes).bytes)
        let (chunks, genesis) = (other.chunks, wanted.genesis)
        let offered = snapshot
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            #expect(try Self.offer(offered, wanted.hash, to: node) == .accept)
            var last: ABCIApplySnapshotChunk.Result?
            for (index, chunk) in chunks.enumerated() {
                last = try Self.apply(index, chunk, to: node).result
                #expect(last == .accept || index == chunks.count - 1)
            }
            #expect(last == .rejectSnapshot)
            #expect(try node.info().lastBlockHeight == 0)
            // The chain can begin from its genesis all the same.
            #expect(try node.initChain(genesis, chainID: NodeSite.chainID).count == 32)
            #expect(try node.block([], height: 1).appHash.count == 32)
        }
    }
}
