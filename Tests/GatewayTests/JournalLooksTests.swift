import ControlServer
import Evidence
import Foundation
import Intake
import JournalStore
import Synchronization
import TestKit
import Testing
import Threads

@testable import Gateway

@Suite("Who looks into the journal", .timeLimit(.minutes(2)))
struct JournalLooksTests {
    /// What a slow card does to a look: it lasts until the test says otherwise.
    private final class SlowCard: Sendable {
        private let state = Monitor((isSlow: true, looks: 0))

        func read() {
            state.with { $0.looks += 1 }
            state.wait { $0.isSlow ? nil : () }
        }

        func recovers() { state.with { $0.isSlow = false } }

        func isRead() async throws {
            try await until("somebody looks") { state.with { $0.looks } > 0 }
        }
    }

    private static func look(_ looks: JournalLooks, at box: JournalBox) -> BoxLook {
        let clock = HandClock().siteClock
        return BoxLook(
            board: SiteBoard(clock: clock), clock: clock, version: "1",
            state: box.folder.file("state"), looks: looks,
            started: (clock.wall(), clock.monotonic()))
    }

    @Test("is turned away at once where as many look as may, and answered when they have looked")
    func busy() async throws {
        let box = try JournalBox()
        try await box.recorder.record(.zero, value: 0)
        var limits = JournalLooks.Limits()
        limits.waiting = 1
        let looks = JournalLooks(state: box.folder.file("state"), limits: limits)
        let (card, look) = (SlowCard(), Self.look(looks, at: box))
        let first = Task { try await looks.look { _ in card.read() } }
        try await card.isRead()
        let question = PageQuestion(from: 1, limit: 20)
        await #expect(throws: JournalLooks.Busy.self) { try await look.entries(question) }
        await #expect(throws: JournalLooks.Busy.self) { try await look.weighings(question) }
        card.recovers()
        try await first.value
        #expect(try await look.entries(question).entries.map(\.seq) == [1])
        #expect(try await look.weighings(question).entries.isEmpty)
    }

    @Test("holds up nobody else, however many look and however slow the card is")
    func poolIsFree() async throws {
        let box = try JournalBox()
        var limits = JournalLooks.Limits()
        limits.waiting = 100
        let looks = JournalLooks(state: box.folder.file("state"), limits: limits)
        let card = SlowCard()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { try await looks.look { _ in card.read() } } }
            try await card.isRead()
            // Of more tasks than the box has cores, each gets its turn.
            for _ in 0..<100 { await Task.detached {}.value }
            card.recovers()
            try await group.waitForAll()
        }
    }

    @Test("and went away meanwhile costs no look")
    func goesAway() async throws {
        let box = try JournalBox()
        let looks = JournalLooks(state: box.folder.file("state"))
        let card = SlowCard()
        let first = Task { try await looks.look { _ in card.read() } }
        try await card.isRead()
        let looked = Mutex(false)
        let second = Task { try await looks.look { _ in looked.withLock { $0 = true } } }
        second.cancel()
        card.recovers()
        try await first.value
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(!looked.withLock { $0 })
    }

    @Test("for longer than a look may take is told to ask for less")
    func tooLong() async throws {
        let box = try JournalBox()
        for _ in 0..<1500 { _ = try await box.weighIn() }
        var limits = JournalLooks.Limits()
        limits.reading = .zero
        let state = box.folder.file("state")
        let look = Self.look(JournalLooks(state: state, limits: limits), at: box)
        let error = await #expect(throws: JournalError.self) {
            try await look.weighings(PageQuestion(from: 1, limit: 20))
        }
        #expect(error?.message.contains("later 'from'") == true)
        let patient = Self.look(JournalLooks(state: state), at: box)
        #expect(try await patient.weighings(PageQuestion(from: 1, limit: 20)).entries.isEmpty)
    }

    @Test("hears that there is none where the journal's file is gone, and sees one that comes back")
    func gone() async throws {
        let box = try JournalBox()
        let state = box.folder.file("state")
        let looks = JournalLooks(state: state)
        #expect(await looks.unreadable() == nil)
        let (file, away) = ("\(state)/journal.sqlite", "\(state)/away")
        try FileManager.default.moveItem(atPath: file, toPath: away)
        #expect(await looks.unreadable()?.hasPrefix("the journal cannot be read") == true)
        try FileManager.default.moveItem(atPath: away, toPath: file)
        #expect(await looks.unreadable() == nil)
    }

    @Test("sees what the journal has while nobody weighs, and nothing of one that is not there")
    func waiting() async throws {
        let (box, site) = (try JournalBox(), try ShippedConfiguration())
        let configuration = try ConfigurationFile.load(site.file)
        for _ in 0..<3 { try await box.recorder.record(.zero, value: 0) }
        let looks = JournalLooks(state: box.folder.file("state"))
        let status = try await Self.look(looks, at: box).waitingAndRead(configuration)
        #expect(status.journal?.entries == 3 && status.delivery?.waiting == 3)
        #expect(status.delivery?.isReachable == nil && status.delivery?.node.isEmpty == false)
        #expect(status.trust?.chainID.isEmpty == false)
        #expect(!status.gateway.isRunning && !status.gateway.isReady)
        let none = JournalLooks(state: box.folder.file("elsewhere"))
        let empty = try await Self.look(none, at: box).waitingAndRead(configuration)
        #expect(empty.journal == nil && empty.delivery == nil && empty.trust == nil)
        #expect(empty.troubles.isEmpty)
    }
}
