import Evidence
import Wire

/// A batch of which every part can be made to lie; what is not touched is consistent and signed.
struct BatchForge {
    var chainID = "test-1"
    var gateway: String
    var key: SigningKey
    var first: UInt64
    var last: UInt64
    var before: Digest
    var items: [[UInt8]]
    var validUntil: Int64 = 100
    /// Nil: as the items give them.
    var after: Digest?
    var root: Digest?

    init(gateway: String, key: SigningKey, before: ChainLink, items: [[UInt8]]) {
        (self.gateway, self.key, self.before) = (gateway, key, before.digest)
        (first, last) = (before.seq + 1, before.seq + UInt64(items.count))
        self.items = items
    }

    /// The transaction.
    func bytes() throws -> [UInt8] {
        let digests = items.map { Digest($0) ?? Digest.of($0) }
        let payload = CBOR.dictionary([
            1: 1, 2: .text(chainID), 3: .text(gateway), 4: .unsigned(first), 5: .unsigned(last),
            6: .digest(before), 7: .digest(after ?? digests[digests.count - 1]),
            8: .digest(root ?? Batch.root(of: digests)), 9: .int(validUntil),
        ])
        let header = try COSESign1.signed(
            payload.encoded(), contentType: Batch.contentType, issuer: gateway,
            subject: "urn:uuid:019a9e6c-0000-7000-8000-000000000000", with: key)
        return CBOR.array([1, .bytes(header.bytes), .array(items.map { .bytes($0) })]).encoded()
    }
}

/// An entry of which every part can be made to lie.
struct EntryForge {
    var gateway: String
    var key: SigningKey
    var seq: UInt64
    var prev: Digest
    var kind: CBOR = 1
    var body: CBOR = .dictionary([1: .bytes([UInt8](repeating: 7, count: 16))])
    /// What else stands in the payload.
    var extra: [(CBOR, CBOR)] = []
    /// What rides in the unprotected header.
    var disclosures: [[UInt8]] = []

    /// The entry that would follow the last one of a gateway.
    init(after gateway: TestGateway) {
        (self.gateway, key) = (gateway.uri, gateway.key)
        (seq, prev) = (
            UInt64(gateway.entries.count) + 1, gateway.link(gateway.entries.count).digest
        )
    }

    /// The whole bytes.
    func bytes() throws -> [UInt8] {
        let payload = CBOR.dictionary(
            [
                (1, 1), (2, .text(gateway)), (3, .unsigned(seq)), (4, .digest(prev)), (5, kind),
                (6, 1_790_000_040), (7, body),
            ] + extra)
        return try COSESign1.signed(
            payload.encoded(), contentType: JournalEntry.contentType, issuer: gateway,
            subject: "urn:uuid:019a9e6c-0000-7000-8000-000000000001", with: key
        ).presented(with: disclosures)
    }
}
