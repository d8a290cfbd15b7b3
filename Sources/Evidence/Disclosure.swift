package import Wire

/// What opens one redacted claim: its salt, its value and its key.
///
/// `[salt, value, key]` as a byte string; the digest in the entry is SHA-256 over that byte string
/// with its head, so that nothing can be read into it.
package struct Disclosure: Hashable, Sendable {
    package let salt: [UInt8]
    package let value: CBOR
    /// Which claim it is.
    package let key: Int64

    /// A claim with its salt, which has to be 16 bytes of chance.
    package init(salt: [UInt8], value: CBOR, key: Int64) {
        precondition(salt.count == RedactedClaims.saltCount, "a salt has 16 bytes")
        (self.salt, self.value, self.key) = (salt, value, key)
    }

    /// Reads a disclosure's bytes.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 3,
                let salt = parts[0].bytesValue, salt.count == RedactedClaims.saltCount,
                let key = parts[2].int
            else { throw CBORError.wrongType("[16-byte salt, value, key]") }
            self.init(salt: salt, value: parts[1], key: key)
        } catch {
            throw EvidenceError("not a disclosure", error)
        }
    }

    /// The array, encoded.
    package var bytes: [UInt8] {
        CBOR.array([.bytes(salt), value, .int(key)]).encoded()
    }

    /// What stands for it in the entry.
    package var digest: Digest { Disclosure.digest(of: bytes) }

    /// The digest of a disclosure or a decoy: of the byte string, head included.
    static func digest(of bytes: [UInt8]) -> Digest {
        .of(CBOR.bytes(bytes).encoded())
    }

    /// The digest of a decoy, which hides how many claims there are.
    static func decoy(salt: [UInt8]) -> Digest {
        digest(of: CBOR.array([.bytes(salt)]).encoded())
    }
}
