import Testing

@testable import Delivery

@Suite("Which node is asked")
struct NodeChoiceTests {
    @Test("two sendings of a batch in a row go to two nodes, whoever is home by then")
    func sendings() {
        var choice = NodeChoice(of: 2)
        #expect(choice.sending(BatchID(1)) == 0)
        #expect(choice.sending(BatchID(2)) == 0)
        choice.settle(at: 1, height: 9)
        choice.goOn()
        #expect(choice.sending(BatchID(1)) == 1)
        #expect(choice.sending(BatchID(2)) == 1)
        #expect(choice.sending(BatchID(1)) == 0)
        #expect(choice.sending(BatchID(3)) == 1)
        for number in 4...100 as ClosedRange<Int64> { _ = choice.sending(BatchID(number)) }
        #expect(choice.sending(BatchID(100)) == 0)
    }

    @Test("who is of no use is not asked again before all the others were")
    func questions() {
        var choice = NodeChoice(of: 3)
        choice.settle(at: 1, height: 5)
        var asked: [Int] = []
        for _ in 0..<4 {
            asked.append(choice.asked)
            choice.goOn()
        }
        #expect(asked == [1, 2, 0, 1])
    }

    @Test("a node that stands still is no progress, and it is looked at the others")
    func standsStill() {
        var choice = NodeChoice(of: 2)
        #expect(choice.isProgress(7))
        choice.settle(at: 0, height: 7)
        #expect(!choice.isProgress(7))
        choice.settle(at: 1, height: 9)
        #expect(choice.round == [1, 0])
        #expect(choice.asked == 1)
    }
}
