extension DeliveryMachine {
    /// The block and the ledger's answer in it are verified.
    mutating func takeProof(
        _ id: BatchID, height: Int64, code: UInt32, data: [UInt8], now: Int64
    ) {
        if let batch = ended[id], provingEnded[id] == height {
            takeProof(ofEnded: batch, height: height, code: code, now: now)
        }
        // A proof that comes late may be of a block that is asked for no more.
        guard let flight = flights.first(where: { $0.id == id }),
            case .included(let hash, let inclusion) = flight.stage, inclusion.height == height,
            let place = place(of: id, on: .prove)
        else { return }
        if let answer = LedgerAnswer(rawValue: code), answer.isSettled {
            move(place, to: .proven(hash, height: height, storeAt: now, attempts: 0))
        } else {
            refusedAt[id] = height
            takeRefusal(
                place, code: code, data: data, log: "verified at height \(height)",
                isVerified: true, now: now)
        }
    }

    /// What became of bytes that were given up is verified.
    private mutating func takeProof(
        ofEnded batch: StoredBatch, height: Int64, code: UInt32, now: Int64
    ) {
        provingEnded[batch.id] = nil
        if LedgerAnswer(rawValue: code)?.isSettled == true {
            revive(batch, height: height, now: now)
        } else {
            refusedAt[batch.id] = height
        }
    }

    /// There is no proof, for one reason or another; the batch is not delivered.
    mutating func takeProofFailure(_ id: BatchID, _ failure: ProofFailure, now: Int64) {
        guard let place = place(of: id, on: .prove),
            case .included(let hash, var inclusion) = flights[place].stage
        else { return }
        switch failure {
        case .notYet where inclusion.notYets < policy.proofPatience:
            let attempt = min(inclusion.notYets, 1)
            inclusion.notYets += 1
            inclusion.proveAt =
                now
                + backoff.pause(
                    attempt: attempt, first: policy.lookUpAfter, most: policy.lookUpAtMost)
            flights[place].stage = .included(hash, inclusion)
        case .away where inclusion.aways < policy.proofPatience:
            inclusion.aways += 1
            inclusion.proveAt = now + policy.lookUpAtMost
            flights[place].stage = .included(hash, inclusion)
        case .waits:
            inclusion.proveAt = now + policy.lookUpAtMost
            flights[place].stage = .included(hash, inclusion)
        case .notYet, .away:
            doubt(place, until: now)
        case .refuted(let reason):
            outbox.append(.report(.refuted(id, reason: reason)))
            let later = now + pauseBeforeSending(attempt: inclusion.refutations)
            inclusion.refutations += 1
            flights[place].stage = .included(hash, inclusion)
            doubt(place, until: later)
        }
    }

    /// The node's word about the block is no longer believed: the batch is looked up anew.
    private mutating func doubt(_ place: Int, until time: Int64) {
        guard case .included(let hash, let inclusion) = flights[place].stage else { return }
        var waits = Flight.Awaiting(isAccepted: false, lookUpAt: time, sendAt: time)
        waits.refutations = inclusion.refutations
        move(place, to: .awaiting(hash, waits))
    }

    /// Receipts and state are durable: the batch is delivered.
    mutating func takeReceiptsStored(_ id: BatchID, now: Int64) {
        guard let place = place(of: id, on: .storeReceipts),
            case .proven(_, let height, _, _) = flights[place].stage
        else { return }
        hurry(after: place, now: now)
        let entries = flights.remove(at: place).entries
        delivered.insert(entries)
        // What was too large for a node once need not be for ever.
        entryLimit = min(policy.maxEntries, entryLimit + max(1, entryLimit / 8))
        withheld = withheld.filter { !entries.contains($0) }
        ended = ended.filter { !delivered.covers($0.value.entries) }
        provingEnded = provingEnded.filter { ended[$0.key] != nil }
        let alive = Set(ended.keys).union(flights.map(\.id))
        refusedAt = refusedAt.filter { alive.contains($0.key) }
        outbox.append(.report(.delivered(id, entries: entries, height: height)))
    }

    /// The receipts could not be stored: the batch stays proven.
    mutating func takeReceiptsNotStored(_ id: BatchID, reason: String, now: Int64) {
        guard let place = place(of: id, on: .storeReceipts),
            case .proven(let hash, let height, _, let attempts) = flights[place].stage
        else { return }
        let later = now + pauseBeforeSending(attempt: attempts)
        flights[place].stage = .proven(
            hash, height: height, storeAt: later, attempts: attempts + 1)
        outbox.append(.report(.receiptsNotStored(id, reason: reason)))
    }
}
