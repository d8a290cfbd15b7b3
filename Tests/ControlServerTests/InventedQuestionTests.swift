import TestKit
import Testing

@testable import ControlServer

/// Somebody else's tester, which invents questions by the description and holds the answers
/// against it.
@Suite("What the control server answers to questions that nobody thought of")
struct InventedQuestionTests {
    @Test(
        "a tester that invents thousands of questions finds no answer that is not described",
        .enabled(if: Peer.isPresent, "'make test' installs it into .venv"), .timeLimit(.minutes(3)))
    func invented() async throws {
        try await ControlKit.run { kit in
            let told = try Program(
                [
                    // It leaves its notes where it is started.
                    "-C", kit.folder.path, Peer.python, "-m", "schemathesis.cli",
                    "--config-file", Peer.script("schemathesis.toml"), "run",
                    "http://127.0.0.1:\(kit.port)/v1/openapi.json",
                    "--header", "Authorization: Bearer \(ControlKit.controlToken)",
                    // It has no end.
                    "--exclude-path", "/v1/events", "--phases", "examples,coverage,fuzzing",
                    "--max-time", "25", "--max-examples", "60", "--seed", "1", "--no-color",
                    "--generation-database", "none",
                ], executable: "/usr/bin/env")
            defer { told.destroy() }
            let outcome = try await told.outcome(within: .seconds(120))
            #expect(outcome.status == 0, "\(told.lastWords)")
            #expect(outcome.output.contains("No issues found"), "\(told.lastWords)")
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }
}
