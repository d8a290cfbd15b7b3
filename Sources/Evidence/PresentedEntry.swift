/// An entry handed to somebody, with the disclosures that concern him.
package struct PresentedEntry: Hashable, Sendable {
    package let entry: JournalEntry
    /// Every one belongs to a digest in the entry.
    package let disclosures: [Disclosure]

    /// An entry with disclosures that came beside it; the same checks as for one read whole.
    package init(_ entry: JournalEntry, disclosures: [Disclosure]) throws(EntryError) {
        (self.entry, self.disclosures) = (entry, disclosures)
        try check()
    }

    /// Reads an entry with or without disclosures.
    ///
    /// Throws `EntryError` when a disclosure does not belong to the entry, or comes twice.
    package init(decoding bytes: [UInt8]) throws(EntryError) {
        let message = try COSESign1(decoding: bytes, contentType: JournalEntry.contentType)
        var disclosures: [Disclosure] = []
        for bytes in message.disclosures {
            disclosures.append(try Disclosure(decoding: bytes))
        }
        self.disclosures = disclosures
        entry = try JournalEntry(message)
        try check()
    }

    private func check() throws(EntryError) {
        var seen: Set<Int64> = []
        for disclosure in disclosures {
            guard entry.claimDigests.contains(disclosure.digest) else {
                throw EntryError(
                    "the disclosure of claim \(disclosure.key) does not belong to entry "
                        + "\(entry.seq), or its value was changed", code: .foreign)
            }
            guard seen.insert(disclosure.key).inserted else {
                throw EntryError("claim \(disclosure.key) is disclosed twice")
            }
            _ = try Claim(disclosure)
        }
    }
}
