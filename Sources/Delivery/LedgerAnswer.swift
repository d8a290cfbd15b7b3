import Wire

/// What delivery has to know of the ledger's codes; the full table is `LedgerCode`.
package enum LedgerAnswer: UInt32, Sendable {
    /// The entries are recorded.
    case accepted = 0
    /// The same digests were recorded before; nothing changed.
    case alreadyRecorded = 1
    /// The batch begins beyond the entry after the recorded head: an earlier one is missing.
    case gap = 16
    /// Another digest is recorded under one of these sequence numbers.
    case fork = 17
    /// The content of one entry is not allowed; the answer's data names it.
    case contentRefused = 20
    /// The block is beyond the height the batch was valid until.
    case expired = 21
    /// The transaction is too large for the ledger.
    case tooLarge = 22

    /// Whether the entries stand in the ledger.
    package var isSettled: Bool { self == .accepted || self == .alreadyRecorded }

    /// The sequence number that a content refusal names: CBOR [gateway, sequence number].
    package static func offendingEntry(in data: [UInt8]) -> UInt64? {
        do {
            let parts = try CBOR(decoding: data).arrayValue ?? []
            return parts.count == 2 && parts[0].textValue != nil ? parts[1].uint : nil
        } catch {
            return nil
        }
    }
}
