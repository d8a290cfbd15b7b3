package import Crypto
package import LightClients
import Wire

/// A validator with its secret key: the same name gives the same key on every machine.
package struct SeededValidator: Sendable {
    /// The key it signs with.
    package let key: Curve25519.Signing.PrivateKey
    /// How it stands in its validator set; a test may let it lie.
    package var shown: Validator

    /// A validator of some power.
    package init(_ name: String, power: Int64 = 10) {
        do {
            key = try Curve25519.Signing.PrivateKey(
                rawRepresentation: Digest.of([UInt8](name.utf8)).bytes)
        } catch {
            preconditionFailure("every 32 bytes are the seed of a key: \(error)")
        }
        shown = Validator(
            publicKey: .ed25519([UInt8](key.publicKey.rawRepresentation)), votingPower: power)
    }

    /// Validators of equal power, in the order of their set.
    package static func equals(
        _ count: Int, prefix: String = "validator", power: Int64 = 10
    )
        -> [SeededValidator]
    {
        ordered((0..<count).map { SeededValidator("\(prefix) \($0)", power: power) })
    }

    /// The order of a validator set: by power, highest first, then by address.
    package static func ordered(_ validators: [SeededValidator]) -> [SeededValidator] {
        let places = ValidatorSet(ordering: validators.map(\.shown)).validators
        return validators.sorted { left, right in
            (places.firstIndex(of: left.shown) ?? 0) < (places.firstIndex(of: right.shown) ?? 0)
        }
    }

    /// Signs some bytes.
    package func sign(_ bytes: [UInt8]) -> [UInt8] {
        do {
            return [UInt8](try key.signature(for: bytes))
        } catch {
            preconditionFailure("an Ed25519 key signs everything: \(error)")
        }
    }
}

extension ValidatorSet {
    /// The set that these validators show.
    package init(_ validators: [SeededValidator]) {
        self.init(validators: validators.map(\.shown))
    }
}
