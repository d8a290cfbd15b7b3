import Delivery
import Wire

extension HostileWorld {
    mutating func answerLookUp(_ id: BatchID) {
        guard let batch = store.bytes[id] else {
            complaints.append("\(id) is looked up but never stored")
            return
        }
        if happens(5) { return }
        var answer = ledger.index[batch.txHash].map { LookUpAnswer.found(height: $0) }
        if !nodeIsThere || happens(10) { answer = .away(reason: "timed out") }
        if happens(20) { answer = .notFound }
        if happens(3) {
            answer = .found(height: .random(in: 1...ledger.height + 5, using: &random))
        }
        tell(.lookedUp(id, answer ?? .notFound))
        if happens(10) { inBox(after: delay(), .event(.lookedUp(id, answer ?? .notFound))) }
    }

    mutating func answerProof(_ id: BatchID, _ height: Int64) {
        guard let batch = store.bytes[id] else { return }
        if happens(5) { return }
        if !nodeIsThere || happens(10) {
            return tell(.proofFailed(id, .away(reason: "timed out")))
        }
        guard let answer = ledger.answer(to: batch.txHash, at: height) else {
            let failure: ProofFailure =
                happens(50) ? .notYet : .refuted(reason: "the block does not hold it")
            return tell(.proofFailed(id, failure))
        }
        guard ledger.height > height, !happens(20) else {
            return tell(.proofFailed(id, .notYet))
        }
        if answer.code == 20 || answer.code == 22 { mayBeSuperseded.insert(id) }
        if answer.code <= 1 {
            // Bytes that are recorded are a reason against others for the same entries.
            for other in store.bytes.values
            where other.id != id && other.entries.overlaps(batch.entries) {
                mayBeSuperseded.insert(other.id)
            }
        }
        let event = DeliveryMachine.Event.proven(
            id, height: height, code: answer.code, data: answer.data)
        tell(event)
        if happens(10) { inBox(after: delay(), .event(event)) }
    }

    mutating func storeReceipts(_ id: BatchID, _ height: Int64) {
        guard let batch = store.bytes[id] else { return }
        if happens(10) { return tell(.receiptsNotStored(id, reason: "disk full")) }
        let code = ledger.answer(to: batch.txHash, at: height)?.code
        if code != 0, code != 1 {
            complaints.append("\(id) gets receipts for a block that did not accept it")
        }
        store.deliver(batch, height: height)
        if happens(5) { return restart() }
        tell(.receiptsStored(id))
        if happens(10) { inBox(after: delay(), .event(.receiptsStored(id))) }
    }

    mutating func answerHead() {
        if happens(5) { return }
        let height = ledger.height - 1
        guard nodeIsThere, !happens(20), let seq = ledger.heads[height] else {
            return tell(.headNotProven(.away(reason: "timed out")))
        }
        tell(.headProven(seq: seq, height: height))
        if happens(10) { inBox(after: delay(), .event(.headProven(seq: seq, height: height))) }
    }
}
