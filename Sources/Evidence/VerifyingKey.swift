import Crypto
package import Wire

/// A gateway's public key: Ed25519.
package struct VerifyingKey: Hashable, Sendable {
    /// The 32 bytes of the key.
    package let raw: [UInt8]
    /// The COSE key thumbprint (RFC 9679): SHA-256 over kty, crv and x alone.
    package let thumbprint: Wire.Digest

    init(_ key: Curve25519.Signing.PublicKey) {
        self.init(checked: Array(key.rawRepresentation))
    }

    /// The key of 32 bytes; nil for any other number of them.
    package init?(raw: [UInt8]) {
        guard raw.count == 32 else { return nil }
        self.init(checked: raw)
    }

    private init(checked raw: [UInt8]) {
        self.raw = raw
        thumbprint = .of(CBOR.dictionary([1: 1, -1: 6, -2: .bytes(raw)]).encoded())
    }

    /// Whether a signature over a message is this key's.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: raw)
            return key.isValidSignature(signature, for: message)
        } catch {
            // Bytes that are no point of the curve never signed anything.
            return false
        }
    }
}
