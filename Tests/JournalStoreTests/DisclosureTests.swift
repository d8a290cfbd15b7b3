import Evidence
import Foundation
import Intake
import JournalStore
import SQLite
import TestKit
import Testing
import Wire

@Suite("What claims hide")
struct DisclosureTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// One weigh-in with a plate and the parties.
    private func weighIn() async throws -> JournalEntry {
        let claims = try Draft.claims()
        return try await site.withJournal { journal async throws in
            let entries = try await journal.append(
                [.weighIn(1, claims: claims)], by: site.maker)
            return try #require(entries.first)
        }
    }

    @Test("a plate comes back from the store and opens the entry's digest")
    func restored() async throws {
        let entry = try await weighIn()
        try await site.withJournal { journal async throws in
            let disclosures = try await journal.disclosures(of: entry.id)
            #expect(try Set(disclosures.map { try Claim($0) }) == Set(Draft.claims()))
            for disclosure in disclosures {
                #expect(entry.claimDigests.contains(disclosure.digest))
            }
        }
    }

    @Test("no file in the folder has the plate or a name in clear")
    func sealed() async throws {
        try await site.withJournal { journal async throws in
            let claims = try Draft.claims()
            try await journal.append([.weighIn(1, claims: claims)], by: site.maker)
            let files = try FileManager.default.contentsOfDirectory(atPath: site.folder)
            #expect(files.contains("disclosures.sqlite-wal"))
            for file in files {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(site.folder)/\(file)"))
                for secret in ["KIAB123", "Muster GmbH"] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
                }
            }
        }
    }

    @Test("another store key is refused when the journal is opened")
    func otherStoreKey() async throws {
        _ = try await weighIn()
        let error = #expect(throws: JournalError.self) {
            try site.open(storeKey: Array(repeating: 1, count: 32))
        }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("keys: store:") == true)
    }

    @Test("a store key that is too short is refused before anything is written with it")
    func shortStoreKey() throws {
        let error = #expect(throws: JournalError.self) {
            try site.open(storeKey: [1, 2, 3])
        }
        #expect(error?.code == .unavailable)
    }

    @Test("a value moved to another claim does not open")
    func movedClaim() async throws {
        let entry = try await weighIn()
        try site.rawDisclosures().execute("UPDATE disclosures SET claim = 23 WHERE claim = 22")
        try await expectDamage(of: entry.id)
    }

    @Test("a value moved to another entry does not open there")
    func movedEntry() async throws {
        _ = try await weighIn()
        var random = SeededGenerator(seed: 5)
        let other = EntryID(milliseconds: 1, using: &random)
        try site.rawDisclosures().run("UPDATE disclosures SET entry = ?", [.blob(other.bytes)])
        try await expectDamage(of: other)
    }

    private func expectDamage(of id: EntryID) async throws {
        try await site.withJournal { journal async throws in
            let error = await #expect(throws: JournalError.self) {
                try await journal.disclosures(of: id)
            }
            #expect(error?.code == .damaged)
            #expect(error?.message.contains("\(id)") == true)
        }
    }

    @Test("what is erased is gone, and the entry and its other claims stay good")
    func erased() async throws {
        let entry = try await weighIn()
        try site.rawDisclosures().execute("DELETE FROM disclosures WHERE claim = 22")
        try await site.withJournal { journal async throws in
            #expect(try await journal.disclosures(of: entry.id).map(\.key) == [21])
            try await #require(journal.entries(1...1).first).verify(site.key.publicKey)
        }
    }

    @Test("salts of an entry that never came to be do not stand in the way of the next")
    func orphans() async throws {
        let claims = try Draft.claims()
        try await site.withJournal { journal async throws in
            let raw = try site.rawJournal()
            try raw.execute(
                """
                CREATE TRIGGER crash BEFORE INSERT ON entries
                BEGIN SELECT RAISE(ABORT, 'the power went'); END
                """)
            await #expect(throws: JournalError.self) {
                try await journal.append([.weighIn(1, claims: claims)], by: site.maker)
            }
            #expect(await journal.head == .start)
            try raw.execute("DROP TRIGGER crash")
            let maker = site.maker
            try await journal.append { head in
                try maker.make([.weighIn(1, claims: claims)], after: head, seed: 2)
            }
            #expect(await journal.head.seq == 1)
        }
    }
}

extension Draft {
    /// A plate and the parties of a load.
    static func claims() throws -> [Claim] {
        [
            .plate(try #require(Plate("KI-AB 123"))),
            .parties(Parties(producer: "Muster GmbH", carrier: "Fuhr AG", contract: "R-7")),
        ]
    }
}
