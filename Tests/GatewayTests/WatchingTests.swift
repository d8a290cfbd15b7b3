import Delivery
import DeviceReaders
import Foundation
import Intake
import SystemService
import TestKit
import Testing

@testable import Gateway

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

    @Test("sees every error however many warnings come after it")
    func manyTroubles() {
        let board = SiteBoard(clock: clock.siteClock)
        board.hear(GatewayEvent("scale.lost", "silent", level: .warning))
        for number in 0..<300 {
            board.hear(
                GatewayEvent(
                    "sensors.lost", "silent", level: .warning, subject: "device \(number)"))
            board.hear(
                GatewayEvent(
                    "broker.refused", "not understood", level: .warning, subject: "\(number)/+"))
        }
        let codes = board.now.troubles.map(\.code.code)
        #expect(codes.count == 256 && codes[0] == "WP101", "\(codes)")
        // What only happened makes room before what lasts.
        #expect(codes.filter { $0 == "WP111" }.count > 250, "\(codes)")
    }

    @Test("is told that the node answers by whoever asked it, never by what was sent")
    func node() {
        let board = SiteBoard(clock: clock.siteClock)
        board.hear(GatewayEvent("upstream.away", "the node is away: refused", level: .warning))
        board.hear(GatewayEvent("batch.sent", "batch 1 sent: unknown whether it arrived"))
        #expect(board.now.troubles.map(\.code.code) == ["WP201"])
        #expect(board.now.isNodeReachable == nil)
        board.see(node: "http://second:26657", isReachable: true)
        #expect(board.now.node == "http://second:26657")
        #expect(board.now.troubles.isEmpty && board.now.isNodeReachable == true)
    }

    @Test("sees each dead device by itself: one that answers again takes no other's trouble along")
    func subjects() {
        let board = SiteBoard(clock: clock.siteClock)
        func lost(_ name: String) -> GatewayEvent {
            GatewayEvent("sensors.lost", "\(name) is silent", level: .warning, subject: name)
        }
        for name in ["boiler", "shed"] { board.hear(lost(name)) }
        #expect(board.now.troubles.map(\.text) == ["boiler is silent", "shed is silent"])
        board.hear(GatewayEvent("sensors.restored", "boiler answers", subject: "boiler"))
        #expect(board.now.troubles.map(\.text) == ["shed is silent"])
        // What says nothing of a subject ends all of them.
        board.hear(
            GatewayEvent("batch.trouble", "code 17", level: .warning, subject: "code 17"))
        board.hear(GatewayEvent("batch.proven", "batch 9 proven"))
        #expect(board.now.troubles.map(\.subject) == ["shed"])
    }

    @Test("is reminded each hour of what lasts, with the polls that nobody answered")
    func reminders() {
        let (board, lines) = (SiteBoard(clock: clock.siteClock), Lines())
        let log = EventLog(json: false, journald: nil, clock: clock.siteClock) { lines.add($0) }
        let lost = GatewayEvent("scale.lost", "the scale does not answer", level: .warning)
        board.hear(lost)
        log.take(lost)
        for _ in 1..<1440 {
            clock.advance(5)
            board.see(
                .silent(reason: "no answer", at: clock.siteClock.monotonic()), phase: .unknown,
                vehiclesOnSite: 0)
            for reminder in board.reminders() { log.take(reminder) }
        }
        clock.advance(5)
        for reminder in board.reminders() { log.take(reminder) }
        #expect(
            lines.all == [
                "WP101 the scale does not answer",
                "WP101 the scale does not answer (for 1 h, 721 times)",
                "WP101 the scale does not answer (for 2 h, 1,440 times)",
            ])
        #expect(board.reminders().isEmpty)
        // What only happened is over by itself.
        board.hear(GatewayEvent("scale.abandoned", "not weighed", level: .warning))
        board.hear(GatewayEvent("scale.restored", "it answers"))
        clock.advance(2 * 3600)
        #expect(board.reminders().isEmpty)
    }

    @Test("reads of a second dead device at once, and of one that dies again after it was back")
    func logSubjects() {
        let lines = Lines()
        let log = EventLog(json: false, journald: nil, clock: clock.siteClock) { lines.add($0) }
        func lost(_ name: String) -> GatewayEvent {
            GatewayEvent("sensors.lost", "\(name) is silent", level: .warning, subject: name)
        }
        for name in ["boiler", "shed", "boiler"] { log.take(lost(name)) }
        #expect(lines.all == ["WP111 boiler is silent", "WP111 shed is silent"])
        log.take(GatewayEvent("sensors.restored", "boiler answers", subject: "boiler"))
        log.take(lost("boiler"))
        log.take(lost("shed"))
        #expect(
            Array(lines.all.dropFirst(2)) == [
                "WP111 sensors.lost of boiler came for under 1 s, 2 times, and is over",
                "boiler answers", "WP111 boiler is silent",
            ])
        for code in [17, 12] {
            log.take(
                GatewayEvent(
                    .refused(BatchID(1), code: UInt32(code), log: "no")))
        }
        #expect(lines.all.suffix(2).allSatisfy { $0.contains("was refused with code") })
    }

    @Test("never reads that a scale which is dead still was silent, and not since")
    func standing() {
        let lines = Lines()
        let log = EventLog(json: false, journald: nil, clock: clock.siteClock) { lines.add($0) }
        for _ in 0..<2 {
            log.take(GatewayEvent("scale.lost", "the scale does not answer", level: .warning))
            clock.advance(10)
        }
        clock.advance(3 * 3600)
        log.take(GatewayEvent("load.weighedIn", "weigh-in"))
        #expect(lines.all == ["WP101 the scale does not answer", "weigh-in"])
    }

    @Test("reads one line of a load: programs alone are told that its entry is durable")
    func oneLine() {
        let (lines, json) = (Lines(), Lines())
        let log = EventLog(json: false, journald: nil, clock: clock.siteClock) { lines.add($0) }
        let stream = EventLog(json: true, journald: nil, clock: clock.siteClock) { json.add($0) }
        let reminder = GatewayEvent("scale.lost", "still", level: .warning, telling: .reminder)
        for event in [
            GatewayEvent("entry.recorded", "entry 7 intake recorded", telling: .programs),
            GatewayEvent("load.recorded", "intake of 20 03 01"), reminder,
        ] {
            log.take(event)
            stream.take(event)
        }
        #expect(lines.all == ["intake of 20 03 01", "WP101 still"])
        #expect(json.all.count == 2 && json.all[0].contains("entry.recorded"))
        #expect(
            json.all[1] == #"{"event":"load.recorded","time":"1970-01-01T00:16:40Z","#
                + #""level":"info","text":"intake of 20 03 01"}"#)
    }

    @Test(
        "finds errors in the system's log under the priority of errors",
        arguments: [
            ("scale.lost", GatewayEvent.Level.warning, 3), ("scale.abandoned", .warning, 4),
            ("load.recorded", .info, 6),
        ])
    func priority(name: String, level: GatewayEvent.Level, priority: Int) throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("journald")
        let listener = try #require(NotifyListener(path: path))
        let log = EventLog(
            json: false, journald: JournaldSocket(path: path), clock: clock.siteClock
        ) { _ in }
        log.take(GatewayEvent(name, "it happened", level: level, subject: "bridge-1"))
        let fields = try #require(listener.next()).split(separator: "\n")
        #expect(fields.contains("PRIORITY=\(priority)"))
        #expect(fields.contains("WEIGHPOST_SUBJECT=bridge-1"))
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
