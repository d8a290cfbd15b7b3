import Testing
import Wire

@testable import Delivery

@Suite("Batches are sent")
struct SendingTests {
    private let id = BatchID(1)

    /// Batch 1 with entries 1 to 6 is with a node, which has not answered yet.
    private func sending() -> Script {
        var script = Script(journalLast: 6)
        script.tell(.nodeReachable(height: 50))
        script.tell(.signed(id, last: 6, txHash: Script.hash(1)))
        return script
    }

    static let answers: [(SendAnswer, DeliveryState)] = [
        (.accepted, .sent), (.alreadyKnown, .unknown), (.unknown(reason: "timed out"), .unknown),
        (.full(reason: "mempool is full"), .signed),
        (.refused(code: 16, data: [], log: "gap"), .signed),
        (.refused(code: 17, data: [], log: "fork"), .signed),
        (.refused(code: 21, data: [], log: "expired"), .signed),
        (.refused(code: 13, data: [], log: "not active"), .signed),
        (.refused(code: 1, data: [], log: "recorded"), .unknown),
    ]

    @Test("what a node says moves a batch on, and never loses it", arguments: answers)
    func states(answer: SendAnswer, state: DeliveryState) {
        var script = sending()
        script.tell(.sendAnswered(id, answer))
        #expect(script.state(1) == state)
    }

    @Test(
        "the same bytes go out again after silence, fullness and refusal",
        arguments: answers.map(\.0))
    func again(answer: SendAnswer) {
        var script = sending()
        var actions = script.tell(.sendAnswered(id, answer))
        var sends = 0
        for _ in 0..<40 {
            actions += script.tell(.tick, after: 1_000)
            while !actions.isEmpty {
                let action = actions.removeFirst()
                switch action {
                case .send(id, _): sends += 1
                case .lookUp(id): actions += script.tell(.lookedUp(id, .notFound))
                case .plan, .store(_, .ended): Issue.record("other bytes: \(action)")
                default: break
                }
            }
        }
        #expect(sends >= 1)
    }

    @Test("an entry whose content two nodes refuse travels as its digest, in other bytes")
    func content() {
        var script = sending()
        let data = CBOR.array(["urn:gateway:1", 4]).encoded()
        script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "personal data")))
        // One node may lie, or not know yet what is permitted.
        #expect(script.state(1) == .signed)
        #expect(script.tell(.tick, after: 40_000) == [.send(id, attempt: 1)])
        let actions = script.tell(
            .sendAnswered(id, .refused(code: 20, data: data, log: "personal data")))
        #expect(
            actions == [
                .store(id, .ended(.superseded)), .report(.superseded(id, offending: 4)),
                .plan(
                    PlannedBatch(
                        id: BatchID(2), first: 1, last: 6, digestsOnly: [4], validUntil: 150)),
            ])
    }

    @Test("two nodes that refuse different entries agree on nothing")
    func contentOfTwo() {
        var script = sending()
        for entry in [4, 5, 4, 5] as [CBOR] {
            let data = CBOR.array(["urn:gateway:1", entry]).encoded()
            script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "no")))
            #expect(script.state(1) == .signed)
            script.tell(.tick, after: 400_000)
        }
    }

    @Test(
        "a node that refuses twice has not the word of two, whatever another says in between",
        arguments: [
            .unknown(reason: "away"), .accepted, .full(reason: "full"),
            .refused(code: 16, data: [], log: "gap"),
        ] as [SendAnswer])
    func contentOfOne(between: SendAnswer) {
        var script = sending()
        let data = CBOR.array(["urn:gateway:1", 4]).encoded()
        for answer in [SendAnswer.refused(code: 20, data: data, log: "no"), between] {
            script.tell(.sendAnswered(id, answer))
            for _ in 0..<400 where script.machine.flights[0].errand?.kind != .send {
                for action in script.tell(.tick, after: 1_000) {
                    if case .lookUp = action { script.tell(.lookedUp(id, .notFound)) }
                }
            }
            #expect(script.machine.flights[0].errand?.kind == .send)
        }
        script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "no")))
        #expect(script.state(1) != nil)
        #expect(script.machine.withheld == [])
    }

    @Test("after a delivery the next batches may be larger again")
    func largerAgain() {
        var script = sending()
        script.tell(.sendAnswered(id, .tooLarge(reason: "Tx too large")))
        script.tell(.signed(BatchID(2), last: 3, txHash: Script.hash(2)))
        script.tell(.signed(BatchID(3), last: 6, txHash: Script.hash(3)))
        script.tell(.sendAnswered(BatchID(2), .accepted))
        script.tell(.sendAnswered(BatchID(3), .accepted))
        for number in [2, 3] as [Int64] {
            script.include(number, height: 52)
            script.tell(.proven(BatchID(number), height: 52, code: 0, data: []))
            script.tell(.receiptsStored(BatchID(number)))
        }
        #expect(script.machine.deliveredThrough == 6)
        let actions = script.tell(.journalGrew(last: 30))
        #expect(
            actions == [
                .plan(
                    PlannedBatch(
                        id: BatchID(4), first: 7, last: 11, digestsOnly: [], validUntil: 150))
            ])
    }

    @Test(
        "a content refusal that names no entry of the batch changes nothing",
        arguments: [
            [], [0xff], CBOR.array(["urn:gateway:1", 40]).encoded(), CBOR.array([4]).encoded(),
            CBOR.array([4, 4]).encoded(),
        ])
    func wrongContent(data: [UInt8]) {
        var script = sending()
        script.tell(.sendAnswered(id, .refused(code: 20, data: data, log: "no")))
        #expect(script.state(1) == .signed)
    }

    @Test("a batch that is too large is cut in two, and no later one is as large")
    func tooLarge() {
        var script = sending()
        let actions = script.tell(.sendAnswered(id, .tooLarge(reason: "Tx too large")))
        #expect(
            actions.contains(
                .plan(
                    PlannedBatch(
                        id: BatchID(2), first: 1, last: 3, digestsOnly: [], validUntil: 150))))
        let next = script.tell(.signed(BatchID(2), last: 3, txHash: Script.hash(2)))
        #expect(
            next.contains(
                .plan(
                    PlannedBatch(
                        id: BatchID(3), first: 4, last: 6, digestsOnly: [], validUntil: 150))))
    }

    @Test("no batch reaches beyond the end of bytes that were given up")
    func boundary() {
        var script = sending()
        script.tell(.sendAnswered(id, .tooLarge(reason: "Tx too large")))
        script.tell(.journalGrew(last: 30))
        script.tell(.signed(BatchID(2), last: 2, txHash: Script.hash(2)))
        #expect(script.machine.underWay.map(\.entries) == [1...2, 3...5])
        script.tell(.signed(BatchID(3), last: 5, txHash: Script.hash(3)))
        #expect(script.machine.underWay.map(\.entries) == [1...2, 3...5, 6...6])
    }

    @Test("an answer that never comes counts as unknown")
    func overdue() {
        var script = sending()
        script.tell(.tick, after: 119_999)
        #expect(script.state(1) == .signed)
        script.tell(.tick, after: 1)
        #expect(script.state(1) == .unknown)
    }

    @Test("an answer that comes twice counts once")
    func twice() {
        var script = sending()
        script.tell(.sendAnswered(id, .accepted))
        #expect(script.tell(.sendAnswered(id, .full(reason: "full"))) == [])
        #expect(script.tell(.signed(id, last: 6, txHash: Script.hash(1))) == [])
        #expect(script.state(1) == .sent)
    }
}
