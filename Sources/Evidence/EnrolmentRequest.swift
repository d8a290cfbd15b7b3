import Wire

/// A gateway asks to be registered: what it is called, where it stands, its key, and the proof that it
/// has that key.
///
/// The site hands it to the chain's authorities by any carrier; they compare the thumbprint with what
/// the site reads to them from the box.
package struct EnrolmentRequest: Hashable, Sendable {
    package static let contentType = "application/weighpost-enrolment+cbor"

    package let chainID: String
    /// The gateway's URI.
    package let gateway: String
    /// The site as the registry is to know it.
    package let site: String
    package let key: VerifyingKey
    /// When it was asked, seconds since 1970.
    package let time: Int64
    /// The message: COSE_Sign1 by that key.
    package let bytes: [UInt8]

    /// Asks in the name of a gateway.
    package init(
        chainID: String, gateway: String, site: String, time: Int64, key: SigningKey
    ) throws(EvidenceError) {
        let payload = CBOR.dictionary([
            1: 1, 2: .text(chainID), 3: .text(site), 4: .bytes(key.publicKey.raw), 5: .int(time),
        ]).encoded()
        let message = try COSESign1.signed(
            payload, contentType: Self.contentType, issuer: gateway, subject: chainID, with: key)
        try self.init(decoding: message.bytes)
    }

    /// Reads a request, and checks that whoever asks has the key.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        let message = try COSESign1(decoding: bytes, contentType: Self.contentType)
        do throws(CBORError) {
            var map = try CBORMapReader(
                try CBOR(decoding: message.payload), of: "enrolment request")
            guard try map.uint(1, "version") == 1 else {
                throw CBORError.invalid("an enrolment request of a later version")
            }
            (chainID, site) = (try map.text(2, "chain id"), try map.text(3, "site"))
            guard let key = VerifyingKey(raw: try map.bytes(4, "key")) else {
                throw CBORError.wrongType("a key of 32 bytes")
            }
            (self.key, time) = (key, try map.int(5, "time"))
            try map.finish()
        } catch {
            throw EvidenceError("not an enrolment request", error)
        }
        (gateway, self.bytes) = (message.issuer, bytes)
        guard message.subject.utf8.elementsEqual(chainID.utf8), message.disclosures.isEmpty else {
            throw EvidenceError("an enrolment request for two chains")
        }
        try checkNames()
        try message.verify(key)
    }

    /// Whoever asks has written them, and authorities read them beside the thumbprint.
    private func checkNames() throws(EvidenceError) {
        do {
            try GatewayURI.check(gateway)
        } catch {
            throw EvidenceError("not an enrolment request", error)
        }
        for (name, what) in [(site, "site"), (chainID, "chain")] where !PlainName.isOne(name) {
            throw EvidenceError(
                "not an enrolment request: '\(name.cut(toBytes: 128))' is no name of a \(what): 1 to "
                    + "\(PlainName.longest) bytes of letters, digits and signs")
        }
    }
}
