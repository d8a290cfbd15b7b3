import Crypto

/// What one signature costs: the floor under everything that signs or verifies.
enum CryptoFigures {
    private static let count = 1000
    /// As long as a typical entry.
    private static let message = [UInt8](repeating: 0x5a, count: 600)

    /// Ed25519 (RFC 8032) over 600 bytes, made and checked.
    static func measured() throws -> [Figure] {
        let key = Curve25519.Signing.PrivateKey()
        let publicKey = key.publicKey
        let signature = try key.signature(for: message)
        let signed = try Ruler.perSecond(count: count) { _ in _ = try key.signature(for: message) }
        let verified = try Ruler.perSecond(count: count) { _ in
            guard publicKey.isValidSignature(signature, for: message) else {
                throw BenchTrouble("a good signature is refused")
            }
        }
        return [
            Figure(
                "ed25519-sign", unit: "1/s", about: "signatures over 600 bytes, one thread",
                runs: signed),
            Figure(
                "ed25519-verify", unit: "1/s",
                about: "verified signatures over 600 bytes, one thread", runs: verified),
        ]
    }
}
