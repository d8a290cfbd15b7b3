import Wire

extension DeliveryMachine {
    /// Plans the next batch: the lowest entries that no batch carries.
    ///
    /// One at a time, so that the next begins where this one really ended; and only while a node
    /// answers, so that a batch is not old before it is sent first.
    mutating func plan(now: Int64) {
        if waitingSince == nil, journalLast > signedThrough { waitingSince = now }
        guard let node, now >= planNotBefore, flights.count < policy.inFlight,
            !flights.contains(where: { $0.stage == .signing }),
            let entries = nextEntries(), isTime(for: entries, now: now)
        else { return }
        lastID = lastID.next
        let (end, overflows) = node.addingReportingOverflow(policy.validForBlocks)
        let batch = PlannedBatch(
            id: lastID, first: entries.lowerBound, last: entries.upperBound,
            digestsOnly: withheld.filter(entries.contains), validUntil: overflows ? .max : end)
        var flight = Flight(
            id: batch.id, entries: entries, validUntil: batch.validUntil, stage: .signing)
        flight.errand = (.sign, now)
        insert(flight)
        outbox.append(.plan(batch))
    }

    /// The lowest run of entries that no batch carries, as long as one batch may be.
    private func nextEntries() -> ClosedRange<UInt64>? {
        var first = delivered.through + 1
        var end = journalLast
        let carried = (delivered.runs + flights.map(\.entries))
            .sorted { $0.lowerBound < $1.lowerBound }
        for entries in carried {
            if entries.lowerBound > first {
                end = min(end, entries.lowerBound - 1)
                break
            }
            first = max(first, entries.upperBound + 1)
        }
        // Bytes that were given up may have been recorded all the same; so that the ledger's head
        // never falls inside a batch, none reaches beyond the end of such bytes.
        for batch in ended.values
        where batch.state == .ended(.superseded) && batch.entries.contains(first) {
            end = min(end, batch.last)
        }
        guard first <= end else { return nil }
        return first...min(end, first + UInt64(max(1, entryLimit)) - 1)
    }

    /// Whether these entries need not wait for company.
    private func isTime(for entries: ClosedRange<UInt64>, now: Int64) -> Bool {
        entries.lowerBound <= signedThrough || entries.count >= entryLimit
            || now >= companyUntil ?? now
    }

    /// Until when new entries wait for company.
    var companyUntil: Int64? { waitingSince.map { $0 + policy.maxAge } }

    /// The batch is signed and stored.
    mutating func takeSigned(_ id: BatchID, last: UInt64, txHash: Digest, now: Int64) {
        guard let place = place(of: id, on: .sign) else {
            // Its plan was dropped meanwhile; nothing of it was sent.
            if droppedPlans.remove(id) != nil {
                outbox.append(.store(id, .ended(.superseded)))
            }
            return
        }
        precondition(
            flights[place].entries.contains(last), "a batch is signed within what was planned")
        flights[place].last = last
        flights[place].stage = .ready(txHash, notBefore: now)
        signedThrough = max(signedThrough, last)
        waitingSince = nil
        planFailures = 0
    }

    /// The batch could not be signed; its plan is dropped.
    mutating func takeNotSigned(_ id: BatchID, reason: String, now: Int64) {
        droppedPlans.remove(id)
        guard let place = place(of: id, on: .sign) else { return }
        flights.remove(at: place)
        planNotBefore = now + pauseBeforeSending(attempt: planFailures)
        planFailures += 1
        outbox.append(.report(.notSigned(id, reason: reason)))
    }
}
