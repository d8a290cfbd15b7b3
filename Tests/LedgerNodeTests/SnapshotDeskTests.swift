import Evidence
import IntakeLedger
import LedgerServer
import SQLite
import Synchronization
import TestKit
import Testing
import Threads
import Wire

@testable import LedgerNode
@testable import LedgerStore

extension LedgerApplication {
    /// Keeps the blocks' thread, as a long block does, until somebody opens.
    fileprivate func hold(_ gate: Monitor<(isHeld: Bool, isOpen: Bool)>) {
        gate.with { $0.isHeld = true }
        _ = gate.wait { $0.isOpen ? true : nil }
    }
}

@Suite("Snapshots that other nodes ask for", .timeLimit(.minutes(2)))
struct SnapshotDeskTests {
    private final class Told: Sendable {
        let events = Mutex<[NodeEvent]>([])
    }

    /// A chain whose every block is a snapshot.
    private struct Chain {
        let folder: TemporaryDirectory
        let application: LedgerApplication
        /// What the log was told.
        let told: Told
        var traffic: LedgerTraffic
        private(set) var height: Int64 = 0

        init(seed: UInt64) async throws {
            folder = try TemporaryDirectory()
            traffic = try LedgerTraffic(seed: seed, gateways: 1)
            var options = NodeOptions(state: folder.path)
            options.snapshotInterval = 1
            let told = Told()
            self.told = told
            application = try LedgerApplication(
                options, version: "test",
                report: { event in
                    told.events.withLock { $0.append(event) }
                })
            _ = try await AskedNode.commit([], traffic.genesis, application)
        }

        mutating func commit(entries: Int = 2) async throws {
            height += 1
            var question = ABCIFinalizeBlock.Question()
            question.transactions = [try traffic.batch(of: 0, entries: entries)]
            question.height = height
            guard case .finalizeBlock = await application.answer(.finalizeBlock(question)),
                case .commit = await application.answer(.commit)
            else { throw Trouble("no block \(height)") }
        }

        func snapshots() async throws -> [ABCISnapshot] {
            try await SnapshotDeskTests.snapshots(application)
        }

        func chunk(_ number: UInt32, at height: UInt64) async throws -> [UInt8] {
            try await SnapshotDeskTests.chunk(number, at: height, application)
        }
    }

    private static func snapshots(
        _ application: LedgerApplication
    ) async throws -> [ABCISnapshot] {
        guard case .listSnapshots(let list) = await application.answer(.listSnapshots) else {
            throw Trouble("no list")
        }
        return list.snapshots
    }

    private static func question(_ number: UInt32, at height: UInt64) -> ABCIRequest {
        var question = ABCILoadSnapshotChunk.Question()
        (question.height, question.chunk) = (height, number)
        question.format = LedgerSnapshot.format
        return .loadSnapshotChunk(question)
    }

    private static func chunk(
        _ number: UInt32, at height: UInt64, _ application: LedgerApplication
    ) async throws -> [UInt8] {
        guard
            case .loadSnapshotChunk(let answer) = await application.answer(
                question(number, at: height))
        else { throw Trouble("no chunk") }
        return answer.chunk
    }

    @Test("are listed and handed out while a block takes long")
    func besideBlocks() async throws {
        var chain = try await Chain(seed: 1)
        try await chain.commit()
        let application = chain.application
        let gate = Monitor((isHeld: false, isOpen: false))
        defer { gate.with { $0.isOpen = true } }
        let block = Task { await application.hold(gate) }
        try await until("a block takes long") { gate.with { $0.isHeld } }
        let found = Mutex<[[UInt8]]>([])
        let peer = Task {
            let snapshot = try #require(try await Self.snapshots(application).first)
            for number in 0..<snapshot.chunks {
                let chunk = try await Self.chunk(number, at: snapshot.height, application)
                found.withLock { $0.append(chunk) }
            }
        }
        try await until("a peer has every chunk", within: 20) { found.withLock { $0.count } == 3 }
        #expect(found.withLock { $0.allSatisfy { !$0.isEmpty } })
        gate.with { $0.isOpen = true }
        try await peer.value
        await block.value
    }

    @Test("are answered in the order of the questions on one connection, whoever answers")
    func order() async throws {
        let traffic = try LedgerTraffic(seed: 2)
        let genesis = traffic.genesis.json
        var site = try NodeSite()
        site.options.snapshotInterval = 1
        try await site.run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            try node.block([], height: 1)
            // The first is megabytes for a node that is in use, and the second is known at once.
            let chunk = Self.question(0, at: 1)
            node.snapshot.send([chunk, .info(ABCIInfo.Question()), .listSnapshots, chunk])
            guard case .loadSnapshotChunk(let first) = try node.snapshot.answer(),
                case .info = try node.snapshot.answer(),
                case .listSnapshots(let list) = try node.snapshot.answer(),
                case .loadSnapshotChunk(let second) = try node.snapshot.answer(),
                case .flush = try node.snapshot.answer()
            else { throw Trouble("another order") }
            #expect(list.snapshots.map(\.height) == [1])
            #expect(!first.chunk.isEmpty && first.chunk == second.chunk)
        }
    }

    @Test("one that gave way to newer ones is an empty answer from then on, and no other's chunk")
    func removed() async throws {
        var chain = try await Chain(seed: 3)
        try await chain.commit()
        #expect(try await chain.chunk(1, at: 2).isEmpty)
        // Whoever asks has just got a chunk of it.
        #expect(try await !chain.chunk(2, at: 1).isEmpty)
        for _ in 0..<3 { try await chain.commit() }
        let snapshots = try await chain.snapshots()
        #expect(snapshots.map(\.height) == [4, 3, 2])
        for number in 0..<UInt32(4) {
            #expect(try await chain.chunk(number, at: 1).isEmpty)
            #expect(try await chain.chunk(number, at: 5).isEmpty)
        }
        // Of those that are there nothing beyond their chunks.
        #expect(try await !chain.chunk(2, at: 4).isEmpty)
        #expect(try await chain.chunk(3, at: 4).isEmpty)
        #expect(try await chain.chunk(.max, at: 4).isEmpty)
        #expect(try await chain.chunk(1, at: .max).isEmpty)
        #expect(chain.told.events.withLock { $0 }.isEmpty)
    }

    @Test("the state before a block is handed out whole while newer blocks come")
    func whileBlocksCome() async throws {
        var chain = try await Chain(seed: 4)
        try await chain.commit(entries: 600)
        let snapshot = try #require(try await chain.snapshots().first)
        // Index, state, 500 entries, 100 entries.
        #expect(snapshot.chunks == 4)
        var chunks: [[UInt8]] = []
        for number in 0..<snapshot.chunks {
            chunks.append(try await chain.chunk(number, at: 1))
            // The last chunk of its log has been filled up meanwhile.
            if number < 2 { try await chain.commit(entries: 450) }
        }
        let young = try StoreOnDisk()
        let shown = try #require(SnapshotContents(decoding: snapshot.metadata))
        var restoring = try #require(
            SnapshotRestoring(
                metadata: snapshot.metadata, hash: snapshot.hash, height: 1, chunks: 4,
                appHash: shown.roots.appHash.bytes))
        for chunk in chunks.dropLast() {
            #expect(try restoring.take(chunk, into: young.store).kind == .accepted)
        }
        #expect(try restoring.take(try #require(chunks.last), into: young.store).kind == .finished)
    }

    @Test("that cannot be read are empty answers, told once in the log, and blocks go on")
    func unreadable() async throws {
        var chain = try await Chain(seed: 5)
        try await chain.commit()
        let disk = try SQLiteDatabase(
            path: chain.folder.file("ledger.sqlite"), mode: .readWrite)
        try disk.run("UPDATE snapshots SET chunk_index = x'00', metadata = x'00'")
        for _ in 0..<5 {
            #expect(try await chain.snapshots().isEmpty)
            #expect(try await chain.chunk(1, at: 1).isEmpty)
        }
        let told = chain.told.events.withLock { $0 }
        #expect(told.map(\.name) == ["snapshot.unread"])
        #expect(told.first?.code == "WN203")
        try await chain.commit()
        #expect(try await !chain.chunk(1, at: 2).isEmpty)
    }

    @Test("an index is read once for all the chunks of its snapshot")
    func indexOnce() async throws {
        var chain = try await Chain(seed: 6)
        try await chain.commit()
        let (state, log) = (try await chain.chunk(1, at: 1), try await chain.chunk(2, at: 1))
        let disk = try SQLiteDatabase(
            path: chain.folder.file("ledger.sqlite"), mode: .readWrite)
        try disk.run("UPDATE snapshots SET chunk_index = x'00'")
        #expect(try await chain.chunk(1, at: 1) == state)
        #expect(try await chain.chunk(2, at: 1) == log)
    }
}
