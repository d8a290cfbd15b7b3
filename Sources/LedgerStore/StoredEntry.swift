import Evidence
import Intake
import SQLite
import Wire

/// One row of the log, with what of an entry everybody may ask for.
struct StoredEntry {
    /// The place in the log, from 0.
    let place: Int64
    /// The number of its gateway.
    let gateway: Int64
    let seq: UInt64
    let digest: Digest
    /// The block that recorded it.
    let height: Int64
    /// Nil for an entry that travelled as its digest.
    let bytes: [UInt8]?
}

extension LedgerStore {
    func insert(_ entry: StoredEntry) throws {
        // What the ledger took is an entry; a row without its content is still a row of the log.
        let content = entry.bytes.flatMap { PublicContent($0) }
        try database.run(
            """
            INSERT INTO entries (place, gateway, seq, digest, height, bytes, kind, record, visit,
                time, scheme, code, area, destination, net, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(entry.place), .integer(entry.gateway),
                .integer(Int64(clamping: entry.seq)),
                .blob(entry.digest.bytes), .integer(entry.height), SQLiteValue(entry.bytes),
            ] + (content?.values ?? Array(repeating: .null, count: PublicContent.count)))
    }
}

/// What of an entry stands in columns of its own.
private struct PublicContent {
    static let count = 10

    let values: [SQLiteValue]

    init?(_ bytes: [UInt8]) {
        let entry: JournalEntry
        do {
            entry = try JournalEntry(decoding: bytes)
        } catch {
            return nil
        }
        var load: IntakeBody?
        switch entry.body {
        case .intake(let body), .reject(let body): load = body
        case .weighIn, .outgoing, .correction, .void, .event, .closing, .key: break
        }
        values = [
            .integer(Int64(entry.kind.rawValue)), .blob(entry.id.bytes),
            SQLiteValue(entry.body.visit), .integer(entry.time), SQLiteValue(load?.code?.scheme),
            SQLiteValue(load?.code?.code), SQLiteValue(load?.source?.area),
            SQLiteValue(load?.destination), SQLiteValue(load?.net.grams),
            SQLiteValue(load?.outcome.rawValue),
        ]
    }
}
