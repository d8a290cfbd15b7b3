import Foundation
import Synchronization
import TestKit

/// A program that runs, and what it prints.
///
/// It prints into files: a pipe would be inherited by whatever another test starts meanwhile, and
/// would then not end with the program.
final class Program: Sendable {
    /// What a program left behind when it ended.
    struct Outcome: Sendable {
        /// Its exit status, or the negative number of the signal that ended it.
        let status: Int32
        let output: String
        let errors: String
    }

    /// A program did not do in time what a test waited for.
    struct Late: Error, CustomStringConvertible {
        let description: String
    }

    /// The program that was built with these tests.
    static let weighpost = Bundle.main.bundleURL.appendingPathComponent("weighpost").path

    private let process = Process()
    private let folder: TemporaryDirectory
    private let ended = Mutex<Int32?>(nil)

    /// Starts `executable`, which is `weighpost` itself if not named.
    init(_ arguments: [String], executable: String = Program.weighpost) throws {
        folder = try TemporaryDirectory()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Program.empty(folder.file("output"))
        process.standardError = try Program.empty(folder.file("errors"))
        process.terminationHandler = { [self] process in
            let status = process.terminationStatus
            ended.withLock { $0 = process.terminationReason == .exit ? status : -status }
        }
        try process.run()
    }

    /// How it ended; nil while it runs.
    var status: Int32? { ended.withLock { $0 } }

    /// What it printed so far.
    var output: String { Program.text(folder.file("output")) }

    /// What it complained about so far.
    var errors: String { Program.text(folder.file("errors")) }

    /// Asks it to stop, as a service manager does.
    func terminate() {
        kill(process.processIdentifier, SIGTERM)
    }

    /// Ends it at once, if it still runs.
    func destroy() {
        if status == nil { kill(process.processIdentifier, SIGKILL) }
    }

    /// Waits until its output holds `text`.
    func prints(_ text: String, within limit: Duration = .seconds(30)) async throws {
        try await wait("printed \(text)", limit) { output.contains(text) }
    }

    /// Waits until it ended.
    @discardableResult
    func outcome(within limit: Duration = .seconds(30)) async throws -> Outcome {
        try await wait("ended", limit) { status != nil }
        return Outcome(status: status ?? 0, output: output, errors: errors)
    }

    /// Runs a program to its end.
    static func run(
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
                throw Late(description: "not \(what) within \(limit): \(output)\(errors)")
            }
            // The program is another process: there is nothing of it to wait on but its traces.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func empty(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private static func text(_ path: String) -> String {
        // Made before the program was started: it can only be missing when the test is over.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
