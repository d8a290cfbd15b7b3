import Testing
import Wire

@testable import Delivery

@Suite("Batches are proven and delivered")
struct ProvingTests {
    private let id = BatchID(1)

    /// Batch 1 with entries 1 to 6 is in block 52, says a node.
    private func included() -> Script {
        var script = Script()
        script.send(1, last: 6)
        script.include(1, height: 52)
        return script
    }

    @Test("what a node says is in a block is proven there")
    func asks() {
        var script = Script()
        script.send(1, last: 6)
        #expect(script.tell(.tick, after: 5_000) == [.lookUp(id)])
        #expect(
            script.tell(.lookedUp(id, .found(height: 52))) == [
                .store(id, .included(height: 52)), .prove(id, height: 52),
            ])
    }

    @Test("only a settled code that is verified leads to receipts", arguments: [0, 1] as [UInt32])
    func settled(code: UInt32) {
        var script = included()
        #expect(
            script.tell(.proven(id, height: 52, code: code, data: [])) == [
                .store(id, .proven(height: 52)), .storeReceipts(id, height: 52),
            ])
        #expect(script.machine.deliveredThrough == 0)
        #expect(
            script.tell(.receiptsStored(id)) == [
                .report(.delivered(id, entries: 1...6, height: 52))
            ])
        #expect(script.machine.deliveredThrough == 6)
        #expect(script.machine.waiting == 0)
    }

    @Test("a batch in a block with another code is not delivered")
    func failedInBlock() {
        var script = included()
        script.tell(.proven(id, height: 52, code: 16, data: []))
        #expect(script.state(1) == .signed)
        // The node goes on naming that block; it says nothing new.
        script.tell(.tick, after: 20_000)
        script.tell(.sendAnswered(id, .alreadyKnown))
        script.tell(.lookedUp(id, .found(height: 52)))
        #expect(script.state(1) == .unknown)
        script.tell(.tick, after: 10_000)
        script.tell(.lookedUp(id, .found(height: 60)))
        #expect(script.state(1) == .included(height: 60))
    }

    @Test("a proof of another block than the one asked for is ignored")
    func otherBlock() {
        var script = included()
        #expect(script.tell(.proven(id, height: 51, code: 0, data: [])) == [])
        #expect(script.state(1) == .included(height: 52))
    }

    @Test("a proof that is not there yet is asked for again, then the block is doubted")
    func notYet() {
        var script = included()
        for _ in 0..<30 {
            #expect(script.tell(.proofFailed(id, .notYet)) == [])
            #expect(script.tell(.tick, after: 1_000) == [.prove(id, height: 52)])
        }
        #expect(
            script.tell(.proofFailed(id, .notYet)) == [
                .store(id, .unknown), .lookUp(id),
            ])
    }

    @Test("a false proof is told, and the batch is looked up anew after a pause")
    func refuted() {
        var script = included()
        #expect(
            script.tell(.proofFailed(id, .refuted(reason: "other root"))) == [
                .report(.refuted(id, reason: "other root")), .store(id, .unknown),
            ])
        #expect(script.tell(.tick, after: 1_000) == [])
        #expect(script.tell(.tick, after: 10_000) == [.lookUp(id)])
    }

    @Test("a proof that no node has is asked for again, then the block is doubted")
    func away() {
        var script = included()
        for _ in 0..<30 {
            script.tell(.proofFailed(id, .away(reason: "pruned")))
            #expect(script.state(1) == .included(height: 52))
            #expect(script.tell(.tick, after: 5_000) == [.prove(id, height: 52)])
        }
        #expect(
            script.tell(.proofFailed(id, .away(reason: "pruned"))) == [
                .store(id, .unknown), .lookUp(id),
            ])
    }

    @Test("while trust waits for people, a proof waits with its block, however long")
    func waits() {
        var script = included()
        for _ in 0..<100 {
            script.tell(.proofFailed(id, .waits(reason: "trust has ended")))
            #expect(script.state(1) == .included(height: 52))
            #expect(script.tell(.tick, after: 5_000) == [.prove(id, height: 52)])
        }
    }

    @Test("receipts that cannot be stored are stored later; the batch stays proven")
    func receiptsFail() {
        var script = included()
        script.tell(.proven(id, height: 52, code: 0, data: []))
        script.tell(.receiptsNotStored(id, reason: "disk full"))
        #expect(script.state(1) == .proven(height: 52))
        #expect(script.tell(.tick, after: 10_000) == [.storeReceipts(id, height: 52)])
    }

    @Test("bytes that were given up count again only when they are proven")
    func revived() {
        var script = included()
        let data = CBOR.array(["urn:gateway:1", 4]).encoded()
        // The refusal was a lie: the ledger has the entries by the first bytes.
        script.tell(.proofFailed(id, .refuted(reason: "other root")))
        script.tell(.tick, after: 20_000)
        script.tell(.lookedUp(id, .notFound))
        script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "no")))
        script.tell(.tick, after: 40_000)
        script.tell(.lookedUp(id, .notFound))
        script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "no")))
        #expect(script.state(1) == nil)
        script.tell(.signed(BatchID(2), last: 6, txHash: Script.hash(2)))
        let actions = script.tell(
            .sendAnswered(BatchID(2), .refused(code: 1, data: [], log: "recorded")))
        #expect(actions.contains(.lookUp(id)))
        #expect(
            script.tell(.lookedUp(id, .found(height: 52))) == [.prove(id, height: 52)])
        #expect(script.state(2) == .unknown)
        #expect(
            script.tell(.proven(id, height: 52, code: 0, data: [])) == [
                .store(BatchID(2), .ended(.superseded)), .store(id, .proven(height: 52)),
                .storeReceipts(id, height: 52),
            ])
        script.tell(.receiptsStored(id))
        #expect(script.machine.deliveredThrough == 6)
    }
}
