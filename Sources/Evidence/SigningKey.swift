import Crypto

/// A gateway's private key: Ed25519 (RFC 8032).
///
/// The key never prints itself and never leaves the module but as signatures.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// The key that follows from 32 bytes of seed.
    ///
    /// Throws `EvidenceError` when there are not 32.
    package init(seed: [UInt8]) throws(EvidenceError) {
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw EvidenceError("an Ed25519 key has 32 bytes of seed, and here are \(seed.count)")
        }
    }

    /// The public half.
    package var publicKey: VerifyingKey { VerifyingKey(key.publicKey) }

    /// The 64 bytes of signature over a message.
    package func sign(_ message: [UInt8]) throws(EvidenceError) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw EvidenceError("signing failed: \(error)")
        }
    }
}
