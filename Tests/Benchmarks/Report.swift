import Foundation

/// All figures of one go, with the machine they come from.
struct Report: Encodable {
    /// The format of this document.
    let format = "weighpost-bench/1"
    /// When it began, RFC 3339.
    let began: String
    let machine: Machine
    var figures: [Figure] = []
    /// What could not be measured here, and why.
    var missing: [String] = []

    init() {
        began = Date().formatted(.iso8601)
        machine = Machine()
    }

    /// One JSON object, keys sorted.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// A line for each figure.
    var table: String {
        let width = figures.map(\.name.count).max() ?? 0
        let head = Self.line("figure", width, ["minimum", "median", "maximum"], "unit")
        let lines = figures.map { figure in
            let values = [figure.minimum, figure.median, figure.maximum].map(Self.shown)
            return Self.line(figure.name, width, values, figure.unit)
        }
        let facts =
            "\(machine.processor), \(machine.cores) cores, \(machine.build) build, "
            + "files on \(machine.fileSystem)"
        return ([facts, head] + lines + missing.map { "not measured: \($0)" })
            .joined(separator: "\n")
    }

    private static func line(
        _ name: String, _ width: Int, _ values: [String], _ unit: String
    ) -> String {
        let columns = values.map { String(repeating: " ", count: max(0, 12 - $0.count)) + $0 }
        let padding = String(repeating: " ", count: width - min(width, name.count))
        return "\(name)\(padding)\(columns.joined())  \(unit)"
    }

    private static func shown(_ value: Double) -> String {
        String(format: abs(value) >= 100 ? "%.0f" : "%.3f", value)
    }
}

/// The machine of the figures, as far as figures depend on it.
struct Machine: Encodable {
    let processor: String
    let cores: Int
    /// Figures of a debug build say little.
    let build: String
    /// The temporary place that the journal's files are in, and the kind of file system there:
    /// on a tmpfs a sync costs nothing.
    let folder: String
    let fileSystem: String

    init() {
        cores = ProcessInfo.processInfo.activeProcessorCount
        #if DEBUG
        build = "debug"
        #else
        build = "release"
        #endif
        // Only for the eye: a kernel that does not tell is an unknown processor.
        let told = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        processor =
            told.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ": ").last.map(String.init) ?? "unknown processor"
        folder = FileManager.default.temporaryDirectory.path
        fileSystem = Self.fileSystem(of: folder)
    }

    /// By the longest mount point that the path begins with (proc(5), `/proc/PID/mounts`).
    private static func fileSystem(of path: String) -> String {
        // Only for the eye, as above.
        let told = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        let mounts = told.split(separator: "\n").map { $0.split(separator: " ") }
        let around = mounts.filter { words in
            guard words.count > 2 else { return false }
            return words[1] == "/" || path == words[1] || path.hasPrefix("\(words[1])/")
        }
        return around.max { $0[1].count < $1[1].count }.map { String($0[2]) } ?? "unknown"
    }
}
