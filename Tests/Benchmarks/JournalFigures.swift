import Evidence
import JournalStore
import TestKit

/// What the journal costs beside a plain table of the same bytes, on the same disk in turns.
enum JournalFigures {
    private static let runs = 5
    private static let storeKey = [UInt8](0..<32)

    /// Appending, entry by entry and in groups; the entries were made and signed before.
    static func measured() async throws -> [Figure] {
        let load = try SampleLoad()
        let bare = try load.chain(500, hasClaims: false)
        let singles = Array(bare.prefix(200))
        return try await pair(groupsOf: 100, bare, load)
            + pair(groupsOf: 1, singles, load)
            + claimed(try load.chain(200), load)
    }

    /// Journal and plain table in turns, and what their ratio is in each turn.
    private static func pair(
        groupsOf size: Int, _ made: [MadeEntry], _ load: SampleLoad
    ) async throws -> [Figure] {
        var (journal, plain): ([Double], [Double]) = ([], [])
        for _ in 0...runs {
            journal.append(try await appended(made, groupsOf: size, load))
            plain.append(try inserted(made, groupsOf: size))
        }
        (journal, plain) = (Array(journal.dropFirst()), Array(plain.dropFirst()))
        let size = size == 1 ? "one" : "\(size)"
        let about = "\(made.count) entries of \(made[0].entry.bytes.count) bytes, \(size) a commit"
        return [
            Figure(
                "journal-append-\(size)", unit: "1/s",
                about: "\(about), no claims; each verified, written and read back",
                runs: journal),
            Figure(
                "plain-insert-\(size)", unit: "1/s",
                about: "\(about), as rows of a plain table with the same pragmas, by the C "
                    + "functions themselves",
                runs: plain),
            Figure(
                "journal-to-plain-\(size)", unit: "ratio", about: "journal / plain, turn by turn",
                runs: zip(journal, plain).map { $0 / $1 }),
        ]
    }

    /// With claims there are two commits for each entry: the disclosures have their own file.
    private static func claimed(
        _ made: [MadeEntry], _ load: SampleLoad
    ) async throws -> [Figure] {
        var rates: [Double] = []
        for _ in 0...runs { rates.append(try await appended(made, groupsOf: 1, load)) }
        return [
            Figure(
                "journal-append-claims", unit: "1/s",
                about: "\(made.count) entries with evidence, parties and plate, one at a time: "
                    + "a commit for the sealed disclosures, then one for the entry",
                runs: Array(rates.dropFirst()))
        ]
    }

    /// Entries a second, into a new journal.
    private static func appended(
        _ made: [MadeEntry], groupsOf size: Int, _ load: SampleLoad
    ) async throws -> Double {
        let place = try TemporaryDirectory()
        let journal = try SQLiteJournal(
            folder: place.file("state"), gateway: SampleLoad.gateway, key: load.key.publicKey,
            storeKey: storeKey)
        // The folder is not to go while its files are in use.
        defer { withExtendedLifetime(place) {} }
        let groups = grouped(made.map { NewEntry($0) }, size)
        let seconds = try await Ruler.seconds {
            for group in groups { try await journal.append { _ in group } }
        }
        return Double(made.count) / seconds
    }

    /// Rows a second, into a new table.
    private static func inserted(_ made: [MadeEntry], groupsOf size: Int) throws -> Double {
        let place = try TemporaryDirectory()
        let table = try PlainTable(path: place.file("plain.sqlite"))
        // The folder is not to go while its files are in use.
        defer { withExtendedLifetime(place) {} }
        let groups = grouped(made.map(\.entry.bytes), size)
        let seconds = try Ruler.seconds {
            for group in groups {
                if size == 1 { try table.insert(group[0]) } else { try table.insert(all: group) }
            }
        }
        return Double(made.count) / seconds
    }

    private static func grouped<T>(_ all: [T], _ size: Int) -> [[T]] {
        stride(from: 0, to: all.count, by: size).map {
            Array(all[$0..<min($0 + size, all.count)])
        }
    }
}
