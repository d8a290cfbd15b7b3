package import Wire

/// What the ledger says of a batch that it has: `[gateway, first, first new, last, digest after, root]`.
///
/// First and last say how many entries are under the root, and so which number each of them has: a
/// Merkle path alone does not.
package struct AcceptanceData: Hashable, Sendable {
    package let gateway: String
    /// The batch's first entry.
    package let first: UInt64
    /// The first entry that this transaction recorded; beyond `last` where it recorded none.
    ///
    /// Those before it had been recorded by another one.
    package let firstNew: UInt64
    /// The batch's last entry.
    package let last: UInt64
    package let after: Digest
    package let root: Digest

    /// What the ledger answers; `after` is the digest of entry `last`, `root` that of the batch.
    package init(
        gateway: String, first: UInt64, firstNew: UInt64, last: UInt64, after: Digest, root: Digest
    ) {
        (self.gateway, self.first, self.firstNew, self.last) = (gateway, first, firstNew, last)
        (self.after, self.root) = (after, root)
    }

    /// How many entries are under the root.
    package var count: UInt64 { last - first + 1 }

    /// What stands in the result of the transaction.
    package var bytes: [UInt8] {
        CBOR.array([
            .text(gateway), .unsigned(first), .unsigned(firstNew), .unsigned(last),
            .digest(after), .digest(root),
        ]).encoded()
    }

    /// Reads the data of a result.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 6,
                let gateway = parts[0].textValue, let first = parts[1].uint,
                let firstNew = parts[2].uint, let last = parts[3].uint,
                let after = parts[4].digest, let root = parts[5].digest
            else {
                throw CBORError.wrongType("[gateway, first, first new, last, digest after, root]")
            }
            // No journal comes to the end of its numbers.
            guard first > 0, first <= last, last < .max, (first...last + 1).contains(firstNew)
            else { throw CBORError.invalid("entries \(first) to \(last), from \(firstNew) on new") }
            self.init(
                gateway: gateway, first: first, firstNew: firstNew, last: last, after: after,
                root: root)
        } catch {
            throw EvidenceError("not the data of an accepted batch", error)
        }
    }
}
