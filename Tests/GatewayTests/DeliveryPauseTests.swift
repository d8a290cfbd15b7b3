import Testing

@testable import Gateway

@Suite("How often a node that is away is asked")
struct DeliveryPauseTests {
    @Test("an outage of seconds ends within a second, one of days within five")
    func pauses() {
        let pauses = (1...1000).map { DeliveryService.pause(looksAway: $0) }
        #expect(pauses.prefix(9).allSatisfy { $0 == 1000 })
        #expect(pauses.allSatisfy { $0 <= 5000 })
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(pauses.last == 5000)
    }
}
