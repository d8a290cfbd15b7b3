import Foundation
import SQLite
import TestKit
import Testing

private struct Interrupted: Error {}

@Suite("The database keeps what it was given")
struct SQLiteDatabaseTests {
    private let directory: TemporaryDirectory
    private let database: SQLiteDatabase

    init() throws {
        directory = try TemporaryDirectory()
        database = try SQLiteDatabase(path: directory.file("journal"), mode: .readWrite)
        try database.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
            CREATE TABLE odds (a ANY) STRICT;
            """)
    }

    @Test(
        "a value comes back as it went in",
        arguments: [
            nil, 0, 9_223_372_036_854_775_807, -9_223_372_036_854_775_808, 1.5, "", "沪A·12345",
            "a\u{0}b", [], [0, 1, 255], .blob([UInt8](repeating: 7, count: 300_000)),
        ] as [SQLiteValue])
    func values(value: SQLiteValue) throws {
        try database.run("INSERT INTO odds VALUES (?1)", [value])
        #expect(try database.rows("SELECT a FROM odds").map(\.values) == [[value]])
    }

    @Test("columns read by type, NULL as nil, and another type as nothing")
    func columns() throws {
        let row = try #require(
            try database.row("SELECT ?1, ?2, ?3, NULL", [7, "seven", [7]]))
        #expect((row.int(0), row.text(1), row.blob(2)) == (7, "seven", [7]))
        #expect(row.real(0) == 7)
        #expect(row.optionalInt(3) == nil)
        #expect(row.optionalText(3) == nil)
        #expect(row.optionalBlob(3) == nil)
        #expect(row.int(1) == 0)
        #expect(try database.row("SELECT * FROM entries") == nil)
    }

    @Test("a transaction is all or nothing")
    func transaction() throws {
        #expect(throws: Interrupted.self) {
            try database.transaction {
                try database.run("INSERT INTO entries VALUES (1, x'01')")
                #expect(database.isInTransaction)
                throw Interrupted()
            }
        }
        #expect(try database.rows("SELECT * FROM entries").isEmpty)
        #expect(!database.isInTransaction)
        let row = try database.transaction {
            let changes = try database.run("INSERT INTO entries VALUES (7, x'01'), (8, x'02')")
            #expect(changes == 2)
            return database.lastInsertRowID
        }
        #expect(row == 8)
        #expect(try database.rows("SELECT * FROM entries").count == 2)
    }

    @Test("rows come one by one, and the same statement may run inside")
    func forEach() throws {
        for seq in 1...5 {
            try database.run("INSERT INTO entries VALUES (?1, x'00')", [SQLiteValue(seq)])
        }
        let sql = "SELECT seq FROM entries WHERE seq <= ?1 ORDER BY seq"
        var seen: [[Int64]] = []
        try database.forEach(sql, [3]) { row in
            seen.append(try database.rows(sql, [.integer(row.int(0))]).map { $0.int(0) })
        }
        #expect(seen == [[1], [1, 2], [1, 2, 3]])
        #expect(throws: Interrupted.self) {
            try database.forEach(sql, [3]) { _ in throw Interrupted() }
        }
        #expect(try database.rows(sql, [5]).count == 5)
    }

    @Test("each kind of trouble has its code")
    func codes() throws {
        func code(_ body: () throws -> Void) -> SQLiteError.Code? {
            do { try body() } catch { return (error as? SQLiteError)?.code }
            return nil
        }
        try database.run("INSERT INTO entries VALUES (1, x'01')")
        #expect(code { try database.run("INSERT INTO entries VALUES (1, x'01')") } == .constraint)
        #expect(code { try database.run("INSERT INTO entries VALUES (2, NULL)") } == .constraint)
        #expect(code { try database.run("INSERT INTO nowhere VALUES (1)") } == .generic)
        #expect(code { try database.run("SELECT ?1", []) } == .outOfRange)
        #expect(code { try database.run("-- nothing") } == .misuse)
        let missing = directory.file("missing")
        #expect(code { _ = try SQLiteDatabase(path: missing, mode: .readOnly) } == .cannotOpen)
        let reader = try SQLiteDatabase(path: directory.file("journal"), mode: .readOnly)
        #expect(code { try reader.run("INSERT INTO entries VALUES (2, x'02')") } == .readOnly)
        let noise = directory.file("noise")
        try Data(repeating: 0x5A, count: 4096).write(to: URL(fileURLWithPath: noise))
        let broken = try SQLiteDatabase(path: noise, mode: .readWrite)
        #expect(code { _ = try broken.rows("SELECT * FROM sqlite_master") } == .notADatabase)
    }

    @Test("a second writer is told that the database is busy, and may write later")
    func busy() throws {
        let other = try SQLiteDatabase(
            path: directory.file("journal"), mode: .readWrite, patience: .milliseconds(20))
        try database.transaction {
            try database.run("INSERT INTO entries VALUES (1, x'01')")
            let error = #expect(throws: SQLiteError.self) {
                try other.run("INSERT INTO entries VALUES (2, x'02')")
            }
            #expect(error?.code == .busy)
            #expect(error?.code.isWorthRetrying == true)
        }
        try other.run("INSERT INTO entries VALUES (2, x'02')")
        #expect(try database.rows("SELECT seq FROM entries").map { $0.int(0) } == [1, 2])
    }

    @Test("a full database says so, nothing is half written, and it goes on when there is room")
    func full() throws {
        try database.execute("PRAGMA max_page_count = 20")
        let big = SQLiteValue.blob([UInt8](repeating: 1, count: 200_000))
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction {
                try database.run("INSERT INTO entries VALUES (1, x'01')")
                try database.run("INSERT INTO entries VALUES (2, ?1)", [big])
            }
        }
        #expect(error?.code == .full)
        #expect(!database.isInTransaction)
        #expect(try database.rows("SELECT * FROM entries").isEmpty)
        try database.execute("PRAGMA max_page_count = 1000")
        try database.run("INSERT INTO entries VALUES (2, ?1)", [big])
    }

    @Test("more statements than are kept still work")
    func cache() throws {
        for number in 0..<300 {
            #expect(try database.row("SELECT \(number)")?.int(0) == Int64(number))
        }
    }
}
