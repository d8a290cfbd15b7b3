import Wire

/// The gateway goes on with another key: from the next entry on, the next key signs.
///
/// The previous key signs the entry that says so. Inside is the proof that whoever changes the key
/// has the next one, bound to this gateway and to the key before: so whoever knows either key can
/// follow the journal to the other.
package struct KeyBody: Hashable, Sendable {
    /// The key that signs what follows.
    package let next: VerifyingKey
    /// The key that signed what came before.
    package let previous: VerifyingKey
    /// 64 bytes: the next key's signature over `["weighpost key", gateway, previous, next]`.
    package let possession: [UInt8]

    /// Hands over from one key to the next.
    package init(
        gateway: String, from previous: VerifyingKey, to next: SigningKey
    ) throws(EvidenceError) {
        (self.next, self.previous) = (next.publicKey, previous)
        possession = try next.sign(
            KeyBody.toBeSigned(gateway: gateway, from: previous, to: next.publicKey))
    }

    /// Whether the next key agreed to follow the previous one at this gateway.
    package func isPossessed(at gateway: String) -> Bool {
        next.isValid(
            possession, for: KeyBody.toBeSigned(gateway: gateway, from: previous, to: next))
    }

    private static func toBeSigned(
        gateway: String, from previous: VerifyingKey, to next: VerifyingKey
    ) -> [UInt8] {
        CBOR.array(["weighpost key", .text(gateway), .bytes(previous.raw), .bytes(next.raw)])
            .encoded()
    }

    var cbor: CBOR {
        .dictionary([1: .bytes(next.raw), 2: .bytes(previous.raw), 3: .bytes(possession)])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "key")
        guard let next = VerifyingKey(raw: try map.bytes(1, "next key")),
            let previous = VerifyingKey(raw: try map.bytes(2, "previous key"))
        else { throw .wrongType("a key of 32 bytes") }
        let possession = try map.bytes(3, "proof of possession")
        guard possession.count == 64 else { throw .wrongType("a signature of 64 bytes") }
        guard next != previous else { throw .invalid("a key cannot follow itself") }
        (self.next, self.previous, self.possession) = (next, previous, possession)
        try map.finish()
    }
}
