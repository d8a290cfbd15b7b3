import Evidence
import Wire

/// What a transaction would do: its result, and what it changes.
struct Judgement {
    enum Effect {
        case none
        /// Entries follow the head of a gateway's journal.
        case records(BlockOutcome.Recorded)
        /// A gateway is caught with two entries of one number.
        case catches(gateway: String, ForkEvidence)
        /// Registry, allow-list or policy change.
        case resolves(Registry)
    }

    let result: LedgerResult
    let effect: Effect
    /// A batch that is recorded already, within its height: it may enter a block once more, so that a
    /// gateway that lost its proof gets one.
    let isRepeat: Bool

    init(_ result: LedgerResult, _ effect: Effect = .none, isRepeat: Bool = false) {
        (self.result, self.effect, self.isRepeat) = (result, effect, isRepeat)
    }

    /// Whether it may enter a block: what records, resolves or catches, and a repeat in its time.
    ///
    /// What was decided needs no second block, and an old batch none that anybody may ask for.
    var entersBlocks: Bool {
        switch effect {
        case .catches, .records, .resolves: true
        case .none: result.code == .accepted || isRepeat
        }
    }
}

extension IntakeLedger {
    /// Judges a transaction for a block of some height, by the table of `LedgerCode`.
    ///
    /// With `withPending` it may follow what is expected from transactions before it.
    mutating func judge(
        _ bytes: [UInt8], height: Int64, withPending: Bool, place: Int = 0
    ) -> Judgement {
        if SignedResolution.isOne(bytes) {
            let (result, state) = resolve(bytes, withPending: withPending)
            return Judgement(result, state.map { .resolves($0) } ?? .none)
        }
        let name = Digest.of(bytes)
        do throws(Refusal) {
            let batch = try submitted(bytes, name, withPending)
            return try judge(batch, name, height, withPending, place)
        } catch {
            return Judgement(error.result)
        }
    }

    private mutating func judge(
        _ batch: SubmittedBatch, _ name: Digest, _ height: Int64, _ withPending: Bool,
        _ transaction: Int
    ) throws(Refusal) -> Judgement {
        let header = batch.header
        guard let chain = chains[header.gateway] else {
            preconditionFailure("every registered gateway has a chain")
        }
        let place = chain.place(of: batch, withPending: withPending)
        if place != .recorded { try checkKey(of: batch, chain, withPending) }
        switch place {
        case .recorded where header.last <= chain.head.seq:
            return Judgement(
                .settled(.alreadyRecorded, header, known: batch.digests.count),
                isRepeat: height <= header.validUntil)
        case .recorded:
            // Expected already, from other bytes; which of the two comes first is open.
            try checkHeight(header, height)
            return Judgement(.settled(.accepted, header, known: batch.digests.count))
        case .fork(let seq, let recorded, let shown):
            let fork = ForkEvidence(seq: seq, recorded: recorded, shown: shown, transaction: name)
            // Against what is only expected it proves nothing yet.
            let isNews = seq <= chain.head.seq && registry.policy.forks[header.gateway] == nil
            return Judgement(
                .forked(header.gateway, fork),
                isNews ? .catches(gateway: header.gateway, fork) : .none)
        case .gap:
            try checkHeight(header, height)
            throw Refusal(
                .gap, "begins at entry \(header.first), recorded is \(chain.head.seq)")
        case .follows(let known):
            try checkHeight(header, height)
            try checkRoom(for: batch.digests.count - known, in: chain, withPending)
            try checkEntries(of: batch, name, known: known, after: chain)
            return Judgement(
                .settled(.accepted, header, known: known),
                .records(batch.recorded(beyond: known, transaction: transaction)))
        }
    }

    private mutating func submitted(
        _ bytes: [UInt8], _ name: Digest, _ withPending: Bool
    ) throws(Refusal) -> SubmittedBatch {
        if let batch = seen.batches[name], accepts(batch.key, of: batch.header, withPending) {
            return batch
        }
        let batch = try SubmittedBatch(bytes, chainID: chainID) { header, thumbprint in
            registry.gateways[header.gateway].map { registration in
                let pending = withPending ? pendingKey(for: header) : nil
                return SubmittedBatch.Sender(
                    registration: registration,
                    key: pending
                        ?? registration.key(thumbprint, through: header.last)
                        ?? registration.key)
            }
        }
        seen.keep(batch, name)
        return batch
    }

    /// Whether a key that was good for a batch once still is.
    private func accepts(
        _ key: VerifyingKey, of header: BatchHeader, _ withPending: Bool
    ) -> Bool {
        if withPending, let pending = pendingKey(for: header) { return key == pending }
        return registry[header.gateway]?.accepts(key, through: header.last) == true
    }

    /// The key that has to sign a batch beyond a change of keys that is only expected.
    private func pendingKey(for header: BatchHeader) -> VerifyingKey? {
        guard let chain = chains[header.gateway], let key = chain.pendingKey,
            header.last > chain.head.seq + UInt64(chain.pending.count)
        else { return nil }
        return key
    }

    private func checkHeight(_ header: BatchHeader, _ height: Int64) throws(Refusal) {
        guard height <= header.validUntil else {
            throw Refusal(
                .expired, "valid until block \(header.validUntil), and this is \(height)")
        }
    }

    /// A key that the gateway gave up says nothing new, and nothing against what is recorded: whoever
    /// finds it on an old disk could make a liar of its gateway.
    private func checkKey(
        of batch: SubmittedBatch, _ chain: RecordedChain, _ withPending: Bool
    ) throws(Refusal) {
        if registry[batch.header.gateway]?.key == batch.key { return }
        if withPending, chain.pendingKey == batch.key { return }
        throw Refusal(
            .badBatchSignature, "signed with a key that the gateway gave up, and not recorded so")
    }

    private func checkRoom(
        for count: Int, in chain: RecordedChain, _ withPending: Bool
    ) throws(Refusal) {
        guard count <= chain.room(withPending: withPending) else {
            throw Refusal(
                .tooMany,
                "a block records \(LedgerLimits.blockEntries) entries of a gateway; "
                    + "send it again after the next one")
        }
    }

    /// Signatures and content of the same bytes are judged once; what they speak of, every time.
    private mutating func checkEntries(
        of batch: SubmittedBatch, _ name: Digest, known: Int, after chain: RecordedChain
    ) throws(Refusal) {
        let first = batch.header.first + UInt64(known)
        if !seen.signed.contains(name) {
            try batch.checkSignatures(from: first, checker)
            if known == 0 { seen.signed.insert(name) }
        }
        if !seen.approved.contains(name) {
            try batch.checkContent(from: first, by: registry)
            if known == 0 { seen.approved.insert(name) }
        }
        try batch.checkReferences(from: first, after: chain)
    }
}

extension SubmittedBatch {
    /// What it records, beyond the first so many of its items.
    fileprivate func recorded(beyond known: Int, transaction: Int) -> BlockOutcome.Recorded {
        BlockOutcome.Recorded(
            gateway: header.gateway, first: header.first + UInt64(known),
            digests: Array(digests.dropFirst(known)),
            entries: batch.items.dropFirst(known).map { item in
                if case .entry(let bytes) = item { bytes } else { nil }
            }, transaction: transaction, nextKey: nextKey)
    }
}
