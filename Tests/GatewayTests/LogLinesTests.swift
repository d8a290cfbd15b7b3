import TestKit
import Testing
import Threads

@testable import Gateway

@Suite("The lines of a log", .timeLimit(.minutes(1)))
struct LogLinesTests {
    /// A terminal that takes as many lines as the test lets it.
    private final class Terminal: Sendable {
        private let state = Monitor((room: 0, asked: 0))
        private let lines = Lines()

        var shown: [String] { lines.all }

        func write(_ line: String) {
            state.with { $0.asked += 1 }
            state.wait { state -> Void? in
                guard state.room > 0 else { return nil }
                state.room -= 1
                return ()
            }
            lines.add(line)
        }

        func goesOn(for lines: Int) { state.with { $0.room += lines } }

        /// Waits until so many lines were brought to it, the last of which it may not have taken.
        func isAsked(_ times: Int) async throws {
            try await until("it is written to") { state.with { $0.asked } >= times }
        }
    }

    private static func lines(to terminal: Terminal, room: Int) -> LogLines {
        LogLines(room: room, lost: { "\($0) lost" }, write: { terminal.write($0) })
    }

    @Test("all come, in the order they were taken, before the program ends")
    func order() async {
        let terminal = Terminal()
        terminal.goesOn(for: .max)
        let lines = Self.lines(to: terminal, room: 1 << 20)
        for number in 0..<1000 { lines.take("line \(number)") }
        await lines.finish(within: .seconds(30))
        #expect(terminal.shown == (0..<1000).map { "line \($0)" })
    }

    @Test(
        "wait for a terminal that was stopped while who logs goes on; what is too much is counted")
    func stopped() async {
        let terminal = Terminal()
        let lines = Self.lines(to: terminal, room: 12)
        for number in 0..<5 { lines.take("line \(number)") }
        #expect(terminal.shown.isEmpty)
        terminal.goesOn(for: .max)
        await lines.finish(within: .seconds(30))
        #expect(terminal.shown == ["line 0", "line 1", "3 lost"])
        lines.take("line 5")
        await lines.finish(within: .seconds(30))
        #expect(terminal.shown.last == "line 5")
    }

    @Test("that were lost are counted where they would stand, as soon as another finds room")
    func place() async throws {
        let terminal = Terminal()
        let lines = Self.lines(to: terminal, room: 12)
        for number in 0..<4 { lines.take("line \(number)") }
        terminal.goesOn(for: 1)
        // The first is written and has left its room when the second is brought.
        try await terminal.isAsked(2)
        lines.take("line 4")
        terminal.goesOn(for: .max - 1)
        await lines.finish(within: .seconds(30))
        #expect(terminal.shown == ["line 0", "line 1", "2 lost", "line 4"])
    }

    @Test("that nobody reads keep a program from its end for as long as was agreed, and no longer")
    func end() async {
        let terminal = Terminal()
        let lines = Self.lines(to: terminal, room: 12)
        lines.take("line 0")
        let began = ContinuousClock.now
        await lines.finish(within: .milliseconds(50))
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(terminal.shown.isEmpty)
        terminal.goesOn(for: .max)
    }

    @Test("of programs are JSON, also the one that counts what was lost", arguments: [true, false])
    func json(json: Bool) async throws {
        let terminal = Terminal()
        let log = EventLog(json: json) { terminal.write($0) }
        let text = String(repeating: "x", count: 1000)
        for _ in 0..<200 { log.take(GatewayEvent("load.recorded", text)) }
        terminal.goesOn(for: .max)
        await log.finish()
        try await until("the last is written") { terminal.shown.last?.contains("lines") == true }
        let last = try #require(terminal.shown.last)
        #expect(last.hasPrefix("{\"event\":\"log.lost\"") == json, "\(last)")
        let count = 201 - terminal.shown.count
        #expect(count > 50)
        #expect(last.contains("\(count) lines of the log"), "\(last)")
    }
}
