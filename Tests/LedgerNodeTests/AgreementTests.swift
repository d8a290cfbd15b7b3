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
