import Evidence
import Wire

extension SubmittedBatch {
    /// Why the entries from some number on may not be recorded; nil when they may.
    ///
    /// Digests alone always may: they tell nothing but that there is an entry.
    func refusal(ofEntriesFrom first: UInt64, by registry: Registry) -> LedgerResult? {
        let new = entries.filter { $0.seq >= first }
        do throws(Refusal) {
            // All signatures first: what a stranger wrote into an entry is nobody's content.
            for entry in new { try checkSignature(of: entry) }
            for entry in new { try checkContent(of: entry, registry) }
            return nil
        } catch {
            return error.result
        }
    }

    private func checkSignature(of entry: EntryEnvelope) throws(Refusal) {
        do {
            try entry.message.verify(key)
        } catch {
            throw Refusal(.badEntrySignature, "entry \(entry.seq): \(error.message)")
        }
    }

    private func checkContent(
        of entry: EntryEnvelope, _ registry: Registry
    ) throws(Refusal) {
        let refusal = registry.schema.refusal(of: entry) ?? fault(of: entry, registry)
        guard let refusal else { return }
        throw Refusal(.contentRefused(gateway: header.gateway, seq: entry.seq, refusal))
    }

    /// What is wrong with an entry of allowed keys: a value of another type than its key has, or
    /// one that the public rules do not allow.
    private func fault(of envelope: EntryEnvelope, _ registry: Registry) -> String? {
        do {
            let entry = try JournalEntry(decoding: envelope.message.bytes)
            if case .key(let body) = entry.body { return fault(of: body, in: entry) }
            let site = registry[header.gateway]?.site ?? ""
            return PublicRules(registry.policy, site: site).fault(of: entry.body)
        } catch {
            return error.message
        }
    }

    /// A change of keys is proven by both, and ends its batch: what follows has another signer.
    private func fault(of body: KeyBody, in entry: JournalEntry) -> String? {
        do {
            try entry.verify(key)
        } catch {
            return error.message
        }
        return entry.seq == header.last
            ? nil : "a change of keys is the last entry of its batch, and this one goes on"
    }

    /// The key that signs what follows; nil where the batch changes none.
    var nextKey: VerifyingKey? {
        guard let last = entries.last, last.seq == header.last,
            last.kind == UInt64(EntryKind.key.rawValue)
        else { return nil }
        do {
            let entry = try JournalEntry(decoding: last.message.bytes)
            guard case .key(let body) = entry.body, body.next != key else { return nil }
            return body.next
        } catch {
            // Judged before it counts; an entry that cannot be read changes nothing.
            return nil
        }
    }
}
