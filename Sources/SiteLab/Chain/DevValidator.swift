import Crypto
import LightClients
import Wire

/// A validator of a dev chain, with a key that follows from a seed.
struct DevValidator: Sendable {
    let power: Int64
    private let key: Curve25519.Signing.PrivateKey

    init(seed: UInt64, number: Int, power: Int64) throws {
        let text = "weighpost dev validator \(seed) \(number)"
        key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: Array(SHA256.hash(data: Array(text.utf8))))
        self.power = power
    }

    /// The public side.
    var validator: Validator {
        Validator(
            publicKey: .ed25519(Array(key.publicKey.rawRepresentation)), votingPower: power)
    }

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: message))
    }
}
