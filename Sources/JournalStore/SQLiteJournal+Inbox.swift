package import Intake
import SQLite

/// A broker message that was committed before it was acknowledged.
package struct InboxMessage: Hashable, Sendable {
    /// What makes it the same message when the broker sends it again.
    package let key: String
    package let topic: String
    package let payload: [UInt8]
    /// The boot in which it arrived: monotonic times of other boots do not compare.
    package let boot: [UInt8]
    package let monotonic: MonotonicTime
    package let wall: WallTime

    package init(
        key: String, topic: String, payload: [UInt8], boot: [UInt8], monotonic: MonotonicTime,
        wall: WallTime
    ) {
        (self.key, self.topic, self.payload) = (key, topic, payload)
        (self.boot, self.monotonic, self.wall) = (boot, monotonic, wall)
    }
}

extension SQLiteJournal {
    /// Keeps a message that counts as an event; durable when this returns.
    ///
    /// - Returns: false when the same message was kept before.
    package func receive(_ message: InboxMessage) throws -> Bool {
        try telling("keeping a broker message") {
            let kept = try database.run(
                """
                INSERT OR IGNORE INTO inbox
                (key, topic, payload, boot, monotonic, seconds, nanoseconds, clock)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(message.key), .text(message.topic), .blob(message.payload),
                    .blob(message.boot), .integer(Int64(clamping: message.monotonic.nanoseconds)),
                    .integer(message.wall.seconds), .integer(Int64(message.wall.nanoseconds)),
                    .integer(Int64(message.wall.clock.rawValue)),
                ])
            return kept > 0
        }
    }

    /// The messages of this boot that are younger than `since`, oldest first.
    package func inbox(since: MonotonicTime, boot: [UInt8]) throws -> [InboxMessage] {
        try telling("reading the inbox") {
            try database.rows(
                """
                SELECT key, topic, payload, boot, monotonic, seconds, nanoseconds, clock
                FROM inbox WHERE boot = ? AND monotonic >= ? ORDER BY number
                """,
                [.blob(boot), .integer(Int64(clamping: since.nanoseconds))]
            ).map { row in
                InboxMessage(
                    key: row.text(0), topic: row.text(1), payload: row.blob(2),
                    boot: row.blob(3),
                    monotonic: MonotonicTime(nanoseconds: UInt64(clamping: row.int(4))),
                    wall: WallTime(
                        seconds: row.int(5), nanoseconds: Int32(clamping: row.int(6)),
                        clock: ClockState(rawValue: Int(row.int(7))) ?? .unset))
            }
        }
    }

    /// Forgets all but the newest messages; plates must not pile up on the box.
    package func trimInbox(keeping count: Int) throws {
        try telling("trimming the inbox") {
            _ = try database.run(
                """
                DELETE FROM inbox WHERE number <=
                (SELECT max(number) FROM inbox) - ?
                """, [.integer(Int64(count))])
        }
    }
}
