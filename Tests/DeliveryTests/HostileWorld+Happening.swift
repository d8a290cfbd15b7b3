import Delivery
import Wire

extension HostileWorld {
    /// Something that will happen.
    enum Happening {
        /// An answer, or news, comes to the machine.
        case event(DeliveryMachine.Event)
        /// Bytes reach the node; the box may still be waiting for the answer.
        case arrival(SignedBatch, isAwaited: Bool)
        /// The box signs a batch and stores it.
        case signing(PlannedBatch)
        /// The box stores receipts.
        case receipts(BatchID, Int64)
        /// The node answers an errand.
        case lookUp(BatchID)
        case proof(BatchID, Int64)
        case head
        /// The world goes on.
        case block, growth, crash, nodeNews, nodeRestart
    }

    mutating func happen(_ what: Happening) {
        switch what {
        case .event(let event): tell(event)
        case .arrival(let batch, let isAwaited): arrive(batch, isAwaited: isAwaited)
        case .signing(let plan): sign(plan)
        case .receipts(let id, let height): storeReceipts(id, height)
        case .lookUp(let id): answerLookUp(id)
        case .proof(let id, let height): answerProof(id, height)
        case .head: answerHead()
        case .block:
            var lost: Set<BatchID> = []
            for id in store.batches.keys.sorted() where happens(10) { lost.insert(id) }
            let isOrdered = !happens(30)
            ledger.makeBlock(loses: { lost.contains($0.id) }, ordered: isOrdered)
            outside(after: Int64.random(in: 800...3_000, using: &random), .block)
        case .growth: grow()
        case .crash:
            if isHostile {
                outside(after: Int64.random(in: 1...120_000, using: &random), .crash)
                restart()
            }
        case .nodeNews: tellOfNode()
        case .nodeRestart:
            if isHostile {
                ledger.forget()
                outside(after: Int64.random(in: 1...200_000, using: &random), .nodeRestart)
            }
        }
    }

    private mutating func grow() {
        guard store.journalLast < entries else { return }
        store.journalLast = min(entries, store.journalLast + .random(in: 1...5, using: &random))
        outside(after: Int64.random(in: 1...20_000, using: &random), .growth)
        tell(.journalGrew(last: store.journalLast))
    }

    private mutating func tellOfNode() {
        outside(after: Int64.random(in: 500...4_000, using: &random), .nodeNews)
        nodeIsThere = !happens(20)
        guard nodeIsThere else { return tell(.nodeAway(reason: "no route")) }
        // A node may be behind, or claim what is not.
        let lie = happens(10) ? Int64.random(in: -9...500, using: &random) : 0
        tell(.nodeReachable(height: max(1, ledger.height + lie)))
    }

    private mutating func arrive(_ batch: SignedBatch, isAwaited: Bool) {
        guard isAwaited else { return ledger.smuggle(batch) }
        let answer = nodeIsThere ? ledger.submit(batch) : .unknown(reason: "reset")
        noteRefusal(batch.id, answer)
        if happens(10) { return }
        inBox(after: delay(), .event(.sendAnswered(batch.id, answer)))
        if happens(10) { inBox(after: delay(), .event(.sendAnswered(batch.id, answer))) }
    }

    /// A refusal that the ledger would repeat is a reason for other bytes.
    mutating func noteRefusal(_ id: BatchID, _ answer: SendAnswer) {
        switch answer {
        case .refused(20, _, _), .refused(22, _, _), .tooLarge: mayBeSuperseded.insert(id)
        default: break
        }
    }
}
