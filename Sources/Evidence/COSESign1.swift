package import Wire

/// A signed message in its one spelling: COSE_Sign1 (RFC 9052, 4.2), tagged, deterministic.
///
/// Protected header: algorithm, content type, key thumbprint, issuer and subject, and nothing
/// else. Ed25519 is written as -19 (RFC 9864); -8, its older name, is read.
package struct COSESign1: Hashable, Sendable {
    /// Names of the protected header (RFC 9052, 3.1; RFC 9597).
    private enum Label {
        static let algorithm: CBOR = 1
        static let contentType: CBOR = 3
        static let keyID: CBOR = 4
        static let claims: CBOR = 15
        static let issuer: CBOR = 1
        static let subject: CBOR = 2
    }

    private static let ed25519: Int64 = -19
    private static let eddsa: Int64 = -8

    package let contentType: String
    /// The thumbprint of the key that signed.
    package let keyThumbprint: Digest
    package let issuer: String
    package let subject: String
    package let payload: [UInt8]
    /// What rides along unsigned: disclosures, each as its bytes.
    package let disclosures: [[UInt8]]
    private let protected: [UInt8]
    private let signature: [UInt8]

    /// Signs a payload.
    package static func signed(
        _ payload: [UInt8], contentType: String, issuer: String, subject: String,
        with key: SigningKey
    ) throws(EvidenceError) -> COSESign1 {
        let thumbprint = key.publicKey.thumbprint
        let protected = CBOR.dictionary([
            Label.algorithm: .int(ed25519), Label.contentType: .text(contentType),
            Label.keyID: .digest(thumbprint),
            Label.claims: .dictionary([
                Label.issuer: .text(issuer), Label.subject: .text(subject),
            ]),
        ]).encoded()
        let signature = try key.sign(toBeSigned(protected, payload))
        return COSESign1(
            contentType: contentType, keyThumbprint: thumbprint, issuer: issuer, subject: subject,
            payload: payload, disclosures: [], protected: protected, signature: signature)
    }

    private init(
        contentType: String, keyThumbprint: Digest, issuer: String, subject: String,
        payload: [UInt8], disclosures: [[UInt8]], protected: [UInt8], signature: [UInt8]
    ) {
        (self.contentType, self.keyThumbprint) = (contentType, keyThumbprint)
        (self.issuer, self.subject, self.payload) = (issuer, subject, payload)
        (self.disclosures, self.protected, self.signature) = (disclosures, protected, signature)
    }

    /// Reads a message; anything but its one spelling is refused.
    package init(decoding bytes: [UInt8], contentType expected: String) throws(EvidenceError) {
        do throws(CBORError) {
            let item = try CBOR(decoding: bytes)
            guard case .tagged(18, let content) = item, let parts = content.arrayValue,
                parts.count == 4, let protected = parts[0].bytesValue,
                let payload = parts[2].bytesValue, let signature = parts[3].bytesValue,
                signature.count == 64
            else { throw CBORError.wrongType("a tagged COSE_Sign1 with a 64-byte signature") }
            let disclosures = try COSESign1.disclosures(in: parts[1])
            var header = try CBORMapReader(try CBOR(decoding: protected), of: "protected header")
            let algorithm = try header.int(1, "algorithm")
            guard algorithm == COSESign1.ed25519 || algorithm == COSESign1.eddsa else {
                throw CBORError.invalid("algorithm \(algorithm) is not Ed25519")
            }
            let type = try header.text(3, "content type")
            guard type == expected else {
                throw CBORError.invalid("content type '\(type)' is not '\(expected)'")
            }
            let thumbprint = try header.digest(4, "key thumbprint")
            var claims = try CBORMapReader(try header.required(15, "claims"), of: "claims")
            let issuer = try claims.text(1, "issuer")
            let subject = try claims.text(2, "subject")
            try claims.finish()
            try header.finish()
            self.init(
                contentType: type, keyThumbprint: thumbprint, issuer: issuer, subject: subject,
                payload: payload, disclosures: disclosures, protected: protected,
                signature: signature)
        } catch {
            throw EvidenceError("not a signed \(expected)", error)
        }
    }

    /// The bytes with an empty unprotected header: what is digested, stored and sent.
    package var bytes: [UInt8] { encoded(unprotected: .dictionary([])) }

    /// The bytes with disclosures in the unprotected header, for handing the message to somebody.
    package func presented(with disclosures: [[UInt8]]) -> [UInt8] {
        guard !disclosures.isEmpty else { return bytes }
        let items = disclosures.map { CBOR.bytes($0) }
        return encoded(
            unprotected: .dictionary([(.int(RedactedClaims.disclosuresLabel), .array(items))]))
    }

    /// The same message without disclosures: the one that is digested, stored and sent.
    var bare: COSESign1 {
        COSESign1(
            contentType: contentType, keyThumbprint: keyThumbprint, issuer: issuer,
            subject: subject, payload: payload, disclosures: [], protected: protected,
            signature: signature)
    }

    /// Whether this key signed it.
    ///
    /// Throws `EvidenceError` that says whether the key is another one or the signature is false.
    package func verify(_ key: VerifyingKey) throws(EvidenceError) {
        guard keyThumbprint == key.thumbprint else {
            throw EvidenceError(
                "signed with key \(keyThumbprint), and the key at hand is \(key.thumbprint)",
                code: .otherKey)
        }
        guard key.isValid(signature, for: COSESign1.toBeSigned(protected, payload)) else {
            throw EvidenceError("the signature is false", code: .falseSignature)
        }
    }

    private func encoded(unprotected: CBOR) -> [UInt8] {
        CBOR.tagged(
            18, .array([.bytes(protected), unprotected, .bytes(payload), .bytes(signature)])
        ).encoded()
    }

    /// The bytes under the signature (RFC 9052, 4.4), without external data.
    static func toBeSigned(_ protected: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        CBOR.array(["Signature1", .bytes(protected), .bytes([]), .bytes(payload)]).encoded()
    }

    private static func disclosures(in unprotected: CBOR) throws(CBORError) -> [[UInt8]] {
        var header = try CBORMapReader(unprotected, of: "unprotected header")
        let items = try header.optionalArray(RedactedClaims.disclosuresLabel, "disclosures")
        try header.finish()
        guard let items else { return [] }
        var disclosures: [[UInt8]] = []
        for item in items {
            guard let bytes = item.bytesValue else {
                throw .wrongType("a disclosure: a byte string")
            }
            disclosures.append(bytes)
        }
        guard !disclosures.isEmpty else { throw .invalid("an empty list of disclosures") }
        return disclosures
    }
}
