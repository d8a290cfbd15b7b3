import Evidence
import Intake
import SQLite
import Wire

extension LedgerStore {
    /// Counts what an entry says of loads: a new one, or what an earlier one is after all.
    ///
    /// Entries come in the order of the log, so the last correction is the newest. A correction or a
    /// void that fits not what it speaks of (no load, another visit) has no effect; the ledger's state,
    /// which has digests alone, cannot refuse it.
    func count(_ entry: JournalEntry, at place: Int64, of gateway: Int64) throws {
        switch entry.body {
        case .intake(let load), .reject(let load):
            try insert(
                CountedLoad(
                    visit: load.visit, code: load.code, area: load.source?.area,
                    destination: load.destination, net: load.net, outcome: load.outcome),
                entry, at: place, of: gateway)
        case .outgoing(let load):
            try insert(
                CountedLoad(
                    visit: load.visit, code: load.code, area: nil,
                    destination: load.destination, net: load.net, outcome: nil),
                entry, at: place, of: gateway)
            for part in load.loads { try mention(part, by: place, of: gateway) }
        case .correction(let correction):
            if let target = try mention(correction.load, by: place, of: gateway) {
                try correct(target, correction, at: place)
            }
        case .void(let void):
            if let target = try mention(void.entry, by: place, of: gateway) {
                try withdraw(target, void, at: place)
            }
        case .weighIn, .event, .closing, .key: break
        }
    }

    private func insert(
        _ load: CountedLoad, _ entry: JournalEntry, at place: Int64, of gateway: Int64
    ) throws {
        try database.run(
            """
            INSERT INTO loads (place, gateway, kind, visit, time, scheme, code, area, destination,
                net, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(place), .integer(gateway), .integer(Int64(entry.kind.rawValue)),
                .blob(load.visit), .integer(entry.time), SQLiteValue(load.code?.scheme),
                SQLiteValue(load.code?.code), SQLiteValue(load.area), .text(load.destination),
                .integer(load.net.grams), SQLiteValue(load.outcome?.rawValue),
            ])
    }

    /// Keeps which entry speaks of which; gives the place of the latter, nil when it is not here.
    @discardableResult
    private func mention(
        _ reference: EntryReference, by place: Int64, of gateway: Int64
    ) throws -> Int64? {
        let row = try database.row(
            "SELECT place FROM entries WHERE gateway = ? AND seq = ? AND digest = ?",
            [
                .integer(gateway), .integer(Int64(clamping: reference.seq)),
                .blob(reference.digest.bytes),
            ])
        guard let target = row?.int(0) else { return nil }
        try database.run(
            "INSERT OR IGNORE INTO mentions (place, target) VALUES (?, ?)",
            [.integer(place), .integer(target)])
        return target
    }

    private func correct(
        _ target: Int64, _ correction: CorrectionBody, at place: Int64
    ) throws {
        // What goes out is not corrected, and what is void stays as it was.
        guard
            try database.row(
                """
                SELECT 1 FROM loads WHERE place = ? AND visit = ? AND kind IN (2, 9)
                    AND void IS NULL
                """, [.integer(target), .blob(correction.visit)]) != nil
        else { return }
        try keepFormer(target)
        try database.run(
            """
            UPDATE loads SET scheme = ?, code = ?, area = ?, destination = ?, correction = ?
            WHERE place = ?
            """,
            [
                SQLiteValue(correction.code?.scheme), SQLiteValue(correction.code?.code),
                SQLiteValue(correction.source?.area), .text(correction.destination),
                .integer(place), .integer(target),
            ])
    }

    private func withdraw(_ target: Int64, _ void: VoidBody, at place: Int64) throws {
        guard
            try database.row(
                "SELECT 1 FROM loads WHERE place = ? AND visit = ? AND void IS NULL",
                [.integer(target), .blob(void.visit)]) != nil
        else { return }
        try keepFormer(target)
        try database.run(
            "UPDATE loads SET void = ? WHERE place = ?", [.integer(place), .integer(target)])
    }

    private func keepFormer(_ target: Int64) throws {
        try database.run(
            """
            INSERT INTO former (place, scheme, code, area, destination)
            SELECT place, scheme, code, area, destination FROM loads WHERE place = ?
            """, [.integer(target)])
    }

    /// The tables that follow from the log.
    static let counted = ["loads", "former", "mentions"]
}

/// What of a load is counted and asked for.
private struct CountedLoad {
    let visit: [UInt8]
    let code: WasteCode?
    let area: String?
    let destination: String
    let net: Mass
    let outcome: RuleOutcome?
}
