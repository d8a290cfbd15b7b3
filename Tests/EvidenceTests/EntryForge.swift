import Wire

@testable import Evidence

/// An entry in parts that a test changes before it is signed, as a clumsy or hostile box would.
struct EntryForge {
    /// The protected header; a key set to nil is left out.
    var protected: [CBOR: CBOR]
    /// The claims in the protected header.
    var claims: [CBOR: CBOR] = [1: .text(Yard.gateway), 2: .text(Yard.id(1).urn)]
    var unprotected: CBOR = .dictionary([])
    var payload: [CBOR: CBOR]
    var tag: UInt64 = 18

    /// A good entry, of an event unless a body is given.
    init(_ body: EntryBody = .event(EventBody(code: .boot))) throws {
        protected = [
            1: .int(-19), 3: .text(JournalEntry.contentType),
            4: .digest(Yard.key.publicKey.thumbprint),
        ]
        payload = [
            1: 1, 2: .text(Yard.gateway), 3: 1, 4: .digest(.zero),
            5: .unsigned(UInt64(body.kind.rawValue)), 6: 1_795_500_840, 7: body.cbor,
        ]
    }

    /// The entry, with a good signature over whatever it now says.
    func bytes() throws -> [UInt8] {
        var header = protected
        if !claims.isEmpty { header[15] = EntryForge.map(claims) }
        return try bytes(EntryForge.map(header).encoded(), EntryForge.map(payload).encoded())
    }

    /// The entry with header and payload that are not even maps.
    func bytes(_ protected: [UInt8], _ payload: [UInt8]) throws -> [UInt8] {
        let signature = try Yard.key.sign(COSESign1.toBeSigned(protected, payload))
        return CBOR.tagged(
            tag, .array([.bytes(protected), unprotected, .bytes(payload), .bytes(signature)])
        ).encoded()
    }

    static func map(_ pairs: [CBOR: CBOR]) -> CBOR {
        .map(pairs.map { CBORPair($0.key, $0.value) })
    }
}
