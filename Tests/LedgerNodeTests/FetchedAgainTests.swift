import IntakeLedger
import LedgerServer
import Synchronization
import TestKit
import Testing

@testable import LedgerNode

/// CometBFT takes its own state after the application has the last chunk.
///
/// When both end in between, it knows of nothing and begins once more.
@Suite("A node that ends while it takes a fetched state", .timeLimit(.minutes(2)))
struct FetchedAgainTests {
    /// How many chunks are there when it ends; nil for all.
    @Test("begins once more, wherever it ended, and goes on with blocks", arguments: [1, 2, nil])
    func again(_ chunks: Int?) async throws {
        let old = try await OfferedSnapshot.made(seed: 6)
        let site = try NodeSite()
        try await site.run { address in
            let node = try NodeDriver(address)
            guard let chunks else { return try node.fetch(old) }
            #expect(try node.offer(old.snapshot, old.hash) == .accept)
            for index in 0..<chunks {
                #expect(try node.apply(index, old.chunks[index]).result == .accept)
            }
        }
        try await site.run { address in
            let node = try NodeDriver(address)
            #expect(try node.info().lastBlockHeight == (chunks == nil ? 2 : 0))
            // One that is not taken changes nothing.
            let other = [UInt8](repeating: 7, count: 32)
            #expect(try node.offer(old.snapshot, other) == .reject)
            #expect(try node.info().lastBlockHeight == (chunks == nil ? 2 : 0))
            #expect(try node.offer(old.snapshot, old.hash) == .accept)
            #expect(try node.info().lastBlockHeight == 0)
            // It ends again, with a part of it.
            #expect(try node.apply(0, old.chunks[0]).result == .accept)
        }
        try await site.run { address in
            let node = try NodeDriver(address)
            try node.fetch(old)
            // CometBFT alone ended: the same again, in the same process.
            try node.fetch(old)
            try node.block(old.next, height: 3)
            #expect(try node.offer(old.snapshot, old.hash) == .abort)
        }
        try await site.run { address in
            let node = try NodeDriver(address)
            #expect(try node.info().lastBlockHeight == 3)
            #expect(try node.offer(old.snapshot, old.hash) == .abort)
        }
    }

    @Test("goes on from the fetched state when CometBFT took it too")
    func taken() async throws {
        let old = try await OfferedSnapshot.made(seed: 7)
        let site = try NodeSite()
        #expect(try Self.told(at: site).isEmpty)
        try await site.run { try NodeDriver($0).fetch(old) }
        // Whoever reads the log of a node that did not is told what to do.
        #expect(try Self.told(at: site) == ["WN301"])
        try await site.run { address in
            let node = try NodeDriver(address)
            #expect(try node.info().lastBlockAppHash == old.hash)
            try node.block(old.next, height: 3)
        }
        #expect(try Self.told(at: site).isEmpty)
    }

    /// The codes of what a start tells.
    private static func told(at site: NodeSite) throws -> [String] {
        let codes = Mutex<[String]>([])
        _ = try LedgerApplication(
            site.options, version: "test",
            report: { event in codes.withLock { $0.append(event.code ?? "-") } })
        return codes.withLock { $0 }
    }

    @Test("says what to do where the chain is to begin at its genesis over a fetched state")
    func genesis() async throws {
        let old = try await OfferedSnapshot.made(seed: 8)
        let site = try NodeSite()
        try await site.run { address in
            try NodeDriver(address).fetch(old)
            var question = ABCIInitChain.Question()
            (question.chainID, question.appStateBytes) = (NodeSite.chainID, old.genesis)
            let node = try NodeDriver(address)
            // The node is gone after that.
            node.consensus.send([.initChain(question)])
            guard case .exception(let words) = try node.consensus.answer() else {
                throw Trouble("no exception")
            }
            #expect(words.contains("statesync.enable") && words.contains(site.options.state))
            #expect(try NodeDriver(address).info().lastBlockHeight == 2)
        }
    }
}
