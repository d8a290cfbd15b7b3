import Evidence
import Intake
import JournalStore
import Synchronization
import SystemService
import TestKit
import Testing

@testable import Gateway

@Suite("Days are closed")
struct ClosingTests {
    /// A journal on the disk, and a clock that the test sets: seconds since 1970.
    private struct Box {
        let folder: TemporaryDirectory
        let now = Now()
        let service: ClosingService
        let recorder: Recorder

        final class Now: Sendable {
            let seconds = Mutex<Int64>(1_700_000_000)
        }

        init() throws {
            folder = try TemporaryDirectory()
            let key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
            let journal = try SQLiteJournal(
                folder: folder.file("state"), gateway: "https://site.example/g", key: key.publicKey,
                storeKey: [UInt8](repeating: 9, count: 32))
            let clock = SiteClock(
                monotonic: { MonotonicTime(nanoseconds: 0) },
                wall: { [now] in
                    WallTime(
                        seconds: now.seconds.withLock { $0 }, nanoseconds: 0, clock: .synchronised)
                }, bootID: [UInt8](repeating: 1, count: 16))
            recorder = Recorder(
                journal: journal, maker: EntryMaker(gateway: "https://site.example/g", key: key),
                clock: clock, report: { _ in })
            service = ClosingService(recorder: recorder, clock: clock, calendar: SiteCalendar())
        }

        func pass(days: Int64) { now.seconds.withLock { $0 += days * 86_400 } }

        func closings() async throws -> [ClosingBody] {
            try await recorder.journal.lastEntries(.closing, count: 100).compactMap {
                if case .closing(let body) = $0.body { body } else { nil }
            }
        }
    }

    @Test("a day that is over is closed once, with its number of entries; today is not")
    func once() async throws {
        let box = try Box()
        for _ in 0..<3 { try await box.recorder.record(.zero, subject: "bridge-1", value: 0) }
        try await box.service.closeFinishedDays()
        #expect(try await box.closings().isEmpty)
        box.pass(days: 1)
        for _ in 0..<2 { try await box.service.closeFinishedDays() }
        let closings = try await box.closings()
        #expect(closings.map(\.entries) == [3])
        #expect(closings.map(\.net) == [0])
    }

    @Test("days that ended while the box was off are closed at the next start, oldest first")
    func missed() async throws {
        let box = try Box()
        for _ in 0..<3 {
            try await box.recorder.record(.zero, subject: "bridge-1", value: 0)
            box.pass(days: 2)
        }
        try await box.service.closeFinishedDays()
        let closings = try await box.closings()
        #expect(closings.count == 3)
        #expect(closings.map(\.day) == closings.map(\.day).sorted())
        // The closings themselves are entries of the day on which they were written.
        box.pass(days: 1)
        try await box.service.closeFinishedDays()
        #expect(try await box.closings().last?.entries == 3)
    }
}
