extension DeliveryMachine {
    /// Whether the node says that the chain is past the batch's last height.
    ///
    /// A node's word is enough to ask how far the ledger is, never to hold back a sending, which the
    /// ledger refuses by itself when it is too late, and never to sign new bytes.
    func isTooLate(_ flight: Flight) -> Bool {
        guard let node else { return false }
        return node > flight.validUntil
    }

    /// Asks for the ledger's head when a batch may have run out of time.
    mutating func askForHead(now: Int64) {
        guard case .idle(let notBefore, let attempts) = headProof, now >= notBefore,
            node != nil, flights.contains(where: { $0.mayExpire && isTooLate($0) })
        else { return }
        headProof = .running(since: now, attempts: attempts)
        outbox.append(.proveHead)
    }

    /// The ledger's head after block `height` is verified.
    mutating func takeHead(_ seq: UInt64, height: Int64, now: Int64) {
        restHeadProof(now: now, isProven: true)
        for place in flights.indices.reversed() where flights[place].mayExpire {
            let flight = flights[place]
            if seq >= flight.last {
                // Recorded, by these bytes or by others for the same entries.
                expectInclusion(place, now: now)
                lookUpEnded(flight.entries)
            } else if height > flight.validUntil {
                // No later block may accept these bytes: now, and only now, new ones are safe.
                if seq < flight.first {
                    end(place, .expired)
                    outbox.append(
                        .report(.expired(flight.id, validUntil: flight.validUntil)))
                } else {
                    lookUpEnded(flight.entries)
                    outbox.append(.report(.partlyRecorded(flight.id, head: seq)))
                }
            }
        }
    }

    /// The head could not be proven.
    mutating func takeHeadFailure(_ failure: ProofFailure, now: Int64) {
        restHeadProof(now: now)
        if case .refuted(let reason) = failure {
            outbox.append(.report(.headRefuted(reason: reason)))
        }
    }

    /// The next proof of the head may follow after a pause.
    mutating func restHeadProof(now: Int64, isProven: Bool = false) {
        guard case .running(_, let attempts) = headProof else { return }
        let later = now + pauseBeforeSending(attempt: isProven ? 0 : attempts)
        headProof = .idle(notBefore: later, attempts: isProven ? 0 : attempts + 1)
    }

    /// The chain has the entries: look the bytes up now, whatever was due.
    private mutating func expectInclusion(_ place: Int, now: Int64) {
        guard flights[place].errand == nil, let hash = flights[place].txHash else { return }
        var waits = Flight.Awaiting(isAccepted: false, lookUpAt: now, sendAt: now)
        if case .awaiting(_, let before) = flights[place].stage {
            waits = before
            waits.lookUpAt = min(before.lookUpAt, now)
        }
        move(place, to: .awaiting(hash, waits))
    }
}
