import Evidence
import JournalStore
import SQLite
import TestKit
import Testing
import Wire

@Suite("Appending to the journal")
struct AppendTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    @Test("what was appended is there after the journal was closed and opened again")
    func durable() async throws {
        let written = try await site.withJournal { journal async throws in
            try await journal.append([.event(), .weighIn(1)], by: site.maker)
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.entries(1...2) == written)
            let last = try #require(written.last)
            #expect(await journal.head == ChainLink(seq: 2, digest: last.digest))
        }
    }

    @Test("any run of appends is one chain that verifies", arguments: UInt64(1)...6)
    func chain(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            try await site.withJournal { journal async throws in
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    try await journal.append(Draft.some(using: &random), by: site.maker)
                }
            }
        }
        try await site.withJournal { journal async throws in
            var link = ChainLink.start
            for entry in try await journal.entries(1...UInt64.max) {
                try entry.verify(site.key.publicKey)
                #expect(entry.seq == link.next)
                #expect(entry.prev == link.digest)
                link = ChainLink(seq: entry.seq, digest: entry.digest)
            }
            #expect(await journal.head == link)
        }
    }

    @Test(
        "an entry cannot be changed, removed, replaced or put out of turn",
        arguments: [
            "UPDATE entries SET withheld = 1 WHERE seq = 1",
            "UPDATE entries SET bytes = x'00' WHERE seq = 2",
            "DELETE FROM entries WHERE seq = 2",
            "DELETE FROM entries",
            "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 1",
            """
            INSERT INTO entries (seq, id, kind, digest, bytes)
            VALUES (4, zeroblob(16), 1, zeroblob(32), x'00')
            """,
            """
            INSERT OR REPLACE INTO entries
            SELECT 3, id, kind, visit, withheld, digest, bytes FROM entries WHERE seq = 1
            """,
            """
            INSERT INTO entries (seq, id, kind, digest, bytes)
            VALUES (3, zeroblob(16), 'boot', zeroblob(32), x'00')
            """,
        ])
    func appendOnly(statement: String) async throws {
        let written = try await site.withJournal { journal async throws in
            try await journal.append([.event(), .event()], by: site.maker)
        }
        let error = #expect(throws: SQLiteError.self) {
            try site.rawJournal().execute(statement)
        }
        #expect(error?.code == .constraint)
        try await site.withJournal { journal async throws in
            #expect(try await journal.entries(1...9) == written)
        }
    }

    @Test("when making an entry fails, nothing is written")
    func failingMaker() async throws {
        struct NoPaper: Error {}
        try await site.withJournal { journal async throws in
            await #expect(throws: NoPaper.self) {
                try await journal.append { _ in throw NoPaper() }
            }
            #expect(await journal.head == .start)
            try await journal.append([.event()], by: site.maker)
            #expect(await journal.head.seq == 1)
        }
    }

    @Test("an entry that follows another head leaves nothing, its disclosures included")
    func wrongLink() async throws {
        let (maker, claims) = (site.maker, try Draft.claims())
        try await site.withJournal { journal async throws in
            try await journal.append([.event()], by: maker)
            for head in [
                .start, ChainLink(seq: 1, digest: .zero), ChainLink(seq: 5, digest: .zero),
            ] {
                let error = await #expect(throws: JournalError.self) {
                    try await journal.append { _ in
                        try maker.make([.weighIn(1, claims: claims)], after: head)
                    }
                }
                #expect(error?.code == .failed)
            }
            #expect(await journal.head.seq == 1)
        }
        #expect(try site.rawDisclosures().rows("SELECT * FROM disclosures").isEmpty)
    }

    @Test("an entry of another gateway is not taken")
    func foreign() async throws {
        let other = EntryMaker(gateway: "urn:weighpost:elsewhere", key: site.key)
        try await site.withJournal { journal async throws in
            let error = await #expect(throws: JournalError.self) {
                try await journal.append([.event()], by: other)
            }
            #expect(error?.code == .failed)
            #expect(await journal.head == .start)
        }
    }

    @Test("an entry that another key signed is not taken, and the journal goes on")
    func otherKey() async throws {
        let other = EntryMaker(
            gateway: TestSite.gateway, key: try SigningKey(seed: Array(repeating: 9, count: 32)))
        try await site.withJournal { journal async throws in
            await #expect(throws: JournalError.self) {
                try await journal.append([.event()], by: other)
            }
            try await journal.append([.event()], by: site.maker)
            #expect(await journal.head.seq == 1)
        }
    }
}

extension Draft {
    /// One to three drafts of any kind.
    static func some(using random: inout SeededGenerator) -> [Draft] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let visit = UInt8.random(in: 1...9, using: &random)
            return switch Int.random(in: 0...2, using: &random) {
            case 0: .weighIn(visit)
            case 1: .intake(visit)
            default: .event(.zero, text: String(visit))
            }
        }
    }
}
