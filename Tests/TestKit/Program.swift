import Foundation
import Synchronization

/// A program that runs, and what it prints.
///
/// It prints into files: a pipe would be inherited by whatever another test starts meanwhile, and
/// would then not end with the program.
package final class Program: Sendable {
    /// What a program left behind when it ended.
    package struct Outcome: Sendable {
        /// Its exit status, or the negative number of the signal that ended it.
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// The program that was built with these tests.
    package static let weighpost = Bundle.main.bundleURL.appendingPathComponent("weighpost").path
    /// The ledger node that was built with these tests.
    package static let ledgerNode =
        Bundle.main.bundleURL.appendingPathComponent("weighpost-node").path
    /// The lab that was built with these tests.
    package static let lab = Bundle.main.bundleURL.appendingPathComponent("weighpost-lab").path

    private let folder: TemporaryDirectory
    private let child: Child

    /// Starts `executable`, which is `weighpost` itself if not named.
    package init(
        _ arguments: [String], executable: String = Program.weighpost,
        environment: [String: String] = [:]
    ) throws {
        folder = try TemporaryDirectory()
        child = try Child(
            [executable] + arguments, environment: environment, output: folder.file("output"),
            errors: folder.file("errors"))
    }

    /// How it ended; nil while it runs.
    package var status: Int32? { child.status }

    /// Its number as a process; nil once it is gone.
    package var pid: Int32? { child.pid }

    /// What it printed so far.
    package var output: String { Program.text(folder.file("output")) }

    /// The end of what it printed and of what it complained about, for a test that failed.
    package var lastWords: String {
        (output + errors).split(separator: "\n").suffix(40).joined(separator: "\n")
    }

    /// What it complained about so far.
    package var errors: String { Program.text(folder.file("errors")) }

    /// Asks it to stop, as a service manager does.
    package func terminate() { child.signal(SIGTERM) }

    /// Asks it to read its configuration again, as a service manager does.
    package func reload() { child.signal(SIGHUP) }

    /// Ends it at once, if it still runs.
    package func destroy() { child.signal(SIGKILL) }

    /// Waits until its output holds `text`.
    package func prints(_ text: String, within limit: Duration = .seconds(30)) async throws {
        try await wait("printed \(text)", limit) { output.contains(text) }
    }

    /// Waits until it ended.
    @discardableResult
    package func outcome(within limit: Duration = .seconds(30)) async throws -> Outcome {
        try await wait("ended", limit) { status != nil }
        return Outcome(status: status ?? 0, output: output, errors: errors)
    }

    /// Runs a program to its end.
    package static func run(
        _ arguments: [String], executable: String = Program.weighpost
    ) async throws -> Outcome {
        let program = try Program(arguments, executable: executable)
        defer { program.destroy() }
        return try await program.outcome()
    }

    private func wait(_ what: String, _ limit: Duration, until holds: () -> Bool) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while !holds() {
            guard clock.now < end else {
                throw Trouble("not \(what) within \(limit): \(output)\(errors)")
            }
            // The program is another process: there is nothing of it to wait on but its traces.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func text(_ path: String) -> String {
        // Made as the program started: a test that sees this has lost its folder.
        guard let bytes = FileManager.default.contents(atPath: path) else {
            return "(\(path) cannot be read)"
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
