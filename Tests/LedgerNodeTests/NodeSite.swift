import Evidence
import Foundation
import Intake
import IntakeLedger
import LedgerServer
import Logging
import TestKit
import Wire

@testable import LedgerNode

/// A ledger node on a real socket and a real store, for a test.
struct NodeSite {
    static let chainID = "ledger-test"
    let folder: TemporaryDirectory
    var options: NodeOptions

    init() throws {
        folder = try TemporaryDirectory()
        options = NodeOptions(state: folder.path)
    }

    /// Runs the application for as long as the body takes; it is gone without a word afterwards, as
    /// after a kill: nothing is written at the end.
    func run<T: Sendable>(
        at address: ABCIServer.Address = .tcp(host: "127.0.0.1", port: 0),
        _ body: @escaping @Sendable (ABCIServer.Address) throws -> T
    ) async throws -> T {
        let application = try LedgerApplication(options, version: "test")
        let server = ABCIServer(
            at: address, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { await application.answer($0) }
        let (places, found) = AsyncStream<ABCIServer.Address>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { found.yield($0) } }
            defer { group.cancelAll() }
            guard let place = await places.first(where: { _ in true }) else {
                throw Trouble("no address")
            }
            return try await onThread { try body(place) }
        }
    }
}

/// Runs what blocks on a thread of its own.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// Gateways with journals, and the transactions that bring them upstream.
struct LedgerTraffic {
    private(set) var gateways: [Box] = []
    let authorities: [SigningKey]
    private var random: SeededGenerator
    private var resolutions: UInt64 = 0

    struct Box {
        let uri: String
        let key: SigningKey
        var entries: [JournalEntry] = []
        var sent = 0

        func link(_ seq: Int) -> ChainLink {
            seq == 0 ? .start : ChainLink(seq: UInt64(seq), digest: entries[seq - 1].digest)
        }
    }

    init(seed: UInt64, gateways count: Int = 3) throws {
        random = SeededGenerator(seed: seed)
        authorities = try (0..<3).map {
            try SigningKey(seed: [UInt8](repeating: 200 + $0, count: 32))
        }
        gateways = try (0..<count).map { place in
            let uri = "https://site-\(place).example/gateways/1"
            return Box(uri: uri, key: try SigningKey(seed: Digest.of([UInt8](uri.utf8)).bytes))
        }
    }

    var genesis: LedgerGenesis {
        LedgerGenesis(
            gateways: gateways.map {
                GatewayRegistration(gateway: $0.uri, site: "site", key: $0.key.publicKey)
            },
            authorities: Authorities(keys: authorities.map(\.publicKey), threshold: 2) ?? .none)
    }

    /// The next batch of a gateway, of so many new entries.
    mutating func batch(of place: Int, entries count: Int) throws -> [UInt8] {
        var box = gateways[place]
        let first = box.sent + 1
        for _ in 0..<count {
            let seq = box.entries.count
            let visit = (0..<16).map { UInt8(truncatingIfNeeded: seq + $0 + place) }
            let body: EntryBody =
                seq % 3 == 1
                ? .intake(Self.load(visit, weighIn: box.entries[seq - 1].digest, net: seq))
                : .weighIn(WeighInBody(visit: visit))
            let made = try EntryMaker(gateway: box.uri, key: box.key).make(
                body, claims: [], after: box.link(seq),
                id: UUIDv7(milliseconds: 1_790_000_000_000 + Int64(seq), using: &random),
                time: 1_790_000_000 + Int64(seq) * 60, salts: &random)
            box.entries.append(made.entry)
        }
        box.sent = box.entries.count
        gateways[place] = box
        return try Batch.make(
            box.entries[(first - 1)...].map { .entry($0.bytes) }, chainID: NodeSite.chainID,
            gateway: box.uri, after: box.link(first - 1), validUntil: 1_000_000, key: box.key,
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &random)
        ).bytes
    }

    /// The next resolution.
    mutating func resolution(_ decisions: [Decision]) throws -> [UInt8] {
        resolutions += 1
        var signed = SignedResolution(
            Resolution(chainID: NodeSite.chainID, number: resolutions, decisions: decisions))
        for key in authorities.prefix(2) { try signed.sign(with: key) }
        return signed.bytes
    }

    /// What might come into one block: some batches, a repeat, rubbish, now and then a decision.
    mutating func block() throws -> [[UInt8]] {
        var block: [[UInt8]] = []
        for place in gateways.indices where Bool.random(using: &random) {
            block.append(try batch(of: place, entries: .random(in: 1...4, using: &random)))
        }
        if let first = block.first, Int.random(in: 0..<4, using: &random) == 0 {
            block.append(first)
        }
        if Int.random(in: 0..<5, using: &random) == 0 { block.append([1, 2, 3]) }
        if Int.random(in: 0..<10, using: &random) == 0 {
            let codes = (0..<3).map { _ in "EWC \(Int.random(in: 10...99, using: &random))" }
            block.append(try resolution([.permit(site: "another", codes: codes)]))
        }
        return block
    }

    private static func load(_ visit: [UInt8], weighIn: Digest, net: Int) -> IntakeBody {
        IntakeBody(
            visit: visit, weighIn: weighIn,
            code: WasteCode(scheme: "EWC", listVersion: "2014", code: "20 03 01"),
            net: .kilograms(Int64(10_000 + net)),
            source: WasteSource(kind: .municipality, area: "07"),
            destination: "plant-1", purpose: "R1", grades: [], outcome: .passed,
            ruleSet: .of([1]), results: [], documents: [])
    }
}
