import Evidence
import Foundation
import IntakeLedger
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode

@Suite("The same blocks, everywhere", .timeLimit(.minutes(3)))
struct AgreementTests {
    @Test("the three starts of a real node over one folder are answered in order and in kind")
    func recordedStarts() async throws {
        let starts = try RecordedStart.names.map { try RecordedStart($0) }
        let genesis = try LedgerTraffic(seed: 1).genesis.json
        let site = try NodeSite()
        var hashes: [[UInt8]] = []
        for start in starts {
            if start.name == "3-app-lost-its-state" {
                for file in try FileManager.default.contentsOfDirectory(atPath: site.folder.path) {
                    try FileManager.default.removeItem(atPath: site.folder.file(file))
                }
            }
            try await site.run { try start.play(to: $0, genesis: genesis) }
            // Another application's blocks: ours has refused their transactions and is at their height.
            let info = try await site.run { try NodeDriver($0).info() }
            #expect(info.lastBlockHeight == start.lastHeight)
            hashes.append(info.lastBlockAppHash)
        }
        #expect(hashes[0].count == 32)
        #expect(Set(hashes).count == 1)
        // The node whose application lost its state told it every block again.
        #expect(starts[2].lastHeight ?? 0 >= starts[1].lastHeight ?? 1)
    }

    @Test("four processes agree on every hash over a thousand random blocks, killed now and then")
    func agreement() async throws {
        var traffic = try LedgerTraffic(seed: 9, gateways: 2)
        var reference = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
        let folders = try (0..<4).map { _ in try TemporaryDirectory() }
        let genesis = traffic.genesis.json
        while reference.height < 1_000 {
            let first = reference.next
            // As many blocks as come before the next kill.
            let blocks = try (0..<250).map { _ in
                let block = try traffic.block()
                _ = reference.finalizeBlock(height: reference.next, transactions: block)
                return (transactions: block, hash: reference.appHash.bytes)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for folder in folders {
                    group.addTask {
                        try await Self.play(blocks, from: first, genesis, in: folder.path)
                    }
                }
                try await group.waitForAll()
            }
        }
        // Nothing of it was refused, also not what speaks of earlier entries.
        for box in traffic.gateways {
            #expect(reference.head(of: box.uri)?.seq == UInt64(box.entries.count))
        }
    }

    /// Plays blocks to a process of its own, and kills it.
    private static func play(
        _ blocks: [(transactions: [[UInt8]], hash: [UInt8])], from first: Int64,
        _ genesis: [UInt8], in folder: String
    ) async throws {
        let running = try await RunningNode(over: folder)
        defer { running.program.destroy() }
        let address = running.address
        try await onThread {
            let node = try NodeDriver(address)
            if first == 1 { try node.initChain(genesis, chainID: NodeSite.chainID) }
            guard try node.info().lastBlockHeight == first - 1 else {
                throw Trouble("the process does not begin at block \(first)")
            }
            for (place, block) in blocks.enumerated() {
                let answer = try node.finalize(
                    block.transactions, height: first + Int64(place))
                guard answer.appHash == block.hash else {
                    throw Trouble("another hash at \(first + Int64(place))")
                }
                try node.commit()
            }
        }
    }
}
