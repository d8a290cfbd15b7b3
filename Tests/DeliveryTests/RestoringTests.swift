import Testing

@testable import Delivery

@Suite("Delivery goes on after a restart")
struct RestoringTests {
    private let id = BatchID(1)

    /// What the machine does first, of all that is stored.
    private func first(_ stored: StoredBatch...) -> [DeliveryMachine.Action] {
        var script = Script(restored: stored, journalLast: stored.map(\.last).max() ?? 0)
        return script.tell(.nodeReachable(height: 60)).filter {
            if case .report = $0 { false } else { true }
        }
    }

    @Test("each batch goes on from where it was stored")
    func states() {
        #expect(first(Script.stored(1, 1...6, .signed)) == [.send(id, attempt: 0)])
        #expect(first(Script.stored(1, 1...6, .sent)) == [.lookUp(id)])
        #expect(first(Script.stored(1, 1...6, .unknown)) == [.lookUp(id)])
        #expect(
            first(Script.stored(1, 1...6, .included(height: 52))) == [.prove(id, height: 52)])
        #expect(
            first(Script.stored(1, 1...6, .proven(height: 52))) == [.prove(id, height: 52)])
        #expect(first(Script.stored(1, 1...6, .delivered(height: 52))) == [])
    }

    @Test("what was delivered stays delivered, whatever the order of the store")
    func delivered() {
        let script = Script(
            restored: [
                Script.stored(3, 15...20, .delivered(height: 9)),
                Script.stored(1, 1...6, .delivered(height: 8)),
                Script.stored(2, 7...14, .sent),
            ], journalLast: 25)
        #expect(script.machine.deliveredThrough == 6)
        #expect(script.machine.waiting == 13)
        #expect(script.machine.underWay.map(\.entries) == [7...14])
    }

    @Test("of two batches for the same entries the younger counts")
    func younger() {
        let script = Script(
            restored: [Script.stored(1, 1...6, .unknown), Script.stored(2, 1...6, .signed)],
            journalLast: 6)
        #expect(script.state(1) == nil)
        #expect(script.state(2) == .signed)
    }

    @Test("but one that a node has seen in a block counts more")
    func seen() {
        let script = Script(
            restored: [
                Script.stored(1, 1...6, .included(height: 52)), Script.stored(2, 1...6, .signed),
            ], journalLast: 6)
        #expect(script.state(1) == .included(height: 52))
        #expect(script.state(2) == nil)
    }

    @Test("entries of an ended batch are planned anew, under a number never used")
    func ended() {
        #expect(
            first(Script.stored(4, 1...6, .ended(.expired))) == [
                .plan(
                    PlannedBatch(
                        id: BatchID(5), first: 1, last: 6, digestsOnly: [], validUntil: 160))
            ])
    }

    @Test("a journal that is shorter than what was delivered does no harm")
    func shortJournal() {
        let script = Script(
            restored: [Script.stored(2, 9...12, .delivered(height: 9))], journalLast: 4,
            deliveredThrough: 6)
        #expect(script.machine.waiting == 0)
    }
}
