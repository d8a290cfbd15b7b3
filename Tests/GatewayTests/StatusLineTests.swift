import Testing

@testable import Gateway

@Suite("The line that the service manager shows")
struct StatusLineTests {
    private let board = SiteBoard(clock: HandClock().siteClock)

    private func warn(_ name: String, _ text: String, about subject: String? = nil) {
        board.hear(GatewayEvent(name, text, level: .warning, subject: subject))
    }

    private var line: String { board.now.status(of: "site-1") }

    @Test("names the site that is weighed for, and no warning that only happened")
    func fine() {
        warn("load.notAnIntake", "no intake")
        #expect(line == "weighing for site-1")
    }

    @Test("has an error before every warning, however many came later, and counts the others")
    func errorFirst() {
        warn("clock.unset", "no time source")
        warn("scale.lost", "the scale does not answer")
        warn("upstream.away", "the node is away")
        warn("trust.over", "trust is over")
        #expect(line == "the scale does not answer; and 3 more")
        board.hear(GatewayEvent("scale.restored", "it answers"))
        #expect(line == "trust is over; and 2 more")
    }

    @Test("has the oldest of several warnings, and the text that it had last")
    func oldestFirst() {
        warn("sensors.lost", "the boiler is silent", about: "boiler")
        warn("sensors.lost", "the shed is silent", about: "shed")
        warn("sensors.lost", "the boiler is silent still", about: "boiler")
        #expect(line == "the boiler is silent still; and 1 more")
        board.hear(GatewayEvent("sensors.restored", "it answers", subject: "boiler"))
        #expect(line == "the shed is silent")
    }
}
