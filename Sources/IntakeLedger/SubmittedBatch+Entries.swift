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
            let site = registry[header.gateway]?.site ?? ""
            return PublicRules(registry.policy, site: site).fault(of: entry.body)
        } catch {
            return error.message
        }
    }
}
