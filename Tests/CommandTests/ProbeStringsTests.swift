import Foundation
import TestKit
import Testing

/// A device that sends strings, as a technician meets it.
///
/// A pseudo-terminal has 8 bits and no parity, so only such lines can be tried here.
@Suite("A technician at a line of strings", .timeLimit(.minutes(1)))
struct ProbeStringsTests {
    private static let devices = Checkout.root.appendingPathComponent("Devices")

    private static var maps: [String] {
        let files =
            FileManager.default.enumerator(atPath: devices.path)?
            .compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted()
            .map { devices.appendingPathComponent($0).path }
    }

    /// +24,680 as an XK3190 sends it: ten times a second until the test is over.
    private func sending(_ body: (PseudoTerminal) async throws -> Void) async throws {
        let terminal = try PseudoTerminal(isQuiet: true)
        let frame: [UInt8] = [
            0x02, 0x2B, 0x30, 0x32, 0x34, 0x36, 0x38, 0x30, 0x30, 0x31, 0x33, 0x03,
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    terminal.send(frame)
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            try await body(terminal)
            group.cancelAll()
            // The end of the sending is a cancellation and nothing else.
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    @Test("Which format a line carries is found among all shipped maps, without sending a byte")
    func find() async throws {
        try await sending { terminal in
            let outcome = try await Program.run(
                ["probe", "--device", terminal.path, "--find", "--strings"] + Self.maps)
            #expect(outcome.status == 0, "\(outcome)")
            let found = outcome.output.split(separator: "\n").first { $0.contains("readings") }
            #expect(found?.contains("yaohua/xk3190-tf0.yaml at 9600 8N1") == true, "\(outcome)")
            #expect(found?.contains("24680 kg") == true, "\(outcome)")
            #expect(terminal.received().isEmpty)
        }
    }

    @Test("A frame is shown raw beside what it says")
    func watch() async throws {
        let map = Self.devices.appendingPathComponent("yaohua/xk3190-tf0.yaml").path
        try await sending { terminal in
            let outcome = try await Program.run(
                ["probe", "--device", terminal.path, "--map", map])
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output.contains("02 2B 30 32 34 36 38 30 30 31 33 03"), "\(outcome)")
            #expect(outcome.output.contains("a weighing would be 24680 kg"), "\(outcome)")
        }
    }

    @Test("A device that answers questions is asked only when --ask says so")
    func ask() async throws {
        let map = Self.devices.appendingPathComponent("sma/standard.yaml").path
        let terminal = try PseudoTerminal()
        let refused = try await Program.run(["probe", "--device", terminal.path, "--map", map])
        #expect(refused.status == 64 && refused.errors.contains("--ask"), "\(refused)")
        #expect(terminal.received().isEmpty)
        let silent = try await Program.run(
            ["probe", "--device", terminal.path, "--map", map, "--ask"])
        #expect(silent.status == 69 && silent.output.contains("nothing comes"), "\(silent)")
        #expect(terminal.received() == Array("\nW\r".utf8))
    }
}
