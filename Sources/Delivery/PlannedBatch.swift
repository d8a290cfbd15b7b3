/// What the machine wants signed: a run of entries that travel together in one transaction.
package struct PlannedBatch: Hashable, Sendable {
    /// The number it will be stored under.
    package let id: BatchID
    /// The sequence number of its first entry.
    package let first: UInt64
    /// The sequence number of its last entry; fewer may be signed when the bytes do not fit.
    package let last: UInt64
    /// The entries that travel as their digest alone, because the ledger refused their content.
    package let digestsOnly: Set<UInt64>
    /// The last height at which the ledger may accept it.
    package let validUntil: Int64

    package init(
        id: BatchID, first: UInt64, last: UInt64, digestsOnly: Set<UInt64>, validUntil: Int64
    ) {
        precondition(first <= last, "a batch has at least one entry")
        self.id = id
        self.first = first
        self.last = last
        self.digestsOnly = digestsOnly
        self.validUntil = validUntil
    }

    /// The sequence numbers it covers.
    package var entries: ClosedRange<UInt64> { first...last }
}
