import Evidence
import Wire

extension SubmittedBatch {
    /// Why the entries from some number on may not be recorded; nil when they may.
    ///
    /// Digests alone always may: they tell nothing but that there is an entry. `chain` is what the
    /// batch follows.
    func refusal(
        ofEntriesFrom first: UInt64, by registry: Registry, after chain: RecordedChain
    ) -> LedgerResult? {
        let new = entries.filter { $0.seq >= first }
        do throws(Refusal) {
            // All signatures first: what a stranger wrote into an entry is nobody's content.
            for entry in new { try checkSignature(of: entry) }
            for entry in new { try checkContent(of: entry, registry, chain) }
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
        of entry: EntryEnvelope, _ registry: Registry, _ chain: RecordedChain
    ) throws(Refusal) {
        let refusal = registry.schema.refusal(of: entry) ?? fault(of: entry, registry, chain)
        guard let refusal else { return }
        throw Refusal(.contentRefused(gateway: header.gateway, seq: entry.seq, refusal))
    }

    /// What is wrong with an entry of allowed keys: a value of another type than its key has, one
    /// that the public rules do not allow, or one that speaks of an entry that is not there.
    private func fault(
        of envelope: EntryEnvelope, _ registry: Registry, _ chain: RecordedChain
    ) -> String? {
        do {
            let entry = try JournalEntry(decoding: envelope.message.bytes)
            if case .key(let body) = entry.body { return fault(of: body, in: entry) }
            let site = registry[header.gateway]?.site ?? ""
            return PublicRules(registry.policy, site: site).fault(of: entry.body)
                ?? fault(ofReferencesIn: entry, chain)
        } catch {
            return error.message
        }
    }

    /// What a correction, a void or an outgoing load speaks of was recorded before it, in the same
    /// journal.
    ///
    /// That much follows from the digests, which are all that the state keeps. Whether it is an intake,
    /// of this visit, and not void, takes its bytes: `LedgerStore` has them and lets count only
    /// what fits, and so does whoever asks for a load's way. The answer for the same bytes is always the
    /// same, since a batch's digest before stands for everything that it follows.
    private func fault(ofReferencesIn entry: JournalEntry, _ chain: RecordedChain) -> String? {
        for reference in entry.body.references {
            guard reference.seq < entry.seq else {
                return "it speaks of entry \(reference.seq), which does not come before it"
            }
            guard digest(of: reference.seq, chain) == reference.digest else {
                return "another digest is recorded as entry \(reference.seq), which it speaks of"
            }
        }
        return nil
    }

    /// The digest of an entry of this batch, or of the chain before it.
    private func digest(of seq: UInt64, _ chain: RecordedChain) -> Digest {
        seq < header.first ? chain.digest(Int(seq)) : digests[Int(seq - header.first)]
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
