import Delivery
import Evidence
import Foundation
import JournalStore
import SQLite
import Testing
import Threads
import Wire

@Suite("Opening a journal")
struct OpeningTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    @Test("a new journal is empty and begins its chain at nothing")
    func empty() async throws {
        try await site.withJournal { journal async throws in
            #expect(await journal.head == .start)
            #expect(try await journal.entries(1...UInt64.max).isEmpty)
            #expect(try await journal.deliveredThrough() == 0)
            #expect(try await journal.lastBatch().number == 0)
        }
    }

    @Test("another gateway's journal is refused by both names")
    func otherGateway() async throws {
        try await site.withJournal { _ in }
        let error = #expect(throws: JournalError.self) {
            try site.open(gateway: "urn:weighpost:elsewhere")
        }
        #expect(error?.code == .otherGateway)
        #expect(error?.message.contains(TestSite.gateway) == true)
        #expect(error?.message.contains("urn:weighpost:elsewhere") == true)
    }

    @Test(
        "a journal that was delivered to one chain is not opened for another, which would lack it")
    func otherChain() async throws {
        func open(_ chain: String) async throws {
            let thread = try site.open(chain: chain).blockingThread
            await thread.run {}
        }
        // A name that was mistyped at first hinders nobody.
        try await open("weighpost-tset")
        try await open("weighpost-test")
        try site.rawJournal().run(
            """
            INSERT INTO batches (number, first, last, valid_until, tx_hash, tx, state)
            VALUES (1, 1, 1, 100, ?, x'00', 1)
            """, [.blob(Array(repeating: 1, count: 32))])
        try await open("weighpost-test")
        let error = await #expect(throws: JournalError.self) { try await open("weighpost-2") }
        #expect(error?.code == .otherChain)
        for words in ["'weighpost-test'", "'weighpost-2'", "chain_id", "state:"] {
            #expect(error?.message.contains(words) == true, "\(words)")
        }
        // Whoever delivers nothing need not know the chain.
        try await site.withJournal { _ in }
    }

    @Test("a journal that was never told its chain takes the first one that it is opened for")
    func firstChain() async throws {
        try await site.withJournal { _ in }
        try site.rawJournal().run(
            """
            INSERT INTO batches (number, first, last, valid_until, tx_hash, tx, state)
            VALUES (1, 1, 1, 100, ?, x'00', 1)
            """, [.blob(Array(repeating: 1, count: 32))])
        let thread = try site.open(chain: "weighpost-1").blockingThread
        await thread.run {}
        let error = #expect(throws: JournalError.self) { try site.open(chain: "weighpost-2") }
        #expect(error?.code == .otherChain)
    }

    @Test("a second agent on the same folder is refused, and the first works on")
    func inUse() async throws {
        try await site.withJournal { journal async throws in
            for _ in 0..<3 {
                let error = #expect(throws: JournalError.self) { try site.open() }
                #expect(error?.code == .inUse)
            }
            try await journal.append([.event()], by: site.maker)
        }
        try await site.withJournal { journal async throws in #expect(await journal.head.seq == 1) }
    }

    @Test("a journal of a later version is left as it is")
    func tooNew() async throws {
        try await site.withJournal { _ in }
        try site.rawJournal().execute("PRAGMA user_version = 99")
        let error = #expect(throws: JournalError.self) { try site.open() }
        #expect(error?.code == .tooNew)
    }

    @Test(
        "a journal whose key was changed opens for either key, and goes on with the new one alone")
    func changedKey() async throws {
        let next = try SigningKey(seed: Array(repeating: 8, count: 32))
        let change = try KeyBody(gateway: TestSite.gateway, from: site.key.publicKey, to: next)
        try await site.withJournal { journal async throws in
            try await journal.append([.event(), Draft(body: .key(change))], by: site.maker)
            #expect(await journal.keys.current == next.publicKey)
            await #expect(throws: JournalError.self) {
                try await journal.append([.event()], by: site.maker)
            }
            try await journal.append(
                [.event()], by: EntryMaker(gateway: TestSite.gateway, key: next))
        }
        for key in [site.key, next] {
            let journal = try site.open(key: key.publicKey)
            #expect(await journal.keys.current == next.publicKey)
            #expect(await journal.head.seq == 3)
            let thread = journal.blockingThread
            await thread.run {}
        }
        let stranger = try SigningKey(seed: Array(repeating: 4, count: 32)).publicKey
        let error = #expect(throws: JournalError.self) { try site.open(key: stranger) }
        #expect(error?.code == .otherKey)
    }

    @Test("a last entry with one changed bit is refused by its number")
    func damagedLastEntry() async throws {
        try await site.withJournal { try await $0.append([.event(), .event()], by: site.maker) }
        let raw = try site.rawJournal()
        var bytes = try #require(try raw.row("SELECT bytes FROM entries WHERE seq = 2")).blob(0)
        bytes[bytes.count - 1] ^= 1
        try raw.execute("DROP TRIGGER entries_stay")
        try raw.run("UPDATE entries SET bytes = ? WHERE seq = 2", [.blob(bytes)])
        let error = #expect(throws: JournalError.self) { try site.open() }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("entry 2") == true)
    }

    @Test("a last entry that stands in another's row is refused")
    func movedLastEntry() async throws {
        try await site.withJournal { try await $0.append([.event(), .event()], by: site.maker) }
        let raw = try site.rawJournal()
        try raw.execute("DROP TRIGGER entries_stay")
        try raw.execute(
            "UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE seq = 1) WHERE seq = 2")
        let error = #expect(throws: JournalError.self) { try site.open() }
        #expect(error?.code == .damaged)
    }

    @Test("a journal signed with another key is refused")
    func otherKey() async throws {
        try await site.withJournal { try await $0.append([.event()], by: site.maker) }
        let other = try SigningKey(seed: Array(repeating: 9, count: 32)).publicKey
        let error = #expect(throws: JournalError.self) { try site.open(key: other) }
        #expect(error?.code == .otherKey)
        #expect(error?.message.contains("entry 1") == true)
    }

    @Test("a file that is no database is kept and told of")
    func notADatabase() async throws {
        try await site.withJournal { _ in }
        let noise = Data(repeating: 0x42, count: 8192)
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: site.journalFile + end)
        }
        try noise.write(to: URL(fileURLWithPath: site.journalFile))
        let error = #expect(throws: JournalError.self) { try site.open() }
        #expect(error?.code == .damaged)
        #expect(FileManager.default.contents(atPath: site.journalFile) == noise)
    }

    @Test("a folder that cannot be made is told by its path")
    func noFolder() throws {
        let error = #expect(throws: JournalError.self) {
            try SQLiteJournal(
                folder: "\(site.folder)/deep/down", gateway: TestSite.gateway,
                key: site.key.publicKey, storeKey: site.storeKey)
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("deep/down") == true)
    }

    @Test("only the agent's user can read the files, whatever the folder lets in")
    func modes() async throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: site.folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        try await site.withJournal { journal async throws in
            try await journal.append([.event()], by: site.maker)
            for file in try files.contentsOfDirectory(atPath: site.folder) {
                let mode = try files.attributesOfItem(atPath: "\(site.folder)/\(file)")
                #expect(mode[.posixPermissions] as? Int == 0o600, "\(file)")
            }
        }
    }
}
