import Evidence
import Intake
import IntakeLedger
import Wire

/// Entries as JSON, each with what verifies it, and what it says in clear.
struct EntriesAnswer: Encodable {
    /// An entry of the log.
    struct One: Encodable {
        /// An earlier entry of the same gateway.
        struct Reference: Encodable {
            let seq: UInt64
            let digest: String
        }

        let gateway: String
        let seq: UInt64
        let digest: String
        let block: Int64
        let kind: String?
        let id: String?
        let time: String?
        let net_kg: Double?
        let code: String?
        let scheme: String?
        let area: String?
        let destination: String?
        let outcome: String?
        /// What a correction corrects, a void voids, an outgoing load consists of.
        let speaks_of: [Reference]?
        /// Why a load was corrected or voided.
        let reason: String?
        /// The entry as it was signed; null for one that travelled as its digest.
        let entry: String?
        let index: UInt64
        let aunts: [String]
    }

    let height: Int64
    let roots: [String]
    let log_size: UInt64?
    let entries: [One]
    let next: UInt64?

    init(_ proven: ProvenEntries, _ next: UInt64?) {
        (height, self.next) = (proven.height, next)
        roots = proven.roots.map { Base64.encode($0) }
        log_size = proven.entries.first?.path.total
        entries = proven.entries.map { One($0.entry, $0.path) }
    }
}

extension EntriesAnswer.One {
    fileprivate init(_ logged: LoggedEntry, _ path: MerklePath) {
        let entry = logged.bytes.flatMap(Self.read)
        let content = entry.map { PublicContent($0.body) }
        (gateway, seq, digest) = (logged.gateway, logged.seq, logged.digest.description)
        block = logged.height
        (kind, id) = (entry.map { "\($0.kind)" }, entry.map { "\($0.id)" })
        time = entry.flatMap { Timestamp(seconds: $0.time, nanoseconds: 0)?.rfc3339 }
        net_kg = content?.net.map { Double($0.grams) / 1_000 }
        (code, scheme) = (content?.code?.code, content?.code?.scheme)
        (area, destination) = (content?.source?.area, content?.destination)
        (outcome, reason) = (content?.outcome.map { "\($0)" }, content?.reason)
        let references = entry?.body.references ?? []
        speaks_of =
            references.isEmpty
            ? nil : references.map { Reference(seq: $0.seq, digest: $0.digest.description) }
        self.entry = logged.bytes.map { Base64.encode($0) }
        (index, aunts) = (path.index, path.aunts.map(\.description))
    }

    private static func read(_ bytes: [UInt8]) -> JournalEntry? {
        do {
            return try JournalEntry(decoding: bytes)
        } catch {
            // A kind of a later version: it is shown as it was signed.
            return nil
        }
    }
}

/// What an entry says of a load.
private struct PublicContent {
    var net: Mass?
    var code: WasteCode?
    var source: WasteSource?
    var destination: String?
    var outcome: RuleOutcome?
    var reason: String?

    init(_ body: EntryBody) {
        switch body {
        case .intake(let load), .reject(let load):
            (net, code, source) = (load.net, load.code, load.source)
            (destination, outcome) = (load.destination, load.outcome)
        case .outgoing(let load):
            (net, code, destination) = (load.net, load.code, load.destination)
        case .correction(let correction):
            (code, source) = (correction.code, correction.source)
            (destination, reason) = (correction.destination, "\(correction.reason)")
        case .void(let void): reason = "\(void.reason)"
        case .weighIn, .event, .closing, .key: break
        }
    }
}
