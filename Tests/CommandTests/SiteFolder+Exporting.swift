import Foundation
import TestKit

extension SiteFolder {
    /// Where `export` writes.
    var exported: String { directory.file("records") }

    /// Writes the journal's entries into files; their paths in the order of the journal.
    func export() async throws -> [String] {
        try FileManager.default.createDirectory(
            atPath: exported, withIntermediateDirectories: false)
        let outcome = try await Program.run(
            ["records", "export", "--config", configuration, "--out", exported])
        let files = try FileManager.default.contentsOfDirectory(atPath: exported)
            .filter { $0.hasPrefix("entry-") }
        guard outcome.status == 0, outcome.output.contains("wrote \(files.count) entries") else {
            throw Trouble("\(outcome)")
        }
        return (1...max(1, files.count)).map { "\(exported)/entry-\($0).cose" }
    }
}
