import Evidence
import Foundation
import IntakeLedger
import LedgerServer
import LedgerStore
import SQLite
import TestKit
import Testing
import Wire

@testable import LedgerNode

@Suite("A CometBFT node's conversation with the ledger", .timeLimit(.minutes(2)))
struct NodeTests {
    @Test("from genesis over blocks to a query, in the node's order over four connections")
    func conversation() async throws {
        var traffic = try LedgerTraffic(seed: 1)
        let genesis = traffic.genesis.json
        let batches = [
            try traffic.batch(of: 0, entries: 3), try traffic.batch(of: 1, entries: 2),
            try traffic.batch(of: 0, entries: 1),
        ]
        let gateway = traffic.gateways[0].uri
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            #expect(try node.query.ask(.echo("hello")) == .echo("hello"))
            let info = try node.info()
            #expect(info.lastBlockHeight == 0 && info.lastBlockAppHash.isEmpty)
            let start = try node.initChain(genesis, chainID: NodeSite.chainID)
            #expect(start.count == 32)
            for batch in batches { #expect(try node.checkTx(batch).code == 0) }
            #expect(try node.checkTx([9]).code == LedgerCode.malformed.rawValue)
            let first = try node.block([batches[2], batches[1], batches[0]], height: 1)
            #expect(first.transactionResults.map(\.code) == [0, 0, 0])
            #expect(first.appHash != start)
            // After a block what waits is checked again; a repeat gets into a block and says so.
            #expect(try node.checkTx(batches[0], again: true).code == 0)
            let second = try node.block([batches[0]], height: 2)
            #expect(second.transactionResults.map(\.code) == [1])
            #expect(second.appHash == first.appHash)
            #expect(try node.info().lastBlockHeight == 2)
            var question = ABCIQuery.Question()
            (question.path, question.data, question.prove) = ("/head", Array(gateway.utf8), true)
            guard case .query(let answer) = try node.query.ask(.query(question)) else {
                throw Trouble("no answer")
            }
            let proof = try HeadProof(
                value: answer.value, data: try #require(answer.proofOps?.ops.first).data)
            try proof.verify(gateway: gateway, appHash: second.appHash)
            #expect(proof.head.link.seq == 4)
            // The API's addresses are answered by the node's own questions too.
            (question.path, question.data) = ("/v1/loads?code=20%2003&limit=1", [])
            guard case .query(let page) = try node.query.ask(.query(question)) else {
                throw Trouble("no answer")
            }
            #expect(page.code == 0)
            #expect(String(decoding: page.value, as: UTF8.self).contains("\"code\":\"200301\""))
        }
    }

    @Test("over a unix socket as well, and again after the last one left its file there")
    func unixSocket() async throws {
        let site = try NodeSite()
        let address = ABCIServer.Address.unix(path: site.folder.file("abci.sock"))
        for _ in 0..<2 {
            try await site.run(at: address) { _ in
                let info = try NodeDriver(address).info()
                #expect(info.data == "weighpost-node")
            }
        }
    }

    @Test("a rejected proposal: what an honest proposer would not have put in")
    func rejected() async throws {
        var traffic = try LedgerTraffic(seed: 2)
        let genesis = traffic.genesis.json
        let (one, two) = (
            try traffic.batch(of: 0, entries: 2), try traffic.batch(of: 0, entries: 2)
        )
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            #expect(try node.process([one, two], height: 1))
            #expect(try !node.process([two], height: 1))
            #expect(try !node.process([one, [1, 2, 3]], height: 1))
            #expect(try node.process([], height: 1))
            // Nothing of that was remembered.
            #expect(try node.process([one], height: 1))
        }
    }

    @Test("many requests before the first answer is read, in pieces of any size")
    func pipelined() async throws {
        var traffic = try LedgerTraffic(seed: 3)
        let genesis = traffic.genesis.json
        let batch = try traffic.batch(of: 0, entries: 2)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            let requests = (0..<300).map { number in
                number.isMultiple(of: 3)
                    ? ABCIRequest.checkTx(ABCICheckTx.Question(batch)) : .echo("\(number)")
            }
            let bytes = requests.flatMap { ABCIFrames.framed($0.bytes) }
            for start in stride(from: 0, to: bytes.count, by: 777) {
                node.mempool.send(Array(bytes[start..<min(start + 777, bytes.count)]))
            }
            for number in 0..<300 {
                let answer = try #require(try node.mempool.answer())
                if number.isMultiple(of: 3) {
                    guard case .checkTx(let result) = answer else {
                        throw Trouble("\(answer) in the place of CheckTx")
                    }
                    #expect(result.code == 0)
                } else {
                    #expect(answer == .echo("\(number)"))
                }
            }
        }
    }

    @Test("rubbish ends its connection with an exception, and no other")
    func rubbish() async throws {
        let genesis = try LedgerTraffic(seed: 4).genesis.json
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            let stranger = try ABCIConnection(address)
            stranger.send(ABCIFrames.framed([0x4a, 0xff]))
            guard case .exception? = try stranger.answer() else {
                throw Trouble("no exception")
            }
            #expect(try stranger.answer() == nil)
            let endless = try ABCIConnection(address)
            endless.send([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
            #expect(try endless.answer() == nil)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            // A block out of order is the node's end, not ours.
            var question = ABCIFinalizeBlock.Question()
            question.height = 5
            node.consensus.send([.finalizeBlock(question)])
            guard case .exception? = try node.consensus.answer() else {
                throw Trouble("a block 5 after genesis was executed")
            }
            #expect(try node.info().lastBlockHeight == 0)
        }
    }
}

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
}

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
            #expect(snapshot.chunks == 6)
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

@Suite("The same blocks, everywhere", .timeLimit(.minutes(3)))
struct AgreementTests {
    @Test(
        "recorded streams of a real node are answered one for one, in order and in kind",
        arguments: ["1-first-start", "2-node-restart", "3-app-lost-its-state"])
    func recordedStreams(folder: String) async throws {
        let fixtures = Checkout.root.appendingPathComponent(
            "Tests/LedgerServerTests/Fixtures/abci-0.38/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: fixtures.path).sorted()
        #expect(!names.isEmpty)
        for name in names {
            let lines = try String(
                contentsOf: fixtures.appendingPathComponent(name), encoding: .utf8)
            var frames = ABCIFrames()
            for line in lines.split(separator: "\n") where line.contains("node->app") {
                guard let start = line.range(of: "\"hex\": \"") ?? line.range(of: "\"hex\":\"")
                else { continue }
                let hex = line[start.upperBound...].prefix { $0 != "\"" }
                frames.append(try #require(Hex.decode(String(hex))))
            }
            var requests: [ABCIRequest] = []
            while let message = try frames.next() {
                requests.append(try ABCIRequest(decoding: message))
            }
            // Another application's blocks: ours refuses their transactions, in kind.
            let asked = requests.filter {
                if case .initChain = $0 { return false }
                return true
            }
            // Where this stream's blocks begin, so does our chain.
            let first = requests.compactMap { request in
                if case .finalizeBlock(let question) = request { question.height } else { nil }
            }.first
            let genesis = try LedgerTraffic(seed: 1).genesis.json
            try await NodeSite().run { address in
                let node = try NodeDriver(address)
                try node.initChain(genesis, chainID: "x", initialHeight: first ?? 1)
                let connection = try ABCIConnection(address)
                for request in asked {
                    connection.send(ABCIFrames.framed(request.bytes))
                    let answer = try #require(try connection.answer())
                    #expect(Self.kind(answer) == Self.kind(request), "\(name)")
                }
            }
        }
    }

    private static func kind(_ value: some Any) -> String {
        Mirror(reflecting: value).children.first?.label ?? "\(value)"
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
    }

    /// Plays blocks to a process of its own, and kills it.
    private static func play(
        _ blocks: [(transactions: [[UInt8]], hash: [UInt8])], from first: Int64,
        _ genesis: [UInt8], in folder: String
    ) async throws {
        let program = try Program(
            ["run", "--state", folder, "--listen", "tcp://127.0.0.1:0"],
            executable: Program.ledgerNode)
        defer { program.destroy() }
        try await program.prints("listening at ")
        let line = program.output.split(separator: "\n").first { $0.contains("listening at") }
        let place = line?.split(separator: " ").last.map(String.init) ?? ""
        let address = try #require(ABCIServer.Address(place))
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
