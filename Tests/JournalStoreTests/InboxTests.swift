import Foundation
import Intake
import JournalStore
import SQLite
import Testing

@Suite("The inbox of broker messages")
struct InboxTests {
    private let site: TestSite
    private let boot = [UInt8](repeating: 1, count: 16)

    init() throws { site = try TestSite() }

    private func message(
        _ key: String, at monotonic: UInt64 = 10, boot: [UInt8]? = nil, payload: String = "{}"
    ) -> InboxMessage {
        InboxMessage(
            key: key, topic: "gate/plates", payload: Array(payload.utf8), boot: boot ?? self.boot,
            monotonic: MonotonicTime(nanoseconds: monotonic),
            wall: WallTime(seconds: 1_800_000_000, nanoseconds: 999_999_999, clock: .holdover))
    }

    @Test("a message is whole after a restart")
    func durable() async throws {
        let message = message("a", payload: #"{"plate":"KIAB123"}"#)
        try await site.withJournal { journal async throws in
            #expect(try await journal.receive(message))
        }
        try await site.withJournal { journal async throws in
            let start = MonotonicTime(nanoseconds: 0)
            #expect(try await journal.inbox(since: start, boot: boot) == [message])
        }
    }

    @Test("the same message counts once, however often the broker sends it")
    func once() async throws {
        try await site.withJournal { journal async throws in
            #expect(try await journal.receive(message("a", at: 1)))
            #expect(try await journal.receive(message("a", at: 2)) == false)
            #expect(try await journal.receive(message("b", at: 3)))
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.receive(message("a", at: 4)) == false)
            let kept = try await journal.inbox(since: MonotonicTime(nanoseconds: 0), boot: boot)
            #expect(kept.map(\.monotonic.nanoseconds) == [1, 3])
        }
    }

    @Test("only messages of this boot that are young enough are given, oldest first")
    func young() async throws {
        try await site.withJournal { journal async throws in
            _ = try await journal.receive(message("old", at: 10))
            _ = try await journal.receive(message("edge", at: 20))
            _ = try await journal.receive(message("other", at: 30, boot: [9]))
            _ = try await journal.receive(message("new", at: 40))
            let kept = try await journal.inbox(since: MonotonicTime(nanoseconds: 20), boot: boot)
            #expect(kept.map(\.key) == ["edge", "new"])
        }
    }

    @Test("trimming keeps the newest, and no plate of the others in the file")
    func trimmed() async throws {
        try await site.withJournal { journal async throws in
            for number in 1...9 {
                let text = "PLATE\(number)"
                _ = try await journal.receive(message("\(number)", payload: text))
            }
            try await journal.trimInbox(keeping: 20)
            try await journal.trimInbox(keeping: 2)
            let kept = try await journal.inbox(since: MonotonicTime(nanoseconds: 0), boot: boot)
            #expect(kept.map(\.key) == ["8", "9"])
        }
        try site.rawJournal().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let file = try Data(contentsOf: URL(fileURLWithPath: site.journalFile))
        #expect(file.range(of: Data("PLATE9".utf8)) != nil)
        #expect(file.range(of: Data("PLATE3".utf8)) == nil)
    }

    @Test("a message with a time that cannot be does not stop the agent")
    func damaged() async throws {
        try await site.withJournal { _ = try await $0.receive(message("a")) }
        try site.rawJournal().execute(
            "UPDATE inbox SET nanoseconds = 99999999999, clock = 12")
        try await site.withJournal { journal async throws in
            let start = MonotonicTime(nanoseconds: 0)
            let kept = try await journal.inbox(since: start, boot: boot)
            #expect(kept.map(\.wall.clock) == [.unset])
        }
    }
}
