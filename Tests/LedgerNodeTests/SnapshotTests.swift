import Dispatch
import IntakeLedger
import LedgerServer
import TestKit
import Testing

@testable import LedgerNode

@Suite("A new node that fetches the state", .timeLimit(.minutes(2)))
struct SnapshotTests {
    @Test(
        "a snapshot makes another node of the same hash, chunk by chunk, and it goes on with blocks"
    )
    func stateSync() async throws {
        var traffic = try LedgerTraffic(seed: 8)
        let genesis = traffic.genesis.json
        // More than one chunk of entries.
        let batches = try (0..<12).map { _ in try traffic.batch(of: 0, entries: 190) }
        let (last, more) = (
            try traffic.batch(of: 1, entries: 2), try traffic.batch(of: 1, entries: 1)
        )
        var old = try NodeSite()
        old.options.snapshotInterval = 2
        let young = try NodeSite()
        try await old.run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            try node.block(batches, height: 1)
            let hash = try node.block([last], height: 2).appHash
            let next = try node.finalize([more], height: 3).appHash
            try node.commit()
            guard case .listSnapshots(let list) = try node.snapshot.ask(.listSnapshots) else {
                throw Trouble("no list")
            }
            let snapshot = try #require(list.snapshots.first)
            #expect(snapshot.height == 2)
            #expect(snapshot.chunks == 7)
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
            try Self.restore(young, snapshot, chunks, hash: hash, next: (more, next))
        }
    }

    private static func restore(
        _ site: NodeSite, _ snapshot: ABCISnapshot, _ chunks: [[UInt8]], hash: [UInt8],
        next: (block: [UInt8], hash: [UInt8])
    ) throws {
        let application = try LedgerApplication(site.options, version: "test")
        let done = DispatchSemaphore(value: 0)
        Task {
            defer { done.signal() }
            func apply(_ index: Int, _ chunk: [UInt8]) async -> ABCIApplySnapshotChunk.Answer? {
                var question = ABCIApplySnapshotChunk.Question()
                (question.index, question.chunk) = (UInt32(index), chunk)
                question.sender = "liar"
                guard
                    case .applySnapshotChunk(let answer) = await application.answer(
                        .applySnapshotChunk(question))
                else { return nil }
                return answer
            }
            func offer(_ hash: [UInt8]) async -> ABCIOfferSnapshot.Result? {
                var question = ABCIOfferSnapshot.Question()
                (question.snapshot, question.appHash) = (snapshot, hash)
                guard
                    case .offerSnapshot(let answer) = await application.answer(
                        .offerSnapshot(question))
                else { return nil }
                return answer.result
            }
            #expect(await offer([UInt8](repeating: 1, count: 32)) == .reject)
            #expect(await offer(hash) == .accept)
            var damaged = chunks[0]
            damaged[damaged.count / 2] ^= 1
            let refused = await apply(0, damaged)
            #expect(refused?.result == .retry)
            #expect(refused?.rejectSenders == ["liar"])
            #expect(refused?.refetchChunks == [0])
            for (index, chunk) in chunks.enumerated() {
                #expect(await apply(index, chunk)?.result == .accept)
            }
            guard case .info(let info) = await application.answer(.info(ABCIInfo.Question()))
            else { return }
            #expect(info.lastBlockHeight == 2)
            #expect(info.lastBlockAppHash == hash)
            var question = ABCIFinalizeBlock.Question()
            (question.transactions, question.height) = ([next.block], 3)
            guard
                case .finalizeBlock(let answer) = await application.answer(
                    .finalizeBlock(question))
            else { return }
            #expect(answer.appHash == next.hash)
        }
        done.wait()
    }
}
