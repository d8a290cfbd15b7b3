package import LightClients
import SQLite
import Wire

extension SQLiteJournal {
    /// Takes up where trust begins from now on, beside the configuration's anchor.
    ///
    /// `origin` says who vouched for it, `now` is seconds since 1970.
    package func take(_ anchor: Anchor, origin: String, now: Int64) throws {
        try telling("storing an anchor") {
            try database.run(
                "INSERT INTO anchors (height, hash, origin, taken) VALUES (?, ?, ?, ?)",
                [.integer(anchor.height), .blob(anchor.hash.bytes), .text(origin), .integer(now)])
        }
    }

    /// The anchors that came after the configuration's, in the order in which they came.
    package func anchors() throws -> [Anchor] {
        try telling("reading the anchors") {
            try database.rows("SELECT height, hash FROM anchors ORDER BY number").map { row in
                guard let hash = Digest(row.blob(1)) else {
                    throw JournalError(.damaged, "an anchor has no hash of 32 bytes")
                }
                return Anchor(height: row.int(0), hash: hash)
            }
        }
    }

    /// Keeps two blocks that contradict each other, until somebody decides; both evidences as JSON
    /// for the chain.
    package func keep(_ divergence: KeptDivergence) throws {
        try telling("storing a contradiction") {
            try database.run(
                """
                INSERT INTO divergences (found, words, against_primary, against_witness)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .integer(divergence.found), .text(divergence.words),
                    SQLiteValue(divergence.againstPrimary), SQLiteValue(divergence.againstWitness),
                ])
        }
    }

    /// The contradictions that nobody has decided yet.
    package func openDivergences() throws -> [KeptDivergence] {
        try telling("reading the contradictions") {
            try database.rows(KeptDivergence.openOnes).map(KeptDivergence.init)
        }
    }

    /// Notes that somebody has decided all of them; `now` is seconds since 1970.
    package func settleDivergences(now: Int64) throws {
        try telling("settling the contradictions") {
            try database.run(
                "UPDATE divergences SET settled = ? WHERE settled IS NULL", [.integer(now)])
        }
    }

    /// Forgets every verified header that is no anchor: trust begins anew.
    package func forgetHeaders() throws {
        try telling("forgetting the headers") { try database.run("DELETE FROM headers", []) }
    }
}
