import Evidence
import JournalStore
import SQLite
import Testing

@Suite("Reading the journal")
struct ReadingTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    @Test("a vehicle is open until it was weighed out or rejected, oldest first")
    func openWeighIns() async throws {
        let rejected = Draft(body: .reject(Draft.load(3)))
        try await site.withJournal { journal async throws in
            try await journal.append([.weighIn(1), .weighIn(2), .event()], by: site.maker)
            #expect(try await journal.openWeighIns().map(\.seq) == [1, 2])
            try await journal.append([.intake(1), .weighIn(3), .weighIn(4)], by: site.maker)
            #expect(try await journal.openWeighIns().map(\.seq) == [2, 5, 6])
            try await journal.append([rejected], by: site.maker)
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.openWeighIns().map(\.seq) == [2, 6])
        }
    }

    @Test("a second weighing that made no load ends its visit, and so does a void")
    func endedVisits() async throws {
        try await site.withJournal { journal async throws in
            try await journal.append([.weighIn(1), .weighIn(2), .weighIn(1)], by: site.maker)
            #expect(try await journal.openWeighIns().map(\.seq) == [2])
            #expect(try JournalReader(site.journalFile).openWeighIns(from: 1, limit: 9).count == 1)
            let waiting = try #require(try await journal.entries(2...2).first)
            let visit = try #require(waiting.body.visit)
            let void = VoidBody(
                visit: visit, entry: EntryReference(waiting), reason: .notALoad)
            try await journal.append([Draft(body: .void(void))], by: site.maker)
            #expect(try await journal.openWeighIns().isEmpty)
            #expect(try JournalReader(site.journalFile).openWeighIns(from: 1, limit: 9).isEmpty)
            #expect(try await journal.entries(ofVisit: visit).map(\.seq) == [2, 4])
        }
    }

    @Test("the last entries of a kind come oldest first")
    func lastEntries() async throws {
        try await site.withJournal { journal async throws in
            try await journal.append(
                [.intake(1), .event(), .intake(2), .intake(3)], by: site.maker)
            #expect(try await journal.lastEntries(.intake, count: 2).map(\.seq) == [3, 4])
            #expect(try await journal.lastEntries(.event, count: 9).map(\.seq) == [2])
            #expect(try await journal.lastEntries(.closing, count: 9).isEmpty)
            #expect(try await journal.entries(.intake, from: 2, count: 1).map(\.seq) == [3])
            #expect(try await journal.entries(.intake, from: 3, count: 9).map(\.seq) == [3, 4])
            #expect(try await journal.seq(.intake, before: 1) == 3)
            #expect(try await journal.seq(.intake, before: 3) == nil)
        }
    }

    @Test("which entries travel as their digest is kept")
    func withheld() async throws {
        var hidden = Draft.intake(1)
        hidden.isWithheld = true
        let drafts = [Draft.event(), hidden, .event(), hidden]
        try await site.withJournal { try await $0.append(drafts, by: site.maker) }
        try await site.withJournal { journal async throws in
            #expect(try await journal.withheld(1...3) == [2])
            #expect(try await journal.withheld(1...UInt64.max) == [2, 4])
        }
    }

    @Test("an entry damaged inside the journal is not shown")
    func damagedInside() async throws {
        try await site.withJournal { try await $0.append([.event(), .event()], by: site.maker) }
        let raw = try site.rawJournal()
        try raw.execute("DROP TRIGGER entries_stay")
        try raw.execute("UPDATE entries SET bytes = substr(bytes, 1, 40) WHERE seq = 1")
        try await site.withJournal { journal async throws in
            let error = await #expect(throws: JournalError.self) {
                try await journal.entries(1...2)
            }
            #expect(error?.code == .damaged)
            #expect(try await journal.entries(2...2).count == 1)
        }
    }
}
