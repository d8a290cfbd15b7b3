package import Wire

/// PublicKey: a validator's key; its kind is the number of its field (crypto/keys.proto).
///
/// Kinds that are not known here keep their number and their bytes.
package struct ABCIPublicKey: Hashable, Sendable {
    /// The kind of a key: the number of a field.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The field's number.
        package let rawValue: Int

        /// Ed25519, 32 bytes.
        package static let ed25519 = Kind(known: 1)
        /// secp256k1, 33 bytes.
        package static let secp256k1 = Kind(known: 2)
        /// BLS12-381, 96 bytes; since 0.39.
        package static let bls12381 = Kind(known: 3)
        /// ML-DSA-65, 1,952 bytes; since 0.40.
        package static let mldsa65 = Kind(known: 4)
        /// secp256k1 with Ethereum's addresses, 33 bytes; since 0.40.
        package static let secp256k1eth = Kind(known: 5)

        private init(known: Int) { rawValue = known }

        /// A kind by its number; nil when no field can have the number.
        package init?(rawValue: Int) {
            guard (1..<1 << 29).contains(rawValue) else { return nil }
            self.rawValue = rawValue
        }
    }

    /// The kind of the key.
    package var kind: Kind
    /// The key's bytes, whatever their number.
    package var keyBytes: [UInt8]

    /// A key as somebody shows it.
    package init(_ kind: Kind, _ keyBytes: [UInt8]) {
        (self.kind, self.keyBytes) = (kind, keyBytes)
    }

    /// The message: its one field is written also when the key has no bytes.
    package var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.message(field: kind.rawValue, keyBytes)
        return writer.bytes
    }

    /// The key in the bytes of the message, the last one if there are several; nil when none is.
    package static func read(_ bytes: [UInt8]) throws(ProtobufError) -> ABCIPublicKey? {
        var key: ABCIPublicKey?
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            guard let kind = Kind(rawValue: field.number) else { continue }
            if case .bytes(let keyBytes) = field.value {
                key = ABCIPublicKey(kind, keyBytes)
            } else if kind.rawValue <= Kind.secp256k1eth.rawValue {
                throw .wrongType(field: field.number, expected: "a key")
            }
        }
        return key
    }
}
