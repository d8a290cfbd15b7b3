import Foundation
import Synchronization
import TestKit

/// The program as a user runs it.
final class Command: Sendable {
    /// What a finished program left behind.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The program that was built with these tests.
    static let program = Bundle.main.bundleURL.appendingPathComponent("weighpost").path

    private let process: Process
    private let lines = Mutex<[String]>([])
    private let ended = Mutex<Int32?>(nil)

    /// Starts the program and keeps what it prints.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: Command.program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let rest = Mutex(Data())
        pipe.fileHandleForReading.readabilityHandler = { [self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return
            }
            rest.withLock { rest in
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                    rest.removeSubrange(rest.startIndex...end)
                    lines.withLock { $0.append(line) }
                }
            }
        }
        process.terminationHandler = { [self] process in
            let status =
                process.terminationReason == .exit
                ? process.terminationStatus : -process.terminationStatus
            ended.withLock { $0 = status }
        }
        try process.run()
    }

    /// The lines so far.
    var output: [String] { lines.withLock { $0 } }
    /// How it ended: its status, or the negative number of the signal; nil while it runs.
    var status: Int32? { ended.withLock { $0 } }

    /// Asks it to stop, as a service manager does.
    func terminate() {
        kill(process.processIdentifier, SIGTERM)
    }

    /// Ends it at once if it still runs.
    func destroy() {
        if status == nil { kill(process.processIdentifier, SIGKILL) }
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String]) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        // What these verbs print fits into a pipe; the agent itself is started otherwise.
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }
}
