import Evidence
import HTTPListening
import Intake
import IntakeLedger
import Wire

/// Entries, each with what verifies it, and what it says in clear.
struct EntriesAnswer: AnswerPart {
    let height: Int64
    let roots: [String]
    let log_size: UInt64
    let gateway: String?
    let also_at: [String]?
    let entries: [LoggedRow]
    let next: UInt64?

    init(
        _ proven: ProvenEntries, _ state: LedgerState, gateway: String? = nil,
        others: [String]? = nil, next: UInt64?
    ) {
        (height, roots, self.next) = (state.height, state.encodedRoots, next)
        (log_size, self.gateway, also_at) = (state.roots.log.count, gateway, others)
        entries = proven.entries.map { LoggedRow($0.entry, $0.path) }
    }

    static let about =
        "Entries, each with its path to the root of the log. That none is left out is not proven by "
        + "a list itself: the whole log at /v1/log is, by its root, and a gateway's journal, by its "
        + "numbers up to its proven head."
    static let fields: [AnswerField] = [
        .height, .roots, .logSize,
        .known(
            "gateway", .text,
            "Of a load's way, and of an entry by its digest: the gateway whose journal it is from."),
        .known(
            "also_at", .list(.text),
            "Of a load's way: other gateways, 10 at most, that have written the same id; ask for "
                + "theirs by name. An id is unique in its own journal only. Of an entry by its digest: "
                + "those that have recorded the same digest."),
        .entries, .next(),
    ]
}

/// An entry of the log.
struct LoggedRow: AnswerPart {
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
    let speaks_of: [ReferenceRow]?
    let reason: String?
    let entry: String?
    let index: UInt64
    let aunts: [String]

    static let about =
        "An entry of the log. Its leaf is CBOR [gateway, seq, digest, block, has bytes]: the digest as "
        + "32 bytes, the block as a whole number, and true where 'entry' is here."
    static let fields: [AnswerField] = [
        .always("gateway", .text, "The gateway whose journal it is from."),
        .always("seq", .count, "Its number in that journal, from 1."),
        .always("digest", .digest, "SHA-256 of its bytes."),
        .always("block", .count, "The block that recorded it."),
        .known("kind", .text, "What it is: intake, correction, void and so on."),
        .known("id", .text, "Its id, a UUID, as on the ticket."),
        .known("time", .time, "When it was made, by the gateway's clock, to the minute."),
        .known("net_kg", .number, "The load's net."), .known("code", .text, "The waste code."),
        .known("scheme", .text, "The code's scheme."),
        .known("area", .text, "The area that the load comes from."),
        .known("destination", .text, "Where it goes."),
        .known("outcome", .text, "What the rules said."),
        .known(
            "speaks_of", .list(.part(ReferenceRow.self)),
            "What a correction corrects, a void voids, an outgoing load consists of."),
        .known("reason", .text, "Why a load was corrected or voided."),
        .known(
            "entry", .bytes, "As it was signed; left out for one that travelled as its digest."),
        .always("index", .count, "Its place in the log, from 0."),
        .always(
            "aunts", .list(.digest),
            "From the leaf's sibling up, to the root of 'log' in 'roots' (RFC 6962, section 2.1.1)."
        ),
    ]
}

/// An earlier entry of the same gateway.
struct ReferenceRow: AnswerPart {
    let seq: UInt64
    let digest: String

    static let about = "An earlier entry of the same gateway."
    static let fields: [AnswerField] = [
        .always("seq", .count, "Its number."), .always("digest", .digest, "Its digest."),
    ]
}

extension LoggedRow {
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
            ? nil : references.map { ReferenceRow(seq: $0.seq, digest: $0.digest.description) }
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
