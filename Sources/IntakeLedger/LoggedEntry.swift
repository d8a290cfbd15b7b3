package import Evidence
package import Wire

/// An entry as the ledger has it, with its place in the log.
package struct LoggedEntry: Hashable, Sendable {
    /// From 0.
    package let place: UInt64
    package let gateway: String
    package let seq: UInt64
    package let digest: Digest
    /// The block that recorded it.
    package let height: Int64
    /// Nil for an entry that travelled as its digest.
    package let bytes: [UInt8]?

    package init(
        place: UInt64, gateway: String, seq: UInt64, digest: Digest, height: Int64,
        bytes: [UInt8]?
    ) {
        (self.place, self.gateway, self.seq) = (place, gateway, seq)
        (self.digest, self.height, self.bytes) = (digest, height, bytes)
    }
}

/// A load with the newest of its corrections, which says what it is.
package struct LoggedLoad: Hashable, Sendable {
    package let entry: LoggedEntry
    /// Nil for a load that is what it was recorded as.
    package let correction: LoggedEntry?

    package init(entry: LoggedEntry, correction: LoggedEntry?) {
        (self.entry, self.correction) = (entry, correction)
    }
}

/// Entries with what is needed to verify them: each with its path to the log's root, and the roots
/// whose hash stands in the header after `height`.
package struct ProvenEntries: Sendable {
    package let height: Int64
    /// The leaves under the app hash.
    package let roots: [[UInt8]]
    package let entries: [(entry: LoggedEntry, path: MerklePath)]
}

extension IntakeLedger {
    /// Puts the proofs beside entries of the log as it is after the last block; those that came
    /// later are left out.
    package func proven(_ entries: [LoggedEntry]) -> ProvenEntries {
        let logged = entries.filter { $0.place < log.size }
        let paths = log.paths(at: logged.map { Int(clamping: $0.place) }, size: log.size)
        return ProvenEntries(
            height: height, roots: roots.leaves, entries: Array(zip(logged, paths)))
    }

    /// The roots after the last block.
    package var roots: LedgerRoots { (snapshots.newest ?? snapshot).roots }
}
