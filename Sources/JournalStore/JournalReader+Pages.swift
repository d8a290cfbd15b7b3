import Delivery
import Evidence
import SQLite

extension JournalReader {
    /// An entry's bytes, and how far it is on its way.
    package struct Row: Sendable {
        package enum Standing: Sendable {
            case waiting
            /// In a batch that a node was given.
            case sent
            /// Its batch is proven; its receipt is not stored yet.
            case proven
            /// Its receipt is stored.
            case delivered
        }

        package let bytes: [UInt8]
        package let standing: Standing
    }

    /// Entries from a number on, in order, at most so many.
    package func rows(from first: UInt64, limit: Int) throws -> [Row] {
        try read(
            "SELECT seq, bytes FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?",
            [.seq(first), .integer(Int64(limit))])
    }

    /// Weigh-ins from a number on whose vehicle was not weighed out, in order, at most so many.
    package func openWeighIns(from first: UInt64, limit: Int) throws -> [Row] {
        try read(
            """
            SELECT seq, bytes FROM entries AS one WHERE kind = ? AND seq >= ? AND NOT EXISTS (
                SELECT 1 FROM entries AS other
                WHERE other.visit = one.visit AND other.seq <> one.seq
            ) ORDER BY seq LIMIT ?
            """,
            [
                .integer(Int64(EntryKind.weighIn.rawValue)), .seq(first),
                .integer(Int64(limit)),
            ])
    }

    /// Every entry up to this one has its receipt.
    package func deliveredThrough() throws -> UInt64 {
        try DeliveredMark.read(database)
    }

    /// The first entries of the batches that are neither delivered nor ended.
    ///
    /// Few are under way at once, and all of them are among the newest.
    package func batchesUnderWay() throws -> [UInt64] {
        try database.rows("SELECT state, height, first FROM batches ORDER BY number DESC LIMIT 64")
            .filter {
                DeliveryState(code: $0.int(0), height: $0.optionalInt(1))?.isFinal == false
            }.map { UInt64($0.int(2)) }
    }

    private func read(_ query: String, _ values: [SQLiteValue]) throws -> [Row] {
        try database.rows(query, values).map { row in
            Row(bytes: row.blob(1), standing: try standing(of: row.int(0)))
        }
    }

    private func standing(of seq: Int64) throws -> Row.Standing {
        if try isDelivered(UInt64(seq)) { return .delivered }
        let batches = try database.rows(
            "SELECT state, height FROM batches WHERE last >= ? AND first <= ? ORDER BY number",
            [.integer(seq), .integer(seq)])
        var standing = Row.Standing.waiting
        for row in batches {
            switch DeliveryState(code: row.int(0), height: row.optionalInt(1)) {
            case .proven, .delivered: return .proven
            case .sent, .unknown, .included: standing = .sent
            case .planned, .signed, .ended, nil: continue
            }
        }
        return standing
    }
}
