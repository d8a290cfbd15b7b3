package import IntakeLedger
import SQLite

extension LedgerReader {
    /// The gateways that have an entry of this id, in the order in which they recorded it, each
    /// once; so many at most.
    ///
    /// An id is unique within its journal as far as its gateway is honest; nothing keeps another
    /// gateway from writing the same.
    package func gateways(withRecord id: [UInt8], limit: Int) throws -> [String] {
        try database.rows(
            """
            SELECT uri FROM (
                SELECT gateway, min(place) AS first FROM entries WHERE record = ?
                GROUP BY gateway ORDER BY first LIMIT ?
            ) JOIN gateways ON number = gateway ORDER BY first
            """, [.blob(id), .integer(Int64(limit))]
        ).map { $0.text(0) }
    }

    /// The way of a gateway's load, by the id of any of its entries, from a place in the log on.
    ///
    /// Every entry of its visit and whatever speaks of them or they speak of: corrections, voids,
    /// outgoing loads that it went into, and for an outgoing load the loads that it consists of. Of
    /// loads beside it, the correction that counts and the void. Of an id that the gateway has used
    /// again, the first entry.
    package func way(
        ofRecord id: [UInt8], gateway: String, from place: Int64 = 0, limit: Int
    ) throws -> [LoggedEntry] {
        try logged(
            """
            WHERE entries.place IN (
                WITH named AS (
                    SELECT place, gateway, visit FROM entries
                    WHERE record = ?1 AND gateway = (SELECT number FROM gateways WHERE uri = ?2)
                    ORDER BY place LIMIT 1
                ),
                own AS (
                    SELECT place FROM named
                    UNION SELECT entries.place FROM entries JOIN named
                        ON entries.visit = named.visit AND entries.gateway = named.gateway
                ),
                near AS (
                    SELECT place FROM own
                    UNION SELECT target FROM mentions JOIN own USING (place)
                    UNION SELECT mentions.place FROM mentions JOIN own ON target = own.place
                )
                SELECT place FROM near
                UNION SELECT correction FROM loads JOIN near USING (place)
                UNION SELECT void FROM loads JOIN near USING (place)
            ) AND entries.place >= ?3 ORDER BY entries.place LIMIT ?4
            """, [.blob(id), .text(gateway), .integer(place), .integer(Int64(limit))])
    }
}
