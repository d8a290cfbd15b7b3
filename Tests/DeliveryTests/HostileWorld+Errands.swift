import Delivery
import Wire

extension HostileWorld {
    mutating func perform(_ action: DeliveryMachine.Action) {
        switch action {
        case .plan(let plan): inBox(after: delay(), .signing(plan))
        case .send(let id, _): send(id)
        case .lookUp(let id): inBox(after: delay(), .lookUp(id))
        case .prove(let id, let height): inBox(after: delay(), .proof(id, height))
        case .storeReceipts(let id, let height): inBox(after: delay(), .receipts(id, height))
        case .store(let id, let state): keep(id, state)
        case .proveHead: inBox(after: delay(), .head)
        case .report: break
        case .wakeAt(let time):
            wakeAt = max(now, startedAt + time)
        }
    }

    mutating func sign(_ plan: PlannedBatch) {
        if happens(10) { return tell(.notSigned(plan.id, reason: "disk full")) }
        let last =
            happens(20) ? UInt64.random(in: plan.entries, using: &random) : plan.last
        // What was planned may be dropped while it is signed; then nothing of it leaves the box.
        if !machine.underWay.contains(where: { $0.id == plan.id }) {
            mayBeSuperseded.insert(plan.id)
        }
        if plan.last > store.journalLast { complaints.append("\(plan.id) has no such entries") }
        let batch = store.sign(plan, last: last)
        if happens(5) { return restart() }
        tell(.signed(plan.id, last: last, txHash: batch.txHash))
    }

    private mutating func send(_ id: BatchID) {
        guard let batch = store.bytes[id] else {
            complaints.append("\(id) is sent but never stored")
            return
        }
        let sent = store.bytes.values.filter { left.contains($0.id) }.map(\.entries)
        for seq in 1..<batch.entries.lowerBound where !sent.contains(where: { $0.contains(seq) }) {
            complaints.append("\(id) is sent before entry \(seq)")
        }
        for other in store.bytes.values
        where other.id != id && other.entries.overlaps(batch.entries)
            && left.contains(other.id) && !isOver(other.id)
        {
            complaints.append("\(id) is sent while \(other.id) counts")
        }
        left.insert(id)
        if happens(15) { return }
        if happens(3) { return outside(after: delay(), .arrival(batch, isAwaited: false)) }
        if happens(8) { return refuseBlindly(batch) }
        outside(after: delay(), .arrival(batch, isAwaited: true))
    }

    /// Whether the box gave up these bytes, or has their receipts.
    private func isOver(_ id: BatchID) -> Bool {
        if case .delivered = store.batches[id]?.state { return true }
        return givenUp.contains(id)
    }

    /// The node answers without a look at the bytes.
    private mutating func refuseBlindly(_ batch: SignedBatch) {
        let seq = UInt64.random(in: batch.entries, using: &random)
        let data = CBOR.array(["urn:gateway:1", .unsigned(seq)]).encoded()
        let answers: [SendAnswer] = [
            .full(reason: "mempool is full"), .unknown(reason: "timed out"), .accepted,
            .tooLarge(reason: "Tx too large"), .alreadyKnown,
            .refused(code: 20, data: data, log: "no"), .refused(code: 13, data: [], log: "no"),
            .refused(code: 16, data: [], log: "gap"),
        ]
        let answer = answers.randomElement(using: &random) ?? .accepted
        noteRefusal(batch.id, answer)
        inBox(after: delay(), .event(.sendAnswered(batch.id, answer)))
    }

    private mutating func keep(_ id: BatchID, _ state: DeliveryState) {
        guard let batch = store.bytes[id] else {
            complaints.append("\(id) is \(state) but was never stored")
            return
        }
        if case .delivered = store.batches[id]?.state {
            complaints.append("\(id) was delivered and is \(state)")
        }
        store.batches[id]?.state = state
        switch state {
        case .ended(.expired):
            let isPast = ledger.heads.contains {
                $0.key > batch.validUntil && $0.value < batch.entries.lowerBound
            }
            if !isPast { complaints.append("\(id) expired without a head that says so") }
            givenUp.insert(id)
        case .ended(.superseded):
            if !mayBeSuperseded.contains(id) { complaints.append("\(id) ended for nothing") }
            givenUp.insert(id)
        default: givenUp.remove(id)
        }
    }
}
