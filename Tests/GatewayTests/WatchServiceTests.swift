import Foundation
import Intake
import JournalStore
import Synchronization
import SystemService
import TestKit
import Testing
import Threads

@testable import Gateway

/// The loops of an agent and who watches them, on a clock that the test moves.
private final class WatchedLoops: Sendable {
    let clock = HandClock()
    let said = Lines()
    let progress = LoopProgress(Watchdog(feedEvery: .milliseconds(500)))
    let notifier: ServiceNotifier
    let journal: JournalLooks
    private let box: JournalBox
    private let looks = Mutex(0)

    init(_ box: JournalBox, socket: String, journal: String = "state") {
        self.box = box
        self.journal = JournalLooks(state: box.folder.file(journal))
        notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": socket])
        for loop in LoopName.allCases {
            progress.watch(
                loop.rawValue, within: LoopName.bound, from: clock.siteClock.monotonic())
        }
    }

    func run() async throws {
        try await WatchService(
            progress: progress,
            period: WatchdogPeriod(environment: ["WATCHDOG_USEC": "80000"]),
            notifier: notifier, journal: box.recorder.journal, clock: clock.siteClock,
            state: box.folder.file("state"), looks: self.journal,
            status: { [self] in
                looks.withLock { $0 += 1 }
                return "weighing"
            }, board: SiteBoard(clock: clock.siteClock),
            sensors: { [] },
            report: { [said] event in
                said.add("\(event.warning?.code ?? "-") \(event.name) \(event.text)")
            }, pingEvery: .milliseconds(2)
        ).run()
    }

    /// Ten seconds later; every loop but one has gone round by then.
    ///
    /// The journal's is marked by the service, which asks the real one.
    func goOn(but standing: LoopName?) async throws {
        clock.advance(10)
        let now = clock.siteClock.monotonic()
        for loop in LoopName.allCases where loop != standing && loop != .journal {
            progress.mark(loop.rawValue, at: now)
        }
        guard standing != .journal else { return }
        let soon = now.advanced(milliseconds: 15_000)
        try await until("the journal has answered") {
            !progress.standing(at: soon).contains { $0.name == LoopName.journal.rawValue }
        }
    }

    /// Waits until the service has looked a few times more.
    func look() async throws {
        let end = looks.withLock { $0 } + 4
        try await until("it was looked at the loops") { looks.withLock { $0 } >= end }
    }

    /// How many signs of life the manager got since it was asked last.
    func signs(_ listener: NotifyListener) throws -> Int {
        notifier.status("asked")
        var count = 0
        while true {
            let said = try #require(listener.next())
            if said == "STATUS=asked" { return count }
            if said == "WATCHDOG=1" { count += 1 }
        }
    }
}

@Suite("The service manager hears that the agent is alive", .serialized)
struct WatchServiceTests {
    @Test(
        "while all loops go on, and no more once one stands, which is told by its name",
        arguments: LoopName.allCases)
    func standing(loop: LoopName) async throws {
        let box = try JournalBox()
        let socket = box.folder.file("notify")
        let listener = try #require(NotifyListener(path: socket))
        let loops = WatchedLoops(box, socket: socket)
        let running = Task { try await loops.run() }
        for _ in 0..<4 { try await loops.goOn(but: nil) }
        try await loops.look()
        #expect(try loops.signs(listener) > 0)
        #expect(!loops.said.all.contains { $0.contains("loop.") }, "\(loops.said.all)")

        let thread = box.recorder.journal.blockingThread
        let isHeld = Monitor(loop == .journal)
        if loop == .journal { thread.start { isHeld.wait { $0 ? nil : () } } }
        for _ in 0..<3 { try await loops.goOn(but: loop) }
        try await until("it is told") { loops.said.all.contains { $0.contains("loop.stands") } }
        _ = try loops.signs(listener)
        try await loops.goOn(but: loop)
        try await loops.look()
        #expect(try loops.signs(listener) == 0)
        let told = loops.said.all.filter { $0.contains("loop.") }
        #expect(
            told.count == 1 && told[0].hasPrefix("WP403 loop.stands \(loop.rawValue) has stood"),
            "\(told)")

        isHeld.with { $0 = false }
        for _ in 0..<2 { try await loops.goOn(but: nil) }
        try await loops.look()
        #expect(try loops.signs(listener) > 0)
        #expect(loops.said.all.last?.hasPrefix("- loop.goes") == true, "\(loops.said.all)")
        running.cancel()
        try await running.value
    }

    @Test("while somebody's look into the journal takes as long as it will")
    func slowCard() async throws {
        let box = try JournalBox()
        let socket = box.folder.file("notify")
        let listener = try #require(NotifyListener(path: socket))
        let loops = WatchedLoops(box, socket: socket)
        let isHeld = Monitor(true)
        let looking = Task { [journal = loops.journal] in
            try await journal.look { _ in isHeld.wait { $0 ? nil : () } }
        }
        let running = Task { try await loops.run() }
        for _ in 0..<4 { try await loops.goOn(but: nil) }
        try await loops.look()
        #expect(try loops.signs(listener) > 0)
        isHeld.with { $0 = false }
        try await looking.value
        running.cancel()
        try await running.value
    }

    @Test("and people that the journal cannot be read beside its writer")
    func unreadable() async throws {
        let box = try JournalBox()
        let socket = box.folder.file("notify")
        _ = NotifyListener(path: socket)
        let loops = WatchedLoops(box, socket: socket, journal: "elsewhere")
        let running = Task { try await loops.run() }
        try await until("it is told") {
            loops.said.all.contains { $0.hasPrefix("WP404 journal.unreadable the journal cannot") }
        }
        running.cancel()
        try await running.value
    }

    @Test("a clock that no time source has set is told within a look, and so is the source")
    func clock() async throws {
        let box = try JournalBox()
        let socket = box.folder.file("notify")
        _ = NotifyListener(path: socket)
        let loops = WatchedLoops(box, socket: socket)
        let running = Task { try await loops.run() }
        try await loops.look()
        loops.clock.state = .unset
        try await loops.look()
        loops.clock.state = .synchronised
        try await loops.look()
        running.cancel()
        try await running.value
        #expect(
            loops.said.all.filter { $0.contains("clock.") }.map { $0.prefix(17) }
                == ["WP402 clock.unset", "- clock.set a tim"])
    }
}
