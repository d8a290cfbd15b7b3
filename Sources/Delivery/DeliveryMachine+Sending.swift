import Wire

extension DeliveryMachine {
    /// A node answered to a transaction, or did not.
    mutating func takeSendAnswer(_ id: BatchID, _ answer: SendAnswer, now: Int64) {
        guard let place = place(of: id, on: .send) else { return }
        // Two refusals count only where nobody said anything else in between.
        if answer.code != LedgerAnswer.contentRefused.rawValue { flights[place].forgetRefusals() }
        switch answer {
        case .accepted:
            awaitInclusion(place, isAccepted: true, lookUpAt: now + policy.lookUpAfter, now: now)
        case .alreadyKnown:
            awaitInclusion(place, isAccepted: false, lookUpAt: now, now: now)
        case .unknown:
            awaitInclusion(place, isAccepted: false, lookUpAt: now + policy.lookUpAfter, now: now)
        case .full:
            postpone(place, now: now)
        case .tooLarge(let reason):
            split(place, reason: reason, now: now)
        case .refused(let code, let data, let log):
            takeRefusal(place, code: code, data: data, log: log, isVerified: false, now: now)
        }
    }

    /// The ledger said no; by a node's word or in a verified block.
    mutating func takeRefusal(
        _ place: Int, code: UInt32, data: [UInt8], log: String, isVerified: Bool, now: Int64
    ) {
        let flight = flights[place]
        let refused = DeliveryReport.refused(flight.id, code: code, log: log)
        switch LedgerAnswer(rawValue: code) {
        case .accepted, .alreadyRecorded:
            awaitInclusion(place, isAccepted: false, lookUpAt: now, now: now)
            lookUpEnded(flight.entries)
        case .contentRefused:
            let offending = LedgerAnswer.offendingEntry(in: data)
            if let offending, flight.entries.contains(offending),
                isVerified || flights[place].refuse(offending) >= policy.contentRefusals,
                withheld.insert(offending).inserted
            {
                end(place, .superseded)
                outbox.append(.report(.superseded(flight.id, offending: offending)))
            } else {
                postpone(place, now: now)
                outbox.append(.report(refused))
            }
        case .tooLarge:
            split(place, reason: log, now: now)
        case .gap, .fork, .expired, nil:
            postpone(place, now: now)
            // Bytes that were given up may hold some of these entries in the ledger.
            lookUpEnded(flight.entries)
            // The batch before this one may only be with another node yet.
            let isAhead = flight.first > delivered.through + 1
            if LedgerAnswer(rawValue: code) != .gap || !isAhead {
                outbox.append(.report(refused))
            }
        }
    }

    /// The bytes may be in a node's hands now.
    private mutating func awaitInclusion(
        _ place: Int, isAccepted: Bool, lookUpAt: Int64, now: Int64
    ) {
        guard let hash = flights[place].txHash else { return }
        let sendAt = now + pauseBeforeSending(attempt: flights[place].sends)
        flights[place].sends += 1
        var waits = Flight.Awaiting(
            isAccepted: isAccepted, lookUpAt: lookUpAt, sendAt: sendAt)
        if case .awaiting(_, let before) = flights[place].stage {
            (waits.lookUps, waits.refutations) = (before.lookUps, before.refutations)
        }
        move(place, to: .awaiting(hash, waits))
    }

    /// This sending changed nothing; the same bytes go out again later.
    private mutating func postpone(_ place: Int, now: Int64) {
        guard let hash = flights[place].txHash else { return }
        let later = now + pauseBeforeSending(attempt: flights[place].sends)
        flights[place].sends += 1
        // A batch that somebody else may hold stays unknown.
        if case .awaiting(_, var waits) = flights[place].stage {
            (waits.sendAt, waits.lookUpAt) = (later, lookUpTime(&waits, now: now))
            move(place, to: .awaiting(hash, waits))
        } else {
            move(place, to: .ready(hash, notBefore: later))
        }
    }

    /// No node will take this many entries at once.
    private mutating func split(_ place: Int, reason: String, now: Int64) {
        let flight = flights[place]
        guard flight.entries.count > 1 else {
            postpone(place, now: now)
            outbox.append(
                .report(.refused(flight.id, code: LedgerAnswer.tooLarge.rawValue, log: reason)))
            return
        }
        entryLimit = min(entryLimit, flight.entries.count / 2)
        end(place, .superseded)
        outbox.append(.report(.split(flight.id, reason: reason)))
    }

    /// The time of the next look-up; the pauses double.
    mutating func lookUpTime(_ waits: inout Flight.Awaiting, now: Int64) -> Int64 {
        defer { waits.lookUps += 1 }
        return now
            + backoff.pause(
                attempt: waits.lookUps, first: policy.lookUpAfter, most: policy.lookUpAtMost)
    }

    mutating func pauseBeforeSending(attempt: Int) -> Int64 {
        backoff.pause(
            attempt: attempt, first: policy.sendAgainAfter, most: policy.sendAgainAtMost)
    }
}
