package import struct Wire.Digest

/// A batch as the store keeps it: what a machine needs to go on after a crash.
///
/// The transaction's bytes lie beside it in the store, put there before they were sent first.
package struct StoredBatch: Hashable, Sendable {
    /// Its number.
    package let id: BatchID
    /// The sequence number of its first entry.
    package let first: UInt64
    /// The sequence number of its last entry.
    package let last: UInt64
    /// SHA-256 of the transaction's bytes: the name nodes know it by.
    package let txHash: Digest
    /// The last height at which the ledger may accept it.
    package let validUntil: Int64
    /// How far it had come when last stored.
    package var state: DeliveryState

    package init(
        id: BatchID, first: UInt64, last: UInt64, txHash: Digest, validUntil: Int64,
        state: DeliveryState
    ) {
        precondition(first <= last, "a batch has at least one entry")
        self.id = id
        self.first = first
        self.last = last
        self.txHash = txHash
        self.validUntil = validUntil
        self.state = state
    }

    /// The sequence numbers it covers.
    package var entries: ClosedRange<UInt64> { first...last }

    /// The height a node named or we proved; nil before.
    package var height: Int64? { state.height }
}
