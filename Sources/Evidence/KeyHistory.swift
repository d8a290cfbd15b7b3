/// Which key a gateway signs with, from which entry on.
///
/// A `key` entry ends one key's time and begins the next one's. Usually the key before signs it. A
/// gateway that lost its key goes on with one that the authorities registered anew; then the new key
/// signs the entry, and trust in the old key does not lead to the new one.
package struct KeyHistory: Hashable, Sendable {
    /// A key and the first entry it signs.
    package struct Epoch: Hashable, Sendable {
        /// The number of the first entry that it signs.
        package let first: UInt64
        package let key: VerifyingKey
    }

    /// In the order of their entries; never empty.
    package private(set) var epochs: [Epoch]

    /// One key from the beginning.
    package init(_ key: VerifyingKey) {
        epochs = [Epoch(first: 1, key: key)]
    }

    /// The key that signs the next entry.
    package var current: VerifyingKey { epochs[epochs.count - 1].key }

    /// The key that signs an entry.
    package func key(for seq: UInt64) -> VerifyingKey {
        (epochs.last { $0.first <= seq } ?? epochs[0]).key
    }

    /// The last entry that the key of this entry signs; nil while no other follows.
    package func end(ofKeyAt seq: UInt64) -> UInt64? {
        epochs.first { $0.first > seq }.map { $0.first - 1 }
    }

    /// Whether an entry is the last that its key signs.
    ///
    /// A `key` entry that is not was signed by the new key, which the authorities gave: nobody follows
    /// the key by it.
    package func isLast(ofKey seq: UInt64) -> Bool {
        epochs.contains { $0.first == seq + 1 }
    }

    /// The key that has to sign the next entry: the current one, or, where it was lost, the one that the
    /// entry changes to.
    package func signer(of entry: JournalEntry) -> VerifyingKey {
        guard case .key(let body) = entry.body, body.previous == current,
            entry.isSigned(by: body.next)
        else { return current }
        return body.next
    }

    /// Takes the next entry of a journal, after it was verified with `key(for:)`.
    ///
    /// A key entry that is known already changes nothing.
    package mutating func follow(_ entry: JournalEntry) {
        guard case .key(let body) = entry.body, entry.seq >= epochs[epochs.count - 1].first,
            body.previous == current
        else { return }
        let isOwn = entry.isSigned(by: body.next)
        epochs.append(Epoch(first: isOwn ? entry.seq : entry.seq + 1, key: body.next))
    }

    /// The history that a journal's key entries tell, in their order, to somebody who trusts one of
    /// the keys.
    ///
    /// Each entry's signature and its proof of possession are checked. Throws `EvidenceError` when an
    /// entry does not follow the one before, and when the trusted key leads not to all of the others.
    package init(keyEntries: [JournalEntry], trusted: VerifyingKey) throws(EvidenceError) {
        guard case .key(let first)? = keyEntries.first?.body else {
            self.init(trusted)
            return
        }
        self.init(first.previous)
        for entry in keyEntries {
            guard case .key(let body) = entry.body else {
                throw EvidenceError("entry \(entry.seq) changes no key")
            }
            guard body.previous == current else {
                throw EvidenceError(
                    "entry \(entry.seq) follows key \(body.previous.thumbprint), and the journal had "
                        + "\(current.thumbprint)", code: .otherKey)
            }
            try entry.verify(signer(of: entry))
            // From the old key to the new one leads the old one's signature alone.
            if epochs.contains(where: { $0.key == trusted }), entry.isSigned(by: body.next) {
                throw EvidenceError(
                    "entry \(entry.seq) takes key \(body.next.thumbprint) without the signature of "
                        + "the key before; ask the authorities whether they registered it",
                    code: .otherKey)
            }
            follow(entry)
        }
        guard epochs.contains(where: { $0.key == trusted }) else {
            throw EvidenceError(
                "key \(trusted.thumbprint) was never a key of this journal, which goes on with "
                    + "\(current.thumbprint)", code: .otherKey)
        }
    }
}
