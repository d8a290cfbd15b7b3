import Evidence
import Intake
import IntakeLedger
import TestKit
import Wire

extension RecordedEntry {
    /// An entry that came with its bytes.
    init(_ entry: JournalEntry, height: Int64) {
        self.init(
            gateway: entry.gateway, seq: entry.seq, digest: entry.digest, height: height,
            hasBytes: true)
    }
}

/// A gateway with a journal, as a site has it: weigh-ins, intakes, events, closings.
struct TestGateway {
    let uri: String
    /// The key that signs what comes next.
    private(set) var key: SigningKey
    /// The key it began with.
    let firstKey: SigningKey
    private(set) var keys: [SigningKey] = []
    private(set) var entries: [JournalEntry] = []
    private var generator: SeededGenerator

    init(_ name: String, seed: UInt64 = 1) throws {
        uri = "https://\(name).example/gateways/1"
        key = try SigningKey(seed: Digest.of([UInt8](uri.utf8)).bytes)
        firstKey = key
        generator = SeededGenerator(seed: seed)
    }

    /// How it stands in the registry.
    func registration(
        _ status: GatewayRegistration.Status = .active
    ) -> GatewayRegistration {
        GatewayRegistration(
            gateway: uri, site: "site of \(uri)", key: firstKey.publicKey, status: status)
    }

    /// The end of the journal after some entry.
    func link(_ seq: Int) -> ChainLink {
        seq == 0 ? .start : ChainLink(seq: UInt64(seq), digest: entries[seq - 1].digest)
    }

    /// Writes entries of every kind, one after the other.
    mutating func write(_ count: Int) throws {
        for _ in 0..<count {
            let seq = entries.count
            let visit = (0..<16).map { UInt8(truncatingIfNeeded: seq + $0) }
            let body: EntryBody =
                switch seq % 4 {
                case 0: .weighIn(WeighInBody(visit: visit))
                case 1: .intake(load(visit, weighIn: entries[seq - 1].digest))
                case 2: .event(EventBody(code: .zero, subject: "scale", value: 20))
                default: .closing(ClosingBody(day: "2026-11-24", entries: 4, net: 15_380_000))
                }
            try write(body, claims: seq % 4 < 2 ? claims : [])
        }
    }

    /// Writes one entry.
    mutating func write(_ body: EntryBody, claims: [Claim] = []) throws {
        let made = try EntryMaker(gateway: uri, key: key).make(
            body, claims: claims, after: link(entries.count),
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &generator),
            time: 1_790_000_000, salts: &generator)
        entries.append(made.entry)
        keys.append(key)
    }

    /// An entry that stands nowhere in the journal yet, after any other.
    mutating func entry(_ body: EntryBody, after link: ChainLink) throws -> JournalEntry {
        try EntryMaker(gateway: uri, key: key).make(
            body, claims: [], after: link,
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &generator),
            time: 1_790_000_000, salts: &generator
        ).entry
    }

    /// Goes on with another key.
    mutating func change(to next: SigningKey) throws {
        try write(.key(try KeyBody(gateway: uri, from: key.publicKey, to: next)))
        key = next
    }

    /// A batch of entries, some of them as digests alone, by the key of its first entry unless told.
    mutating func batch(
        _ range: ClosedRange<Int>, digests: Set<Int> = [], validUntil: Int64 = 100,
        chainID: String = "test-1", key: SigningKey? = nil
    ) throws -> [UInt8] {
        let items = range.map { seq in
            let entry = entries[seq - 1]
            return digests.contains(seq)
                ? BatchItem.digest(entry.digest) : .entry(entry.bytes)
        }
        return try Batch.make(
            items, chainID: chainID, gateway: uri, after: link(range.lowerBound - 1),
            validUntil: validUntil, key: key ?? keys[range.lowerBound - 1],
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &generator)
        ).bytes
    }

    /// The forge of the batch that would follow some entry.
    func forge(_ range: ClosedRange<Int>) -> BatchForge {
        BatchForge(
            gateway: uri, key: keys[range.lowerBound - 1], before: link(range.lowerBound - 1),
            items: range.map { entries[$0 - 1].bytes })
    }

    private var claims: [Claim] {
        let parties = Parties(producer: "Baker", carrier: "Miller", contract: "C-17")
        return [.parties(parties)] + (Plate("AB 123").map { [.plate($0)] } ?? [])
    }

    private func load(_ visit: [UInt8], weighIn: Digest) -> IntakeBody {
        IntakeBody(
            visit: visit, weighIn: weighIn,
            code: WasteCode(scheme: "EWC", listVersion: "2014", code: "20 03 01"),
            net: .kilograms(15_380), source: WasteSource(kind: .municipality, area: "07"),
            destination: "plant-1", purpose: "R1", grades: [], outcome: .passed,
            ruleSet: .of([1]), results: [], documents: [])
    }
}
