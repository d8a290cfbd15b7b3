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

    @Test("a snapshot of another form, of another hash or of nothing is not begun")
    func offers() async throws {
        let old = try await OfferedSnapshot.made(seed: 2)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            var strange = old.snapshot
            strange.format += 1
            #expect(try node.offer(strange, old.hash) == .rejectFormat)
            #expect(try node.offer(nil, old.hash) == .reject)
            let other = [UInt8](repeating: 7, count: 32)
            #expect(try node.offer(old.snapshot, other) == .reject)
            // A chunk of what was never begun.
            #expect(try node.apply(0, old.chunks[0]).result == .abort)
            #expect(try node.offer(old.snapshot, old.hash) == .accept)
        }
    }

    @Test("a chunk out of order is asked for again, in its order, and no sender is blamed")
    func outOfOrder() async throws {
        let old = try await OfferedSnapshot.made(seed: 3)
        try #require(old.chunks.count > 1)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            #expect(try node.offer(old.snapshot, old.hash) == .accept)
            let early = try node.apply(1, old.chunks[1])
            #expect(early.result == .retry)
            #expect(early.refetchChunks == [0])
            #expect(early.rejectSenders.isEmpty)
            for (index, chunk) in old.chunks.enumerated() {
                #expect(try node.apply(index, chunk).result == .accept)
            }
            #expect(try node.info().lastBlockHeight == 2)
            #expect(try node.info().lastBlockAppHash == old.hash)
            // Once more than there are: nothing is being fetched any more.
            #expect(try node.apply(0, old.chunks[0]).result == .abort)
        }
    }

    @Test("a snapshot that is whole and not of the hash it claims is rejected, and leaves nothing")
    func rejected() async throws {
        let (wanted, other) = (
            try await OfferedSnapshot.made(seed: 4), try await OfferedSnapshot.made(seed: 5)
        )
        let contents = try #require(SnapshotContents(decoding: other.snapshot.metadata))
        let index = try SnapshotIndex(decoding: other.chunks[0])
        // Another chain's log under the hash that the validators signed.
        let signed = try #require(SnapshotContents(decoding: wanted.snapshot.metadata))
        let lie = SnapshotContents(height: contents.height, roots: signed.roots, index: index)
        var snapshot = other.snapshot
        (snapshot.metadata, snapshot.hash) = (lie.bytes, Digest.of(lie.bytes).bytes)
        let (chunks, genesis) = (other.chunks, wanted.genesis)
        let offered = snapshot
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            #expect(try node.offer(offered, wanted.hash) == .accept)
            for (index, chunk) in chunks.enumerated() {
                let answer = try node.apply(index, chunk)
                let isLast = index == chunks.count - 1
                #expect(answer.result == (isLast ? .rejectSnapshot : .accept))
                // Who sent a chunk of it had offered it: nothing more is taken from him.
                #expect(answer.rejectSenders == (isLast ? ["peer"] : []))
            }
            #expect(try node.info().lastBlockHeight == 0)
            // The chain can begin from its genesis all the same.
            #expect(try node.initChain(genesis, chainID: NodeSite.chainID).count == 32)
            #expect(try node.block([], height: 1).appHash.count == 32)
        }
    }
}
