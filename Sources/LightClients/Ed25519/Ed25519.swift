import Crypto

/// Ed25519 signatures by the rule that CometBFT counts votes by.
///
/// Since 0.37 that rule is ZIP 215. Crypto accepts a strict subset of it, so a vote it accepts is
/// good; one it refuses is looked at again by the wider rule before anybody is called a liar.
package enum Ed25519 {
    /// How many bytes a public key has.
    package static let keyCount = 32
    /// How many bytes a signature has.
    package static let signatureCount = 64

    /// Whether a signature is good.
    ///
    /// One that is refused takes many times as long; whoever checks a list stops at the first.
    package static func isValid(
        signature: [UInt8], message: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        guard signature.count == signatureCount, publicKey.count == keyCount else { return false }
        return isValidByCrypto(signature, message, publicKey)
            || ZIP215.isValid(signature: signature, message: message, publicKey: publicKey)
    }

    /// Whether Crypto accepts the signature: a strict subset of what the chain counts.
    static func isValidByCrypto(
        _ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]
    ) -> Bool {
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
                .isValidSignature(signature, for: message)
        } catch {
            return false  // a key Crypto does not take: the wider rule decides
        }
    }
}
