import IntakeLedger
import LedgerServer
import LedgerStore
import SQLite
import TestKit
import Testing

@testable import LedgerNode

@Suite("A ledger node that is killed", .timeLimit(.minutes(3)))
struct NodeCrashTests {
    @Test(
        "killed before or after FinalizeBlock or Commit, it goes on at the height it made durable",
        arguments: 0..<4)
    func killed(at point: Int) async throws {
        var traffic = try LedgerTraffic(seed: 5)
        let genesis = traffic.genesis.json
        let blocks = try (0..<6).map { _ in try traffic.block() }
        let site = try NodeSite()
        let known = try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            return try blocks.enumerated().map { place, block in
                let answer = try node.finalize(block, height: Int64(place) + 1)
                try node.commit()
                return answer.appHash
            }
        }
        // One kill within every block, at the same point each time.
        for (place, block) in blocks.enumerated() {
            let height = Int64(place) + 1
            try await site.run { address in
                let node = try NodeDriver(address)
                let info = try node.info()
                #expect(info.lastBlockHeight == height - 1)
                if height > 1 {
                    #expect(info.lastBlockAppHash == known[place - 1])
                } else {
                    try node.initChain(genesis, chainID: NodeSite.chainID)
                }
                if point > 0 { _ = try node.process(block, height: height) }
                if point > 1 {
                    #expect(try node.finalize(block, height: height).appHash == known[place])
                }
                if point > 2 { try node.commit() }
            }
            guard point < 3 else { continue }
            // The node replays the block that is missing, without a proposal.
            try await site.run { address in
                let node = try NodeDriver(address)
                #expect(try node.info().lastBlockHeight == height - 1)
                if height == 1 { try node.initChain(genesis, chainID: NodeSite.chainID) }
                #expect(try node.finalize(block, height: height).appHash == known[place])
                try node.commit()
                #expect(try node.info().lastBlockAppHash == known[place])
            }
        }
    }

    @Test("a store that somebody changed is found at the start, and not believed")
    func tampered() async throws {
        var traffic = try LedgerTraffic(seed: 6)
        let genesis = traffic.genesis.json
        let batch = try traffic.batch(of: 0, entries: 3)
        let site = try NodeSite()
        try await site.run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            try node.block([batch], height: 1)
        }
        let store = try SQLiteDatabase(path: site.folder.file("ledger.sqlite"), mode: .readWrite)
        try store.execute("UPDATE entries SET digest = zeroblob(32) WHERE place = 1")
        let error = #expect(throws: LedgerStoreError.self) {
            try LedgerApplication(site.options, version: "test")
        }
        #expect(error?.code == .damaged)
    }

    @Test(
        "a store of another version is refused and left as it is: its chain has other hashes",
        arguments: [(Int64(2), LedgerStoreError.Code.tooOld), (4, .tooOld), (99, .tooNew)])
    func version(_ version: Int64, code: LedgerStoreError.Code) throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("ledger.sqlite")
        _ = try LedgerStore(path: path)
        let database = try SQLiteDatabase(path: path, mode: .readWrite)
        try database.execute("PRAGMA user_version = \(version)")
        let error = #expect(throws: LedgerStoreError.self) { try LedgerStore(path: path) }
        #expect(error?.code == code)
        #expect(try database.row("PRAGMA user_version")?.int(0) == version)
    }

    @Test("old blocks may be pruned as far as the node's keeper says, never beyond")
    func retained() async throws {
        let genesis = try LedgerTraffic(seed: 7).genesis.json
        var site = try NodeSite()
        site.options.retainedBlocks = 3
        try await site.run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            var heights: [Int64] = []
            for height in Int64(1)...6 {
                _ = try node.finalize([], height: height)
                heights.append(try node.commit())
            }
            #expect(heights == [0, 0, 1, 2, 3, 4])
        }
    }

    @Test("a chain whose blocks have no bound is not begun: a proposal would be its whole mempool")
    func unbounded() async throws {
        let genesis = try LedgerTraffic(seed: 7).genesis.json
        try await NodeSite().run { address in
            let unbounded = try NodeDriver(address)
            let trouble = #expect(throws: Trouble.self) {
                try unbounded.initChain(genesis, chainID: NodeSite.chainID, maxBytes: -1)
            }
            #expect(trouble != nil)
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID, maxBytes: 22_020_096)
            try node.block([], height: 1)
        }
    }
}
