package import Wire

/// An entry as it was recorded: what the state commits to of every one, beside its bytes.
package struct RecordedEntry: Hashable, Sendable {
    package let gateway: String
    package let seq: UInt64
    package let digest: Digest
    /// The block that recorded it.
    package let height: Int64
    /// Whether its bytes came with it; otherwise it travelled as its digest.
    package let hasBytes: Bool

    package init(
        gateway: String, seq: UInt64, digest: Digest, height: Int64, hasBytes: Bool
    ) {
        (self.gateway, self.seq, self.digest) = (gateway, seq, digest)
        (self.height, self.hasBytes) = (height, hasBytes)
    }

    /// The leaf under the root of all entries: `[gateway, seq, digest, height, has bytes]`.
    ///
    /// The log's leaves are digests alone, so that a receipt tells nothing of other entries; this one
    /// is for nodes that fetch the state, and cannot be shown an entry as another gateway's.
    var leaf: [UInt8] {
        CBOR.array([
            .text(gateway), .unsigned(seq), .digest(digest), .int(height), .bool(hasBytes),
        ]).encoded()
    }
}

extension BlockOutcome.Recorded {
    /// What was recorded, by a block of some height.
    package func entries(at height: Int64) -> [RecordedEntry] {
        zip(digests, entries).enumerated().map { offset, entry in
            RecordedEntry(
                gateway: gateway, seq: first + UInt64(offset), digest: entry.0,
                height: height, hasBytes: entry.1 != nil)
        }
    }
}
