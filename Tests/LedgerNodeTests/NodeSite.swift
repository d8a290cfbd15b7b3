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
        try self.init(
            seed: seed, names: (0..<count).map { "https://site-\($0).example/gateways/1" })
    }

    init(seed: UInt64, names: [String]) throws {
        random = SeededGenerator(seed: seed)
        authorities = try (0..<3).map {
            try SigningKey(seed: [UInt8](repeating: 200 + $0, count: 32))
        }
        gateways = try names.map { uri in
            Box(uri: uri, key: try SigningKey(seed: Digest.of([UInt8](uri.utf8)).bytes))
        }
    }

    var genesis: LedgerGenesis {
        LedgerGenesis(
            gateways: gateways.map {
                GatewayRegistration(gateway: $0.uri, site: "site", key: $0.key.publicKey)
            },
            authorities: Authorities(keys: authorities.map(\.publicKey), threshold: 2) ?? .none)
    }

    /// The next batch of a gateway: what was written and not sent, and so many new entries.
    mutating func batch(of place: Int, entries count: Int) throws -> [UInt8] {
        for _ in 0..<count {
            let entries = gateways[place].entries
            let seq = entries.count
            let visit = (0..<16).map { UInt8(truncatingIfNeeded: seq + $0 + place) }
            try write(
                seq % 3 == 1
                    ? .intake(Self.load(visit, weighIn: entries[seq - 1].digest, net: seq))
                    : .weighIn(WeighInBody(visit: visit)), at: place)
        }
        return try batch(of: place)
    }

    /// The next batch of a gateway: what was written and not sent.
    mutating func batch(of place: Int) throws -> [UInt8] {
        let box = gateways[place]
        gateways[place].sent = box.entries.count
        return try Batch.make(
            box.entries[box.sent...].map { .entry($0.bytes) }, chainID: NodeSite.chainID,
            gateway: box.uri, after: box.link(box.sent), validUntil: 1_000_000, key: box.key,
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &random)
        ).bytes
    }

    /// Writes the next entry of a gateway's journal.
    @discardableResult
    mutating func write(
        _ body: EntryBody, at place: Int = 0, id: UUIDv7? = nil
    ) throws -> JournalEntry {
        let box = gateways[place]
        let seq = Int64(box.entries.count)
        let made = UUIDv7(milliseconds: 1_790_000_000_000 + seq, using: &random)
        let entry = try EntryMaker(gateway: box.uri, key: box.key).make(
            body, claims: [], after: box.link(box.entries.count), id: id ?? made,
            time: 1_790_000_000 + seq * 60, salts: &random
        ).entry
        gateways[place].entries.append(entry)
        return entry
    }

    /// Writes something about an earlier entry of any kind, or an outgoing load of some of them.
    private mutating func speakOfEarlier(at place: Int) throws {
        guard let entry = gateways[place].entries.randomElement(using: &random) else { return }
        let visit = entry.body.visit ?? [UInt8](repeating: 0, count: 16)
        let reference = EntryReference(entry)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            try write(
                .correction(
                    CorrectionBody(
                        visit: visit, load: reference, code: nil, source: nil,
                        destination: "hall 1", purpose: "R12", reason: .judgedLater)), at: place)
        case 1:
            try write(
                .void(VoidBody(visit: visit, entry: reference, reason: .weighedTwice)), at: place)
        default:
            let loads = gateways[place].entries.shuffled(using: &random).prefix(3)
            try write(
                .outgoing(
                    try OutgoingBody(
                        visit: visit, weighIn: entry.digest, code: nil, net: .kilograms(1),
                        destination: "plant-2", purpose: "R1",
                        loads: loads.map { EntryReference($0) }, documents: [])), at: place)
        }
    }

    /// The first entry of a gateway once more, with another digest.
    mutating func fork(at place: Int) throws -> [UInt8] {
        try digests([.of([1])], at: place)
    }

    /// A batch of a gateway from its first entry on, of digests alone: whatever they are of.
    mutating func digests(_ digests: [Digest], at place: Int) throws -> [UInt8] {
        let box = gateways[place]
        return try Batch.make(
            digests.map { .digest($0) }, chainID: NodeSite.chainID, gateway: box.uri, after: .start,
            validUntil: 1_000_000, key: box.key,
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
            if Bool.random(using: &random) { try speakOfEarlier(at: place) }
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

    static func load(
        _ visit: [UInt8], weighIn: Digest, net: Int, code: String = "20 03 01", area: String = "07"
    ) -> IntakeBody {
        IntakeBody(
            visit: visit, weighIn: weighIn,
            code: WasteCode(scheme: "EWC", listVersion: "2014", code: code),
            net: .kilograms(Int64(10_000 + net)),
            source: WasteSource(kind: .municipality, area: area),
            destination: "plant-1", purpose: "R1", grades: [], outcome: .passed,
            ruleSet: .of([1]), results: [], documents: [])
    }
}
