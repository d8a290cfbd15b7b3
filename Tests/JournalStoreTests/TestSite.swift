import Evidence
import Intake
import JournalStore
import SQLite
import TestKit
import Threads
import Wire

/// A gateway with a key and a state folder of its own, for one test.
struct TestSite {
    static let gateway = "urn:weighpost:test-bridge"

    let directory: TemporaryDirectory
    let key: SigningKey
    let storeKey: [UInt8]
    let maker: EntryMaker

    init() throws {
        directory = try TemporaryDirectory()
        key = try SigningKey(seed: Array(repeating: 7, count: 32))
        storeKey = Array(0..<32)
        maker = EntryMaker(gateway: Self.gateway, key: key)
    }

    /// The state folder.
    var folder: String { directory.file("state") }
    var journalFile: String { "\(folder)/journal.sqlite" }
    var disclosureFile: String { "\(folder)/disclosures.sqlite" }

    func open(
        gateway: String = TestSite.gateway, key: VerifyingKey? = nil, storeKey: [UInt8]? = nil,
        chain: String? = nil
    ) throws -> SQLiteJournal {
        try SQLiteJournal(
            folder: folder, gateway: gateway, key: key ?? self.key.publicKey,
            storeKey: storeKey ?? self.storeKey, chain: chain)
    }

    /// The journal open for as long as `body` runs; the folder is free again afterwards.
    @discardableResult
    func withJournal<T>(_ body: (SQLiteJournal) async throws -> T) async throws -> T {
        let journal = try open()
        let thread = journal.blockingThread
        let result = try await body(journal)
        // The journal's last job has left the thread before the lock can be looked for again.
        await thread.run {}
        return result
    }

    /// The journal's file past the journal, as somebody with a SQLite shell has it.
    func rawJournal() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: journalFile, mode: .readWrite)
    }

    func rawDisclosures() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: disclosureFile, mode: .readWrite)
    }
}

/// What a test wants written.
struct Draft: Sendable {
    var body: EntryBody
    var claims: [Claim] = []
    var isWithheld = false

    static func weighIn(_ visit: UInt8, claims: [Claim] = []) -> Draft {
        Draft(
            body: .weighIn(WeighInBody(visit: Array(repeating: visit, count: 16))), claims: claims)
    }

    static func intake(_ visit: UInt8) -> Draft { Draft(body: .intake(load(visit))) }

    /// A load of a visit, with nothing in it but what an intake must have.
    static func load(_ visit: UInt8) -> IntakeBody {
        IntakeBody(
            visit: Array(repeating: visit, count: 16), weighIn: .zero, code: nil,
            net: .grams(9_000_000), source: nil, destination: "hall 1", purpose: "sorting",
            grades: [], outcome: .passed, ruleSet: .zero, results: [], documents: [])
    }

    static func event(_ code: EventCode = .boot, text: String? = nil) -> Draft {
        Draft(body: .event(EventBody(code: code, text: text)))
    }
}

extension EntryMaker {
    /// The entries of these drafts after `head`; the same drafts give the same entries.
    func make(_ drafts: [Draft], after head: ChainLink, seed: UInt64 = 1) throws -> [NewEntry] {
        var random = SeededGenerator(seed: seed &+ head.seq &* 0x9E37_79B9)
        var link = head
        var entries: [NewEntry] = []
        for draft in drafts {
            let id = UUIDv7(milliseconds: 1_800_000_000_000, using: &random)
            let made = try make(
                draft.body, claims: draft.claims, after: link, id: id, time: 1_800_000_000,
                salts: &random)
            entries.append(NewEntry(made, isWithheld: draft.isWithheld))
            link = ChainLink(seq: made.entry.seq, digest: made.entry.digest)
        }
        return entries
    }
}

extension SQLiteJournal {
    /// Makes and appends entries as the agent does.
    @discardableResult
    func append(_ drafts: [Draft], by maker: EntryMaker) throws -> [JournalEntry] {
        try append { head in try maker.make(drafts, after: head) }
    }
}
