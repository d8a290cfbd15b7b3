package import Wire

/// The end of a journal's chain: the number of its last entry, and that entry's digest.
package struct ChainLink: Hashable, Sendable {
    /// 0 before the first entry.
    package let seq: UInt64
    /// SHA-256 of the entry's whole bytes; 32 zero bytes before the first.
    package let digest: Digest

    /// The entry of that number and digest.
    package init(seq: UInt64, digest: Digest) {
        (self.seq, self.digest) = (seq, digest)
    }

    /// The number of the entry that follows.
    package var next: UInt64 { seq + 1 }

    /// Before the first entry.
    package static let start = ChainLink(seq: 0, digest: .zero)
}
