import Evidence
import LightClients
import Wire

extension SubmittedBatch {
    /// Checks the signatures of the entries from some number on.
    ///
    /// What a stranger wrote into an entry is nobody's content, so this comes first. Follows from the
    /// bytes and the key alone.
    func checkSignatures(from first: UInt64, _ checker: SignatureChecker) throws(Refusal) {
        let (new, key) = (entries.filter { $0.seq >= first }, key)
        guard
            let bad = checker.firstBad(
                among: new.count, { new[$0].message.isSigned(by: key) })
        else { return }
        do {
            try new[bad].message.verify(key)
        } catch {
            throw Refusal(.badEntrySignature, "entry \(new[bad].seq): \(error.message)")
        }
    }

    /// Checks that the registry lets the content of the entries from some number on stand.
    ///
    /// Digests alone always may: they tell nothing but that there is an entry. Follows from the bytes
    /// and the registry alone.
    func checkContent(from first: UInt64, by registry: Registry) throws(Refusal) {
        for entry in entries where entry.seq >= first {
            let fault =
                fault(ofLength: entry) ?? registry.schema.refusal(of: entry)
                ?? fault(of: entry, registry)
            guard let fault else { continue }
            throw refusal(of: entry, fault)
        }
    }

    /// Checks that what the entries from some number on speak of was recorded before them, in the same
    /// journal.
    ///
    /// That much follows from the digests, which are all that the state keeps. Whether it is an intake,
    /// of this visit, and not void, takes its bytes: `LedgerStore` has them and lets count only
    /// what fits, and so does whoever asks for a load's way.
    ///
    /// Never remembered: entries that came as digests alone name no entry before them, so the same batch
    /// may stand behind other entries in a block than in the mempool.
    func checkReferences(
        from first: UInt64, after chain: RecordedChain
    ) throws(Refusal) {
        for envelope in entries where envelope.seq >= first && envelope.speaksOfOthers {
            guard let fault = fault(ofReferencesIn: envelope, chain) else { continue }
            throw refusal(of: envelope, fault)
        }
    }

    private func refusal(of entry: EntryEnvelope, _ fault: String) -> Refusal {
        Refusal(.contentRefused(gateway: header.gateway, seq: entry.seq, fault))
    }

    private func fault(ofLength entry: EntryEnvelope) -> String? {
        let (length, most) = (entry.length, LedgerLimits.entryBytes)
        return length > most ? "\(length) bytes, at most \(most) go" : nil
    }

    /// What is wrong with an entry of allowed keys: a value of another type than its key has, or one
    /// that the public rules do not allow.
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

    private func fault(
        ofReferencesIn envelope: EntryEnvelope, _ chain: RecordedChain
    ) -> String? {
        let references: [EntryReference]
        do {
            references = try JournalEntry(decoding: envelope.message.bytes).body.references
        } catch {
            return error.message
        }
        for reference in references {
            guard reference.seq < envelope.seq else {
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
