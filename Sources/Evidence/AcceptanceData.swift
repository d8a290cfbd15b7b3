package import Wire

/// What the ledger says of a batch it recorded: `[gateway, last, digest after, root]`.
package struct AcceptanceData: Hashable, Sendable {
    package let gateway: String
    package let last: UInt64
    package let after: Digest
    package let root: Digest

    /// What the ledger answers; `after` is the digest of entry `last`, `root` that of the batch.
    package init(gateway: String, last: UInt64, after: Digest, root: Digest) {
        (self.gateway, self.last, self.after, self.root) = (gateway, last, after, root)
    }

    /// What stands in the result of the transaction.
    package var bytes: [UInt8] {
        CBOR.array([.text(gateway), .unsigned(last), .digest(after), .digest(root)]).encoded()
    }

    /// Reads the data of a result.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 4,
                let gateway = parts[0].textValue, let last = parts[1].uint,
                let after = parts[2].digest, let root = parts[3].digest
            else { throw CBORError.wrongType("[gateway, last, digest after, root]") }
            self.init(gateway: gateway, last: last, after: after, root: root)
        } catch {
            throw EvidenceError("not the data of an accepted batch", error)
        }
    }
}
