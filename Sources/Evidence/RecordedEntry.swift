package import Wire

/// An entry as the ledger recorded it: what its log commits to of every one, beside the bytes.
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

    /// The leaf of the log: `[gateway, seq, digest, height, has bytes]`.
    ///
    /// A digest alone would prove nothing: any gateway may record the digest of another one's entry, or
    /// of an entry that never was, among its own.
    package var leaf: [UInt8] {
        CBOR.array([
            .text(gateway), .unsigned(seq), .digest(digest), .int(height), .bool(hasBytes),
        ]).encoded()
    }

    /// Reads a leaf; anything but its one spelling is refused.
    package init(leaf: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            guard let items = try CBOR(decoding: leaf).arrayValue, items.count == 5,
                let gateway = items[0].textValue, let seq = items[1].uint, seq > 0,
                let digest = items[2].digest, let height = items[3].int, height > 0,
                let hasBytes = items[4].boolValue
            else { throw CBORError.wrongType("[gateway, seq, digest, height, has bytes]") }
            self.init(
                gateway: gateway, seq: seq, digest: digest, height: height, hasBytes: hasBytes)
        } catch {
            throw EvidenceError("not an entry as a ledger records it", error)
        }
    }
}
