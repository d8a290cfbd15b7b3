extension DeliveryMachine {
    /// Takes up the stored batches, each where it stood.
    ///
    /// A crash may fall between any two steps. What was not stored is asked for again: the bytes
    /// are the same and the ledger accepts them once, so every errand may be repeated.
    mutating func restore(_ stored: [StoredBatch]) {
        for batch in stored.sorted(by: { $0.first < $1.first }) {
            if case .delivered = batch.state { delivered.insert(batch.entries) }
        }
        // Of two batches for the same entries the one counts that a node has seen in a block: the
        // other was being signed when it turned up. Else the younger: the older one's end was not
        // stored before the crash.
        for batch in stored.sorted(by: { ($0.rank, $0.id) > ($1.rank, $1.id) })
        where !delivered.covers(batch.entries) {
            guard let stage = stage(of: batch) else {
                if case .ended = batch.state { ended[batch.id] = batch }
                continue
            }
            if flights.contains(where: { $0.entries.overlaps(batch.entries) }) {
                ended[batch.id] = batch
                ended[batch.id]?.state = .ended(.superseded)
            } else {
                insert(
                    Flight(
                        id: batch.id, entries: batch.entries, validUntil: batch.validUntil,
                        stage: stage))
            }
        }
    }

    /// Where a stored batch goes on; nil when its bytes count no more, or never existed.
    private func stage(of batch: StoredBatch) -> Flight.Stage? {
        switch batch.state {
        case .planned, .delivered, .ended: nil
        case .signed: .ready(batch.txHash, notBefore: .min)
        case .sent, .unknown:
            .awaiting(
                batch.txHash, Flight.Awaiting(isAccepted: false, lookUpAt: .min, sendAt: .min))
        // What was proven is proven again: the proof itself was not stored.
        case .included(let height), .proven(let height):
            .included(batch.txHash, Flight.Inclusion(height: height, proveAt: .min))
        }
    }

    /// Puts a batch in its place by first entry.
    mutating func insert(_ flight: Flight) {
        let place = flights.firstIndex { $0.first > flight.first } ?? flights.endIndex
        flights.insert(flight, at: place)
    }
}

extension StoredBatch {
    /// How much speaks for this batch against others for the same entries.
    fileprivate var rank: Int {
        switch state {
        case .included, .proven: 1
        case .planned, .signed, .sent, .unknown, .delivered, .ended: 0
        }
    }
}
