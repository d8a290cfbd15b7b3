package import Wire

/// What a gateway signs over a batch.
package struct BatchHeader: Hashable, Sendable {
    package let chainID: String
    package let gateway: String
    package let first: UInt64
    package let last: UInt64
    /// The digest of the entry before the first.
    package let before: Digest
    /// The digest of the last entry.
    package let after: Digest
    package let root: Digest
    /// The last height at which the ledger may accept it.
    package let validUntil: Int64

    /// What is signed over entries `first` to `last`.
    package init(
        chainID: String, gateway: String, first: UInt64, last: UInt64, before: Digest,
        after: Digest, root: Digest, validUntil: Int64
    ) {
        (self.chainID, self.gateway, self.first, self.last) = (chainID, gateway, first, last)
        (self.before, self.after, self.root) = (before, after, root)
        self.validUntil = validUntil
    }

    func encoded() -> [UInt8] {
        CBOR.dictionary([
            1: .unsigned(Batch.version), 2: .text(chainID), 3: .text(gateway),
            4: .unsigned(first), 5: .unsigned(last), 6: .digest(before), 7: .digest(after),
            8: .digest(root), 9: .int(validUntil),
        ]).encoded()
    }

    init(decoding bytes: [UInt8]) throws(CBORError) {
        var map = try CBORMapReader(try CBOR(decoding: bytes), of: "batch header")
        guard try map.uint(1, "version") == Batch.version else {
            throw .invalid("a version that is not known here")
        }
        self.init(
            chainID: try map.text(2, "chain id"), gateway: try map.text(3, "gateway"),
            first: try map.uint(4, "first"), last: try map.uint(5, "last"),
            before: try map.digest(6, "digest before"), after: try map.digest(7, "digest after"),
            root: try map.digest(8, "root"), validUntil: try map.int(9, "valid until"))
        try map.finish()
        try GatewayURI.check(gateway)
        guard first > 0, last >= first, last <= UInt64(Int64.max), validUntil > 0 else {
            throw .invalid("a range or height that cannot be")
        }
    }
}
