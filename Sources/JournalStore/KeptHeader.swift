import LightClients
import SQLite
import Wire

/// How a verified header is read back from the journal.
enum KeptHeader {
    /// The header, its votes, its sets, and what it rests on.
    static let columns = """
        SELECT header, commit_bytes, own.bytes, next.bytes, is_anchor, via, witnesses,
            is_continuity FROM headers
        LEFT JOIN validator_sets AS own ON own.hash = headers.validators
        LEFT JOIN validator_sets AS next ON next.hash = headers.next_validators
        """

    /// Throws `JournalError` for bytes that were verified once and are no header any more.
    static func header(_ row: SQLiteRow) throws -> VerifiedHeader {
        do {
            return try VerifiedHeader(
                restoring: Header(protobuf: row.blob(0)),
                commit: row.optionalBlob(1).map { try Commit(protobuf: $0) },
                validators: row.optionalBlob(2).map { try ValidatorSet(protobuf: $0) },
                nextValidators: row.optionalBlob(3).map { try ValidatorSet(protobuf: $0) })
        } catch {
            throw JournalError(.damaged, "a verified header cannot be read again: \(error)")
        }
    }
}
