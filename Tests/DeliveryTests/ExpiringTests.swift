import Testing

@testable import Delivery

@Suite("Batches expire")
struct ExpiringTests {
    private let id = BatchID(1)

    /// Batch 1 with entries 1 to 6, valid until block 150, is with a node of this height.
    private func sent(nodeHeight: Int64) -> (script: Script, asked: [DeliveryMachine.Action]) {
        var script = Script()
        script.send(1, last: 6)
        let asked = script.tell(.nodeReachable(height: nodeHeight))
        return (script, asked)
    }

    @Test("a node's word that the time is over only asks for the ledger's head")
    func asks() {
        var (script, asked) = sent(nodeHeight: 151)
        #expect(asked == [.proveHead])
        #expect(script.tell(.tick, after: 100_000).contains(.send(id, attempt: 1)) == false)
        #expect(script.state(1) == .sent)
    }

    @Test("up to the last height there is nothing to ask")
    func inTime() {
        #expect(sent(nodeHeight: 150).asked == [])
    }

    @Test("a proven head short of the batch, after its last height, frees its entries")
    func expired() {
        var (script, _) = sent(nodeHeight: 151)
        #expect(
            script.tell(.headProven(seq: 0, height: 151)) == [
                .store(id, .ended(.expired)), .report(.expired(id, validUntil: 150)),
                .plan(
                    PlannedBatch(
                        id: BatchID(2), first: 1, last: 6, digestsOnly: [], validUntil: 251)),
            ])
    }

    @Test("a proven head of an earlier block frees nothing")
    func early() {
        var (script, _) = sent(nodeHeight: 151)
        #expect(script.tell(.headProven(seq: 0, height: 150)) == [])
        #expect(script.state(1) == .sent)
    }

    @Test("a proven head beyond the batch means that it is in a block")
    func recorded() {
        var (script, _) = sent(nodeHeight: 151)
        #expect(script.tell(.headProven(seq: 6, height: 151)) == [.lookUp(id)])
    }

    @Test("a proven head inside the batch is told; nothing is thrown away")
    func inside() {
        var (script, _) = sent(nodeHeight: 151)
        #expect(
            script.tell(.headProven(seq: 3, height: 151)) == [
                .report(.partlyRecorded(id, head: 3))
            ])
        #expect(script.state(1) == .sent)
    }

    @Test("a head that cannot be proven is asked for again")
    func unproven() {
        var (script, _) = sent(nodeHeight: 151)
        #expect(
            script.tell(.headNotProven(.refuted(reason: "other app hash"))) == [
                .report(.headRefuted(reason: "other app hash"))
            ])
        #expect(script.tell(.tick, after: 10_000).contains(.proveHead))
        #expect(script.state(1) == .unknown || script.state(1) == .sent)
    }

    @Test("a batch in a block does not expire")
    func included() {
        var script = Script()
        script.send(1, last: 6)
        script.include(1, height: 149)
        #expect(script.tell(.nodeReachable(height: 500)) == [])
        #expect(script.tell(.headProven(seq: 0, height: 500)) == [])
        #expect(script.state(1) == .included(height: 149))
    }
}
