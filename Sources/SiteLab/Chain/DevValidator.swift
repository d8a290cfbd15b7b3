import Crypto
import LightClients
import Wire

/// A validator of a dev chain, with a key that follows from a seed.
struct DevValidator: Sendable {
    /// The public side.
    let validator: Validator
    private let key: Curve25519.Signing.PrivateKey

    init(seed: UInt64, number: Int, power: Int64) throws {
        let text = "weighpost dev validator \(seed) \(number)"
        key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: Wire.Digest.of([UInt8](text.utf8)).bytes)
        validator = Validator(
            publicKey: .ed25519([UInt8](key.publicKey.rawRepresentation)), votingPower: power)
    }

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        [UInt8](try key.signature(for: message))
    }
}
