import Evidence
import Wire

/// What a transaction would do: its result, and what it adds to the journal of its gateway.
struct Judgement {
    let result: LedgerResult
    let addition: (gateway: String, digests: ArraySlice<Digest>)?

    init(_ result: LedgerResult, adds addition: (String, ArraySlice<Digest>)? = nil) {
        (self.result, self.addition) = (result, addition)
    }
}

extension IntakeLedger {
    /// Judges a transaction for a block of some height, by the table of `LedgerCode`.
    ///
    /// With `withPending` it may follow what is expected from transactions before it.
    mutating func judge(_ bytes: [UInt8], height: Int64, withPending: Bool) -> Judgement {
        let name = Digest.of(bytes)
        do throws(Refusal) {
            let batch = try submitted(bytes, name)
            let header = batch.header
            guard let chain = chains[header.gateway] else {
                preconditionFailure("every registered gateway has a chain")
            }
            switch chain.place(of: batch, withPending: withPending) {
            case .recorded where header.last <= chain.head.seq:
                return Judgement(.settled(.alreadyRecorded, header))
            case .recorded:
                // Expected already, from other bytes; which of the two comes first is open.
                try checkHeight(header, height)
                return Judgement(.settled(.accepted, header))
            case .fork(let seq):
                throw Refusal(.fork, "another digest is recorded as entry \(seq)")
            case .gap:
                try checkHeight(header, height)
                throw Refusal(
                    .gap, "begins at entry \(header.first), recorded is \(chain.head.seq)")
            case .follows(let known):
                try checkHeight(header, height)
                try checkEntries(of: batch, name, known: known)
                return Judgement(
                    .settled(.accepted, header),
                    adds: (header.gateway, batch.digests.dropFirst(known)))
            }
        } catch {
            return Judgement(error.result)
        }
    }

    private mutating func submitted(
        _ bytes: [UInt8], _ name: Digest
    ) throws(Refusal) -> SubmittedBatch {
        if let batch = seen.batches[name] { return batch }
        let batch = try SubmittedBatch(bytes, chainID: chainID, registry: registry)
        seen.keep(batch, name)
        return batch
    }

    private func checkHeight(_ header: BatchHeader, _ height: Int64) throws(Refusal) {
        guard height <= header.validUntil else {
            throw Refusal(
                .expired, "valid until block \(header.validUntil), and this is \(height)")
        }
    }

    private mutating func checkEntries(
        of batch: SubmittedBatch, _ name: Digest, known: Int
    ) throws(Refusal) {
        if seen.approved.contains(name) { return }
        let first = batch.header.first + UInt64(known)
        if let refusal = batch.refusal(ofEntriesFrom: first, by: schema) {
            throw Refusal(refusal)
        }
        if known == 0 { seen.approved.insert(name) }
    }
}
