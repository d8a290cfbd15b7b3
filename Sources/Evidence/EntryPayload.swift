import Wire

/// The signed content of an entry.
struct EntryPayload: Hashable, Sendable {
    let gateway: String
    let seq: UInt64
    let prev: Digest
    let time: Int64
    let body: EntryBody
    let claimDigests: [Digest]

    func encoded() -> [UInt8] {
        var pairs: [(CBOR, CBOR)] = [
            (1, .unsigned(JournalEntry.version)), (2, .text(gateway)), (3, .unsigned(seq)),
            (4, .digest(prev)), (5, .unsigned(UInt64(body.kind.rawValue))), (6, .int(time)),
            (7, body.cbor),
        ]
        if !claimDigests.isEmpty {
            pairs.append((RedactedClaims.digestsKey, .array(claimDigests.map { .digest($0) })))
        }
        return CBOR.dictionary(pairs).encoded()
    }

    init(
        gateway: String, seq: UInt64, prev: Digest, time: Int64, body: EntryBody,
        claimDigests: [Digest]
    ) {
        (self.gateway, self.seq, self.prev) = (gateway, seq, prev)
        (self.time, self.body, self.claimDigests) = (time, body, claimDigests)
    }

    init(decoding bytes: [UInt8]) throws(CBORError) {
        var map = try CBORMapReader(try CBOR(decoding: bytes), of: "entry")
        let version = try map.uint(1, "version")
        guard version == JournalEntry.version else {
            throw .invalid("version \(version) is not known here")
        }
        gateway = try map.text(2, "gateway")
        try GatewayURI.check(gateway)
        seq = try map.uint(3, "sequence number")
        // Journals count in 63 bits, as their database does.
        guard seq > 0, seq <= UInt64(Int64.max) else { throw .invalid("entries count from 1") }
        prev = try map.digest(4, "previous digest")
        let number = try map.uint(5, "kind")
        guard let kind = UInt8(exactly: number).flatMap(EntryKind.init(rawValue:)) else {
            throw .invalid("there is no kind \(number)")
        }
        time = try map.int(6, "time")
        guard time.isMultiple(of: 60) else { throw .invalid("the time is not a whole minute") }
        body = try EntryBody(try map.required(7, "body"), of: kind)
        claimDigests = try EntryPayload.digests(map.optional(RedactedClaims.digestsKey))
        try map.finish()
    }

    private static func digests(_ value: CBOR?) throws(CBORError) -> [Digest] {
        guard let value else { return [] }
        guard let items = value.arrayValue, !items.isEmpty,
            items.count.isMultiple(of: RedactedClaims.padding)
        else { throw .wrongType("claim digests: a multiple of four") }
        var digests: [Digest] = []
        for item in items {
            guard let digest = item.digest else { throw .wrongType("claim digest: 32 bytes") }
            if let last = digests.last, last >= digest {
                throw .invalid("claim digests are not in ascending order")
            }
            digests.append(digest)
        }
        return digests
    }
}
