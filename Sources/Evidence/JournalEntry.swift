package import Wire

/// The identity of an entry.
package typealias EntryID = UUIDv7

/// One entry of a gateway's journal: signed, numbered, and tied to the one before.
package struct JournalEntry: Hashable, Sendable {
    /// The content type of an entry.
    package static let contentType = "application/weighpost-entry+cbor"
    /// The version of the payload.
    static let version: UInt64 = 1

    /// The whole bytes, unprotected header empty: what is stored, digested and sent.
    package let bytes: [UInt8]
    /// SHA-256 of `bytes`.
    package let digest: Digest
    package let id: EntryID
    /// The gateway's URI.
    package let gateway: String
    package let seq: UInt64
    /// The digest of the entry before.
    package let prev: Digest
    /// Seconds since 1970, a whole minute.
    package let time: Int64
    package let body: EntryBody
    /// The digests of claims and decoys, ascending.
    package let claimDigests: [Digest]
    let message: COSESign1

    /// What kind of happening it is.
    package var kind: EntryKind { body.kind }
    /// The thumbprint of the key that signed.
    package var keyThumbprint: Digest { message.keyThumbprint }

    /// Reads an entry as it lies in a journal: anything but its one spelling is refused.
    package init(decoding bytes: [UInt8]) throws(EntryError) {
        let message = try COSESign1(decoding: bytes, contentType: JournalEntry.contentType)
        guard message.disclosures.isEmpty else {
            throw EntryError("disclosures do not belong in a journal")
        }
        try self.init(message)
    }

    /// Reads the payload of a message whose shape was checked.
    init(_ message: COSESign1) throws(EntryError) {
        // Handed over with disclosures or not, it is the same entry.
        self.message = message.bare
        bytes = message.bytes
        digest = .of(bytes)
        guard let id = EntryID(urn: message.subject) else {
            throw EntryError("'\(message.subject)' is not the name of an entry")
        }
        self.id = id
        do {
            let payload = try EntryPayload(decoding: message.payload)
            (gateway, seq, prev) = (payload.gateway, payload.seq, payload.prev)
            (time, body, claimDigests) = (payload.time, payload.body, payload.claimDigests)
        } catch {
            throw EntryError("the entry's payload: \(error)")
        }
        guard message.issuer.utf8.elementsEqual(gateway.utf8) else {
            throw EntryError("issuer '\(message.issuer)' is not the gateway '\(gateway)'")
        }
    }

    /// Checks the signature, and of a new key that whoever took it had it.
    package func verify(_ key: VerifyingKey) throws(EntryError) {
        do {
            try message.verify(key)
        } catch {
            throw EntryError("entry \(seq): \(error)", code: error.code)
        }
        guard case .key(let body) = body else { return }
        guard body.previous == key || body.next == key, body.isPossessed(at: gateway) else {
            throw EntryError(
                "entry \(seq): the new key's proof of possession is false", code: .falseSignature)
        }
    }

    /// Whether the entry names this key as its signer's.
    package func isSigned(by key: VerifyingKey) -> Bool { keyThumbprint == key.thumbprint }

    /// The bytes with disclosures, for handing the entry to whom they concern.
    package func presented(with disclosures: [Disclosure]) -> [UInt8] {
        message.presented(with: disclosures.map(\.bytes))
    }
}

extension JournalEntry {
    /// The content as it stands in the payload, for whoever judges its keys.
    package var content: CBOR { body.cbor }
}
