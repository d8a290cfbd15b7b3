import Testing

@testable import Gateway

@Suite("Delivery hears how long the journal is")
struct JournalGrowthTests {
    private static func first(_ stream: AsyncStream<UInt64>) async -> UInt64? {
        for await number in stream { return number }
        return nil
    }

    @Test("an entry that was recorded before anybody listened is heard of at once")
    func before() async {
        let growth = JournalGrowth()
        growth.tell(6)
        #expect(await Self.first(growth.listen(from: 5)) == 6)
    }

    @Test("of two entries told of in the wrong order the newer one counts")
    func order() async {
        let growth = JournalGrowth()
        let stream = growth.listen(from: 4)
        growth.tell(6)
        growth.tell(5)
        #expect(await Self.first(stream) == 6)
    }

    @Test("who listened before hears nothing more")
    func successor() async {
        let growth = JournalGrowth()
        let (former, next) = (growth.listen(from: 1), growth.listen(from: 1))
        growth.tell(2)
        var heard: [UInt64] = []
        for await number in former { heard.append(number) }
        #expect(heard == [1])
        #expect(await Self.first(next) == 2)
    }
}
