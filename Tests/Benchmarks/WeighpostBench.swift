import Foundation

/// First figures of Weighpost, told and never judged.
///
/// `weighpost-bench` prints a table and one JSON document; `--json` only that; `--only WORD` measures
/// the chapters whose name has the word.
@main
struct WeighpostBench {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let isQuiet = arguments.first == "--json"
        if isQuiet { arguments.removeFirst() }
        let word = arguments.count == 2 && arguments[0] == "--only" ? arguments[1] : nil
        guard arguments.isEmpty || word != nil else {
            tell("usage: weighpost-bench [--json] [--only WORD]")
            exit(64)
        }
        var report = Report()
        for (name, measure) in chapters where word.map(name.contains) ?? true {
            tell("measuring: \(name)")
            do {
                report.figures += try await measure()
            } catch {
                report.missing.append("\(name): \(error)")
            }
        }
        if !isQuiet { print(report.table, terminator: "\n\n") }
        print(try report.json)
    }

    private typealias Measure = @Sendable () async throws -> [Figure]

    private static let chapters: [(String, Measure)] = ours + others

    private static let ours: [(String, Measure)] = [
        ("signatures", { try CryptoFigures.measured() }),
        ("entries", { try EntryFigures.measured() }),
        ("light client", { try LightFigures.measured() }),
        ("ledger", { try LedgerFigures.measured() }),
        ("journal", { try await JournalFigures.measured() }),
        ("idle agent", { try await AgentFigures.measured() }),
        ("a site and a crowd", { try await FieldFigures.measured() }),
    ]

    private static let others: [(String, Measure)] = TwentyReader.allCases.map { reader in
        let measure: Measure = { try await FieldFigures.twenty(reader) }
        return ("twenty numbers by \(reader)", measure)
    }

    /// Progress and complaints; standard output is for the figures.
    private static func tell(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}
