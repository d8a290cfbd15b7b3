package import Wire

/// A message that several sign together: COSE_Sign (RFC 9052, 4.1), tagged, deterministic.
///
/// Protected header of the body: the content type alone. Of each signature: algorithm and key
/// thumbprint. Signatures stand in the order of their thumbprints, each key once.
package struct COSESign: Hashable, Sendable {
    /// The most signatures that are read: more keys than any board has.
    package static let maximumSignatures = 64

    struct Signature: Hashable, Sendable {
        let keyThumbprint: Digest
        let protected: [UInt8]
        let bytes: [UInt8]
    }

    package let contentType: String
    package let payload: [UInt8]
    private let protected: [UInt8]
    /// In the order of their thumbprints.
    var signatures: [Signature] = []

    /// A message that nobody has signed yet.
    package init(_ payload: [UInt8], contentType: String) {
        (self.payload, self.contentType) = (payload, contentType)
        protected = CBOR.dictionary([3: .text(contentType)]).encoded()
    }

    /// The thumbprints of the keys that are said to have signed.
    package var signers: [Digest] { signatures.map(\.keyThumbprint) }

    /// Adds a signature; in place of one by the same key.
    package mutating func sign(with key: SigningKey) throws(EvidenceError) {
        let thumbprint = key.publicKey.thumbprint
        let header = CBOR.dictionary([1: -19, 4: .digest(thumbprint)]).encoded()
        let bytes = try key.sign(toBeSigned(header))
        signatures.removeAll { $0.keyThumbprint == thumbprint }
        signatures.append(
            Signature(keyThumbprint: thumbprint, protected: header, bytes: bytes))
        signatures.sort { $0.keyThumbprint.bytes.lexicographicallyPrecedes($1.keyThumbprint.bytes) }
    }

    /// Which of these keys have signed.
    ///
    /// Signatures of other keys say nothing and are passed over; a false one of a key at hand is an
    /// error: nobody who is honest hands one on.
    package func signed(by keys: [VerifyingKey]) throws(EvidenceError) -> [VerifyingKey] {
        var good: [VerifyingKey] = []
        for key in keys {
            guard let signature = signatures.first(where: { $0.keyThumbprint == key.thumbprint })
            else { continue }
            guard isTrue(signature, of: key) else {
                throw EvidenceError(
                    "the signature of key \(key.thumbprint) is false", code: .falseSignature)
            }
            if !good.contains(key) { good.append(key) }
        }
        return good
    }

    /// Whether a signature is that of a key.
    func isTrue(_ signature: Signature, of key: VerifyingKey) -> Bool {
        key.isValid(signature.bytes, for: toBeSigned(signature.protected))
    }

    /// The bytes under one signature (RFC 9052, 4.4), without external data.
    private func toBeSigned(_ header: [UInt8]) -> [UInt8] {
        CBOR.array([
            "Signature", .bytes(protected), .bytes(header), .bytes([]), .bytes(payload),
        ]).encoded()
    }

    package var bytes: [UInt8] {
        CBOR.tagged(
            98,
            .array([
                .bytes(protected), .dictionary([]), .bytes(payload),
                .array(
                    signatures.map {
                        .array([.bytes($0.protected), .dictionary([]), .bytes($0.bytes)])
                    }),
            ])
        ).encoded()
    }

    /// Reads a message; anything but its one spelling is refused.
    package init(decoding bytes: [UInt8], contentType expected: String) throws(EvidenceError) {
        do throws(CBORError) {
            guard case .tagged(98, let content) = try CBOR(decoding: bytes),
                let parts = content.arrayValue, parts.count == 4,
                let payload = parts[2].bytesValue, let list = parts[3].arrayValue
            else { throw CBORError.wrongType("a tagged COSE_Sign") }
            self.init(payload, contentType: expected)
            guard parts[0].bytesValue == protected, parts[1] == .dictionary([]) else {
                throw CBORError.invalid("its content type is not '\(expected)'")
            }
            guard list.count <= COSESign.maximumSignatures else {
                throw CBORError.invalid("more than \(COSESign.maximumSignatures) signatures")
            }
            for item in list { signatures.append(try COSESign.signature(item)) }
            let order = signatures.map(\.keyThumbprint.bytes)
            guard zip(order, order.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) })
            else { throw CBORError.invalid("its signatures are not in the order of their keys") }
        } catch {
            throw EvidenceError("not a signed \(expected)", error)
        }
    }

    private static func signature(_ item: CBOR) throws(CBORError) -> Signature {
        guard let parts = item.arrayValue, parts.count == 3, let protected = parts[0].bytesValue,
            parts[1] == .dictionary([]), let bytes = parts[2].bytesValue, bytes.count == 64
        else { throw .wrongType("a COSE_Signature of 64 bytes") }
        var header = try CBORMapReader(try CBOR(decoding: protected), of: "signature's header")
        guard try header.int(1, "algorithm") == -19 else {
            throw .invalid("a signature's algorithm is not Ed25519")
        }
        let thumbprint = try header.digest(4, "key thumbprint")
        try header.finish()
        return Signature(keyThumbprint: thumbprint, protected: protected, bytes: bytes)
    }
}
