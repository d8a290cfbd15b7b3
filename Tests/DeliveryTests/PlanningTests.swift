import Testing

@testable import Delivery

@Suite("Batches are planned")
struct PlanningTests {
    private func plan(
        _ number: Int64, _ entries: ClosedRange<UInt64>, digestsOnly: Set<UInt64> = [],
        validUntil: Int64 = 150
    ) -> DeliveryMachine.Action {
        .plan(
            PlannedBatch(
                id: BatchID(number), first: entries.lowerBound, last: entries.upperBound,
                digestsOnly: digestsOnly, validUntil: validUntil))
    }

    @Test("nothing is planned while no node answers")
    func offline() {
        var script = Script()
        #expect(script.tell(.journalGrew(last: 7)) == [])
        #expect(
            script.tell(.nodeReachable(height: 50)) == [
                .report(.nodeBack(height: 50)), plan(1, 1...7),
            ])
    }

    @Test("new entries wait for company, but not for ever")
    func company() {
        var script = Script { $0.maxAge = 2_000 }
        script.tell(.nodeReachable(height: 50))
        #expect(script.tell(.journalGrew(last: 3)) == [])
        #expect(script.machine.receive(.tick, now: 10) == [.wakeAt(2_000)])
        #expect(script.tell(.tick, after: 2_000) == [plan(1, 1...3)])
    }

    @Test("a full batch waits for nobody")
    func full() {
        var script = Script { $0.maxAge = 2_000 }
        script.tell(.nodeReachable(height: 50))
        #expect(script.tell(.journalGrew(last: 25)) == [plan(1, 1...10)])
    }

    @Test("the next batch begins where the signed one really ends")
    func cut() {
        var script = Script(journalLast: 25)
        script.tell(.nodeReachable(height: 50))
        let actions = script.tell(.signed(BatchID(1), last: 4, txHash: Script.hash(1)))
        #expect(actions == [plan(2, 5...14), .send(BatchID(1), attempt: 0)])
    }

    @Test("no more batches are on their way at once than allowed")
    func inFlight() {
        var script = Script(journalLast: 100) { $0.inFlight = 2 }
        script.tell(.nodeReachable(height: 50))
        script.tell(.signed(BatchID(1), last: 10, txHash: Script.hash(1)))
        script.tell(.signed(BatchID(2), last: 20, txHash: Script.hash(2)))
        #expect(script.machine.underWay.map(\.id) == [BatchID(1), BatchID(2)])
    }

    @Test("a batch that cannot be signed is planned anew after a pause")
    func notSigned() {
        var script = Script(journalLast: 5)
        script.tell(.nodeReachable(height: 50))
        #expect(
            script.tell(.notSigned(BatchID(1), reason: "disk full")) == [
                .report(.notSigned(BatchID(1), reason: "disk full"))
            ])
        #expect(script.tell(.tick, after: 5_000) == [])
        #expect(script.tell(.tick, after: 5_000) == [plan(2, 1...5)])
    }

    @Test("a later batch is not sent before an earlier one")
    func order() {
        var script = Script(journalLast: 20)
        script.tell(.nodeReachable(height: 50))
        script.tell(.signed(BatchID(1), last: 10, txHash: Script.hash(1)))
        let early = script.tell(.signed(BatchID(2), last: 20, txHash: Script.hash(2)))
        #expect(early == [])
        #expect(
            script.tell(.sendAnswered(BatchID(1), .accepted)) == [
                .store(BatchID(1), .sent), .send(BatchID(2), attempt: 0),
            ])
    }
}
