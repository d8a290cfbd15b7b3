extension DeliveryMachine {
    /// A node said where the transaction is, or that it does not know.
    mutating func takeLookUp(_ id: BatchID, _ answer: LookUpAnswer, now: Int64) {
        var found: Int64?
        if case .found(let height) = answer, refusedAt[id] != height { found = height }
        if let batch = ended[id] {
            guard let found, !delivered.covers(batch.entries) else { return }
            // A node's word is not enough to take the place of the batches that came after.
            provingEnded[id] = found
            outbox.append(.prove(id, height: found))
            return
        }
        guard let place = place(of: id, on: .lookUp),
            case .awaiting(let hash, var waits) = flights[place].stage
        else { return }
        if let found {
            let inclusion = Flight.Inclusion(
                height: found, proveAt: now, refutations: waits.refutations)
            move(place, to: .included(hash, inclusion))
            hurry(after: place, now: now)
            return
        }
        // "Not found" is never final: the same bytes go out again when their time has come.
        waits.lookUpAt = lookUpTime(&waits, now: now)
        flights[place].stage = .awaiting(hash, waits)
        if now >= waits.sendAt, node != nil {
            send(place, now: now)
        }
    }

    /// Asks for bytes that were given up: they may be the ones that were recorded.
    mutating func lookUpEnded(_ entries: ClosedRange<UInt64>) {
        for batch in ended.values.sorted(by: { $0.id < $1.id })
        where batch.entries.overlaps(entries) {
            outbox.append(.lookUp(batch.id))
        }
    }

    /// Bytes that were given up are proven to be recorded: they count after all.
    ///
    /// A node's word may have ended them. The batches that took their place end instead; what of
    /// these is not recorded is planned anew.
    mutating func revive(_ batch: StoredBatch, height: Int64, now: Int64) {
        let rivals = flights.indices.filter { flights[$0].entries.overlaps(batch.entries) }
        let isLost = rivals.contains {
            if case .proven = flights[$0].stage { true } else { false }
        }
        guard !isLost, !delivered.covers(batch.entries) else { return }
        for place in rivals.reversed() { end(place, .superseded) }
        ended[batch.id] = nil
        insert(
            Flight(
                id: batch.id, entries: batch.entries, validUntil: batch.validUntil,
                stage: .proven(batch.txHash, height: height, storeAt: now, attempts: 0)))
        outbox.append(.store(batch.id, .proven(height: height)))
    }

    /// The batch's bytes count no more.
    mutating func end(_ place: Int, _ reason: DeliveryState.EndReason) {
        let flight = flights.remove(at: place)
        guard let hash = flight.txHash else {
            droppedPlans.insert(flight.id)
            return
        }
        ended[flight.id] = StoredBatch(
            id: flight.id, first: flight.first, last: flight.last, txHash: hash,
            validUntil: flight.validUntil, state: .ended(reason))
        outbox.append(.store(flight.id, .ended(reason)))
    }
}
