package import Wire

/// A validator's public key.
package enum ValidatorKey: Hashable, Sendable {
    /// An Ed25519 key, 32 bytes.
    case ed25519([UInt8])
    /// A key of a kind that is not verified here, by the name it has in JSON.
    ///
    /// A validator set with such a key is refused, whatever the others in it say.
    case unsupported(type: String, bytes: [UInt8])

    /// How many bytes an address has.
    package static let addressCount = 20
    static let ed25519Name = "tendermint/PubKeyEd25519"

    /// The members of CometBFT's PublicKey message, by field number, with their names in JSON.
    private static let kinds: [(field: Int, name: String)] = [
        (1, ed25519Name), (2, "tendermint/PubKeySecp256k1"), (3, "cometbft/PubKeyBls12_381"),
        (4, "cometbft/PubKeyMlDsa65"), (5, "tendermint/PubKeySecp256k1eth"),
    ]

    /// Takes a key by the name of its kind in JSON.
    init(name: String, bytes: [UInt8]) {
        self =
            name == ValidatorKey.ed25519Name
            ? .ed25519(bytes) : .unsupported(type: name, bytes: bytes)
    }

    /// The name of the kind in JSON.
    package var name: String {
        switch self {
        case .ed25519: ValidatorKey.ed25519Name
        case .unsupported(let type, _): type
        }
    }

    /// The key's bytes.
    package var bytes: [UInt8] {
        switch self {
        case .ed25519(let bytes), .unsupported(_, let bytes): bytes
        }
    }

    /// The address of the key: the first 20 bytes of its SHA-256; nil for unsupported kinds.
    package var address: [UInt8]? {
        guard case .ed25519(let bytes) = self else { return nil }
        return Array(Digest.of(bytes).bytes.prefix(ValidatorKey.addressCount))
    }

    /// The PublicKey message; without content for a kind that has no number.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        if let kind = ValidatorKey.kinds.first(where: { $0.name == name }) {
            writer.message(field: kind.field, bytes)
        }
        return writer.bytes
    }

    /// Reads the PublicKey message.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        guard let field = try reader.next(), reader.isAtEnd,
            let kind = ValidatorKey.kinds.first(where: { $0.field == field.number })
        else { throw .invalid("a public key of no known kind") }
        self.init(name: kind.name, bytes: try field.bytes())
    }
}
