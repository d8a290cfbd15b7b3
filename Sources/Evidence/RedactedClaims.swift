import Wire

/// The labels of redacted claims, which are still those of a draft (SD-CWT): all in one place.
enum RedactedClaims {
    /// The key under which the digests stand: simple(59).
    static let digestsKey = CBOR.simple(59)
    /// The unprotected header that carries disclosures.
    static let disclosuresLabel: Int64 = 17
    /// A salt's length: 128 bits.
    static let saltCount = 16
    /// Digests are padded with decoys to a multiple of this, so that their number tells nothing.
    static let padding = 4
}
