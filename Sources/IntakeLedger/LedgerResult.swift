import Evidence
import Wire

/// What the ledger answers to one transaction.
///
/// Code and data are voted on by the validators, with gas 0; the log is for people and is not.
package struct LedgerResult: Hashable, Sendable {
    /// Whether the entries stand in the ledger, or why not.
    package let code: LedgerCode
    /// By the table of `LedgerCode`; empty for most refusals.
    package let data: [UInt8]
    /// The reason in words; empty for a settled batch.
    package let log: String

    /// The answer to a batch that stands in the ledger; the first `known` of its entries were there
    /// before.
    static func settled(
        _ code: LedgerCode, _ header: BatchHeader, known: Int
    ) -> LedgerResult {
        let data = AcceptanceData(
            gateway: header.gateway, first: header.first, firstNew: header.first + UInt64(known),
            last: header.last, after: header.after, root: header.root)
        return LedgerResult(code: code, data: data.bytes, log: "")
    }

    /// The answer before a chain has begun.
    package static let notBegun = LedgerResult.refused(
        .notBegun, "this node has no chain yet; ask again later")

    /// The answer to a resolution that holds.
    static func resolved(_ code: LedgerCode, number: UInt64, _ digest: Digest) -> LedgerResult {
        let data = CBOR.array([.unsigned(number), .digest(digest)]).encoded()
        return LedgerResult(code: code, data: data, log: "")
    }

    /// The answer to a batch that shows another entry than was recorded.
    static func forked(_ gateway: String, _ fork: ForkEvidence) -> LedgerResult {
        LedgerResult(
            code: .fork, data: fork.cbor(of: gateway).encoded(),
            log: "another digest is recorded as entry \(fork.seq)")
    }

    /// The answer to a batch that changes nothing.
    static func refused(_ code: LedgerCode, _ log: String) -> LedgerResult {
        LedgerResult(code: code, data: [], log: log)
    }

    /// The answer to a batch with an entry that the schema does not allow.
    static func contentRefused(gateway: String, seq: UInt64, _ log: String) -> LedgerResult {
        let data = CBOR.array([.text(gateway), .unsigned(seq)]).encoded()
        return LedgerResult(
            code: .contentRefused, data: data,
            log: "entry \(seq): \(log); send it as its digest alone")
    }
}
