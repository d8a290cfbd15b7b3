import Foundation
import Intake
import Synchronization
import SystemService
import TestKit
import Testing

@testable import Gateway

/// A clock that a test moves.
private final class HandClock: Sendable {
    private let seconds = Mutex<UInt64>(1000)

    func advance(_ by: UInt64) { seconds.withLock { $0 += by } }

    var siteClock: SiteClock {
        SiteClock(
            monotonic: { MonotonicTime(nanoseconds: self.seconds.withLock { $0 } * 1_000_000_000) },
            wall: {
                WallTime(
                    seconds: Int64(self.seconds.withLock { $0 }), nanoseconds: 0,
                    clock: .synchronised)
            }, bootID: [UInt8](repeating: 0, count: 16))
    }
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

@Suite("Who looks at the agent")
struct WatchingTests {
    private let clock = HandClock()

    @Test("sees what is wrong for as long as it is, with its code and what to do")
    func troubles() {
        let board = SiteBoard(clock: clock.siteClock)
        board.hear(GatewayEvent("scale.lost", "silent", level: .warning))
        clock.advance(60)
        board.hear(GatewayEvent("scale.lost", "still silent", level: .warning))
        board.hear(GatewayEvent("load.notAnIntake", "no intake", level: .warning))
        #expect(board.now.troubles.map(\.code.code) == ["WP101", "WP131"])
        #expect(board.now.troubles[0].since == 1000)
        #expect(board.now.troubles[0].text == "still silent")
        board.hear(GatewayEvent("scale.restored", "it answers"))
        #expect(board.now.troubles.map(\.code.code) == ["WP131"])
        // What only happened is shown for an hour.
        clock.advance(3700)
        #expect(board.now.troubles.isEmpty)
    }

    @Test("sees what comes again and again until ten minutes after the last time, however long")
    func repeatedTroubles() {
        let board = SiteBoard(clock: clock.siteClock)
        for _ in 0..<20 {
            board.hear(GatewayEvent("broker.refused", "no value", level: .warning))
            clock.advance(500)
            #expect(board.now.troubles.map(\.code.code) == ["WP122"])
            #expect(board.now.troubles[0].since == 1000)
        }
        clock.advance(200)
        #expect(board.now.troubles.isEmpty)
    }

    @Test("is told that the node answers by whoever asked it, never by what was sent")
    func node() {
        let board = SiteBoard(clock: clock.siteClock)
        board.hear(GatewayEvent("upstream.away", "the node is away: refused", level: .warning))
        board.hear(GatewayEvent("batch.sent", "batch 1 sent: unknown whether it arrived"))
        #expect(board.now.troubles.map(\.code.code) == ["WP201"])
        #expect(!board.now.isNodeReachable)
        board.see(nodeIsReachable: true)
        #expect(board.now.troubles.isEmpty && board.now.isNodeReachable)
    }

    @Test("reads one line for a scale that falls silent again and again, and how often it did")
    func repeats() {
        let lines = Lines()
        let log = EventLog(json: false, journald: nil, clock: clock.siteClock) { lines.add($0) }
        for _ in 0..<240 {
            log.take(GatewayEvent("scale.lost", "the scale does not answer", level: .warning))
            clock.advance(30)
        }
        #expect(lines.all.first == "WP101 the scale does not answer")
        #expect(lines.all.count < 8, "\(lines.all)")
        #expect(lines.all.contains { $0.contains("for 1 h") }, "\(lines.all)")
        // Another happening is not held back.
        log.take(GatewayEvent("load.recorded", "intake"))
        #expect(lines.all.last == "intake")
    }

    @Test("finds every warning of the program in one table, each code once")
    func codes() throws {
        let sources = Checkout.root.appendingPathComponent("Sources/Gateway")
        let files = try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var warned: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for part in text.components(separatedBy: "GatewayEvent(").dropFirst() {
                let end = part.range(of: "level: .warning")?.lowerBound
                let next = part.range(of: "\n    }")?.lowerBound ?? part.endIndex
                guard let end, end < next, let name = part.firstMatch(of: /"([a-z]+\.[A-Za-z]+)"/)
                else { continue }
                warned.insert(String(name.1))
            }
        }
        #expect(warned.count > 15)
        for name in warned { #expect(WarningCode.of(event: name) != nil, "\(name)") }
        #expect(Set(WarningCode.all.map(\.code)).count == WarningCode.all.count)
    }
}
