import TestKit
import Testing

@testable import SQLite

@Suite("Statements that end in time")
struct BoundedReadingTests {
    private static let endless = """
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
        SELECT count(*) FROM numbers
        """

    @Test("a statement without an end is ended when it may go on no longer, and the next one runs")
    func interrupted() throws {
        let folder = try TemporaryDirectory()
        let database = try SQLiteDatabase(path: folder.file("a.sqlite"), mode: .readWrite)
        var asked = 0
        let error = #expect(throws: SQLiteError.self) {
            try database.bounded(
                every: 100,
                while: {
                    asked += 1
                    return asked < 50
                }
            ) { try database.row(Self.endless) }
        }
        #expect(error?.code == .interrupted)
        #expect(asked == 50)
        // Nobody is asked any more.
        #expect(try database.row("SELECT count(*) FROM sqlite_schema")?.int(0) == 0)
        #expect(asked == 50)
    }

    @Test("who reads sees one state to the end, while another connection writes")
    func oneState() throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("a.sqlite")
        let writer = try SQLiteDatabase(path: file, mode: .readWrite)
        try writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE a (b INTEGER) STRICT")
        let reader = try SQLiteDatabase(path: file, mode: .readOnly)
        func count() throws -> Int64? { try reader.row("SELECT count(*) FROM a")?.int(0) }
        try reader.reading {
            #expect(try count() == 0)
            try writer.run("INSERT INTO a VALUES (1)")
            #expect(try count() == 0)
        }
        #expect(try count() == 1)
        struct Trial: Error {}
        #expect(throws: Trial.self) { try reader.reading { throw Trial() } }
        #expect(!reader.isInTransaction)
    }
}
