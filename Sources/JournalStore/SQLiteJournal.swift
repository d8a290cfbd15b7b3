package import Evidence
import SQLite
package import Threads
package import Wire

/// The journal of one gateway: entries, batches, receipts and verified headers, in SQLite.
///
/// One writer, on its own thread. What a call returns is durable: the transaction is committed
/// with `synchronous=FULL` before it, and an appended entry was read back and verified. Opening
/// takes the state folder's lock; a second agent on the same folder is refused.
package actor SQLiteJournal {
    let database: SQLiteDatabase
    let disclosureStore: DisclosureStore
    let gateway: String
    /// Which key signs what; the last one signs what comes next.
    package private(set) var keys: KeyHistory
    private(set) var chainHead: ChainLink
    private let folder: StateFolder
    private let thread: BlockingThread

    /// The thread that every call runs on.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// The thread of the journal, for a C callback that must wait for a commit.
    package nonisolated var blockingThread: BlockingThread { thread }

    /// Opens the journal in `folder`, and makes it when it is not there.
    ///
    /// Blocks the caller while the files are opened and the last entry is checked. `gateway` is
    /// the URI every entry carries; another gateway's journal is refused. `key` is the
    /// gateway's public key, or one that it had before: the journal tells how they follow each other
    /// (`keys`), and each entry is verified with its own. `storeKey`, 32 bytes, seals the disclosures.
    /// `chain` is the chain that entries are delivered to: the first one is kept, another one is
    /// refused; whoever delivers nothing need not say.
    /// Throws `JournalError`.
    package init(
        folder path: String, gateway: String, key: VerifyingKey, storeKey: [UInt8],
        chain: String? = nil
    ) throws {
        folder = try StateFolder(path)
        self.gateway = gateway
        do {
            try folder.makePrivate("journal.sqlite")
            try folder.makePrivate("disclosures.sqlite")
            database = try SQLiteDatabase(path: "\(path)/journal.sqlite", mode: .readWrite)
            try JournalOpening.prepare(database, gateway: gateway, path: path)
            if let chain { try JournalOpening.keep(chain: chain, in: database, path: path) }
            keys = try JournalOpening.keys(of: database, trusted: key)
            chainHead = try JournalOpening.head(of: database, keys: keys)
            disclosureStore = try DisclosureStore(
                path: "\(path)/disclosures.sqlite", key: storeKey)
        } catch let error as SQLiteError {
            throw JournalError(error, doing: "opening the journal in \(path)")
        }
        thread = BlockingThread(name: "journal")
    }

    deinit {
        thread.shutdown()
    }

    /// The last durable entry: its number and digest; `ChainLink.start` for an empty journal.
    package var head: ChainLink { chainHead }

    /// The digest of the configuration that the last entry of its kind told of; nil before the first.
    package func configuration() throws -> Digest? {
        try telling("reading the journal") {
            try database.row("SELECT value FROM meta WHERE name = 'configuration'")
                .flatMap { Digest(hex: $0.text(0)) }
        }
    }

    /// Remembers which configuration holds.
    ///
    /// A crash between the entry and this tells the same change twice, which is true both times.
    package func remember(configuration: Digest) throws {
        try telling("writing to the journal") {
            try database.run(
                """
                INSERT INTO meta (name, value) VALUES ('configuration', ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, [.text("\(configuration)")])
        }
    }

    /// Runs `body` with SQLite's errors told as the journal's.
    @discardableResult
    func telling<T>(_ what: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw JournalError(error, doing: what)
        }
    }

    /// Moves the head; only `append` does, after its commit.
    func moveHead(to link: ChainLink, keys: KeyHistory) {
        (chainHead, self.keys) = (link, keys)
    }
}

extension JournalError {
    /// SQLite's error with what was being done.
    init(_ error: SQLiteError, doing what: String) {
        switch error.code {
        case .full:
            self.init(.full, "\(what): the disk is full; make room, nothing acknowledged is lost")
        case .corrupt, .notADatabase:
            self.init(.damaged, "\(what): the file is damaged (\(error)); keep it as it is")
        case .cannotOpen, .readOnly: self.init(.unavailable, "\(what): \(error)")
        default: self.init(.failed, "\(what): \(error)")
        }
    }
}

extension SQLiteValue {
    /// A sequence number; the largest stand for the database's largest, as the end of a range.
    static func seq(_ number: UInt64) -> SQLiteValue { .integer(Int64(clamping: number)) }
}
