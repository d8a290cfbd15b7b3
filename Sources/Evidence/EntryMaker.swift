import Wire

/// An entry that was just made, with what opens its claims.
package struct MadeEntry: Hashable, Sendable {
    package let entry: JournalEntry
    package let disclosures: [Disclosure]
}

/// Makes a gateway's entries.
package struct EntryMaker: Sendable {
    /// The gateway's URI.
    package let gateway: String
    private let key: SigningKey

    /// Makes entries in the name of a gateway, signed with its key.
    package init(gateway: String, key: SigningKey) {
        (self.gateway, self.key) = (gateway, key)
    }

    /// Makes the entry after `head`.
    ///
    /// `time` is seconds since 1970 and is rounded down to the minute; the exact time belongs
    /// into the evidence. `salts` makes the salts of claims and decoys: the system's generator,
    /// but in tests.
    package func make(
        _ body: EntryBody, claims: [Claim], after head: ChainLink, id: EntryID, time: Int64,
        salts: inout some RandomNumberGenerator
    ) throws(EvidenceError) -> MadeEntry {
        guard Set(claims.map(\.key)).count == claims.count else {
            throw EvidenceError("one claim is made twice", code: .unmakeable)
        }
        var disclosures: [Disclosure] = []
        for claim in claims {
            disclosures.append(
                Disclosure(salt: salt(from: &salts), value: claim.cbor, key: claim.key))
        }
        var digests = disclosures.map(\.digest)
        while !digests.count.isMultiple(of: RedactedClaims.padding) {
            digests.append(Disclosure.decoy(salt: salt(from: &salts)))
        }
        let minute = time - ((time % 60) + 60) % 60
        let payload = EntryPayload(
            gateway: gateway, seq: head.next, prev: head.digest, time: minute, body: body,
            claimDigests: digests.sorted())
        let message = try COSESign1.signed(
            payload.encoded(), contentType: JournalEntry.contentType, issuer: gateway,
            subject: id.urn, with: key)
        do {
            // Read back at once: what cannot be read is never written.
            return MadeEntry(entry: try JournalEntry(message), disclosures: disclosures)
        } catch {
            throw EvidenceError(
                "the new entry cannot be read back: \(error)", code: .unmakeable)
        }
    }

    private func salt(from generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<RedactedClaims.saltCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
