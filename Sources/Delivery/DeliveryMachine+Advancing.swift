extension DeliveryMachine {
    /// Hands an event to the rule for it.
    mutating func take(_ event: Event, now: Int64) {
        switch event {
        case .journalGrew(let last): journalLast = max(journalLast, last)
        case .nodeReachable(let height): takeNode(height, now: now)
        case .nodeAway(let reason):
            if node != nil { outbox.append(.report(.nodeAway(reason: reason))) }
            node = nil
        case .signed(let id, let last, let hash):
            takeSigned(id, last: last, txHash: hash, now: now)
        case .notSigned(let id, let reason): takeNotSigned(id, reason: reason, now: now)
        case .sendAnswered(let id, let answer): takeSendAnswer(id, answer, now: now)
        case .lookedUp(let id, let answer): takeLookUp(id, answer, now: now)
        case .proven(let id, let height, let code, let data):
            takeProof(id, height: height, code: code, data: data, now: now)
        case .proofFailed(let id, let failure): takeProofFailure(id, failure, now: now)
        case .receiptsStored(let id): takeReceiptsStored(id, now: now)
        case .receiptsNotStored(let id, let reason):
            takeReceiptsNotStored(id, reason: reason, now: now)
        case .headProven(let seq, let height): takeHead(seq, height: height, now: now)
        case .headNotProven(let failure): takeHeadFailure(failure, now: now)
        case .tick: break
        }
    }

    /// Starts every errand that is due.
    mutating func advance(now: Int64) {
        dropOverdue(now: now)
        plan(now: now)
        var mayBeSent = true
        var next = delivered.through + 1
        for place in flights.indices {
            let flight = flights[place]
            // A batch is sent when all entries before it are with a node or further.
            next = delivered.end(from: next)
            mayBeSent = mayBeSent && flight.first <= next
            if flight.errand == nil { start(place, mayBeSent: mayBeSent, now: now) }
            mayBeSent = mayBeSent && flight.isUnderWay
            next = max(next, flight.last + 1)
        }
        askForHead(now: now)
        if let time = wakeTime(now: now) { outbox.append(.wakeAt(time)) }
    }

    /// Starts what is due for one batch.
    private mutating func start(_ place: Int, mayBeSent: Bool, now: Int64) {
        let flight = flights[place]
        switch flight.stage {
        case .signing: break
        case .ready(_, let notBefore):
            guard node != nil, mayBeSent, now >= notBefore else { return }
            send(place, now: now)
        case .awaiting(_, let waits):
            guard node != nil, now >= waits.lookUpAt else { return }
            flights[place].errand = (.lookUp, now)
            outbox.append(.lookUp(flight.id))
        case .included(_, let inclusion):
            guard node != nil, now >= inclusion.proveAt else { return }
            flights[place].errand = (.prove, now)
            outbox.append(.prove(flight.id, height: inclusion.height))
        case .proven(_, let height, let storeAt, _):
            guard now >= storeAt else { return }
            flights[place].errand = (.storeReceipts, now)
            outbox.append(.storeReceipts(flight.id, height: height))
        }
    }

    /// Sends the stored bytes.
    mutating func send(_ place: Int, now: Int64) {
        flights[place].errand = (.send, now)
        outbox.append(.send(flights[place].id, attempt: flights[place].sends))
    }

    /// A node answers: whatever waited for one is due.
    private mutating func takeNode(_ height: Int64, now: Int64) {
        defer { node = height }
        guard node == nil else { return }
        outbox.append(.report(.nodeBack(height: height)))
        for place in flights.indices {
            switch flights[place].stage {
            case .signing, .proven: break
            case .ready(let hash, _): flights[place].stage = .ready(hash, notBefore: now)
            case .awaiting(let hash, var waits):
                waits.lookUpAt = now
                flights[place].stage = .awaiting(hash, waits)
            case .included(let hash, var inclusion):
                inclusion.proveAt = now
                flights[place].stage = .included(hash, inclusion)
            }
        }
    }

    /// An errand whose answer never came counts as answered "unknown".
    private mutating func dropOverdue(now: Int64) {
        for flight in flights {
            guard let errand = flight.errand, errand.kind.isRemote,
                now >= errand.since + policy.answerWithin
            else { continue }
            let reason = "no answer within \(policy.answerWithin) ms"
            switch errand.kind {
            case .send: takeSendAnswer(flight.id, .unknown(reason: reason), now: now)
            case .lookUp: takeLookUp(flight.id, .away(reason: reason), now: now)
            case .prove: takeProofFailure(flight.id, .away(reason: reason), now: now)
            case .sign, .storeReceipts: break
            }
        }
        if case .running(let since, _) = headProof, now >= since + policy.answerWithin {
            restHeadProof(now: now)
        }
    }

    /// The batch's place, when it is out on this errand; the errand is over then.
    mutating func place(of id: BatchID, on errand: Flight.Errand) -> Int? {
        guard
            let place = flights.firstIndex(where: { $0.id == id && $0.errand?.kind == errand })
        else { return nil }
        flights[place].errand = nil
        return place
    }

    /// Moves a batch on, and has its state kept when that changed.
    mutating func move(_ place: Int, to stage: Flight.Stage) {
        let before = flights[place].state
        flights[place].stage = stage
        let state = flights[place].state
        if state != before { outbox.append(.store(flights[place].id, state)) }
    }

    /// The batch after this one need not wait any longer.
    mutating func hurry(after place: Int, now: Int64) {
        guard place + 1 < flights.endIndex,
            case .ready(let hash, let notBefore) = flights[place + 1].stage
        else { return }
        flights[place + 1].stage = .ready(hash, notBefore: min(notBefore, now))
    }
}
