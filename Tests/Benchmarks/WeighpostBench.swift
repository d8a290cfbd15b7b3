import Foundation

/// First figures of Weighpost, told and never judged.
///
/// `weighpost-bench` prints a table and one JSON document; `weighpost-bench --json` only that.
@main
struct WeighpostBench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.allSatisfy({ $0 == "--json" }) else {
            tell("usage: weighpost-bench [--json]")
            exit(64)
        }
        var report = Report()
        for (name, measure) in chapters {
            tell("measuring: \(name)")
            do {
                report.figures += try await measure()
            } catch {
                report.missing.append("\(name): \(error)")
            }
        }
        if arguments.isEmpty { print(report.table, terminator: "\n\n") }
        print(try report.json)
    }

    private typealias Measure = @Sendable () async throws -> [Figure]

    private static let chapters: [(String, Measure)] = ours + others

    private static let ours: [(String, Measure)] = [
        ("signatures", { try CryptoFigures.measured() }),
        ("entries", { try EntryFigures.measured() }),
        ("light client", { try LightFigures.measured() }),
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
