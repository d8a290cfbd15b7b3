import TestKit
import Testing

/// `weighpost status` where no agent runs; what it shows of one is tested beside the screen.
@Suite("What 'weighpost status' says")
struct StatusTests {
    @Test("without an agent it says what to try, and ends as for something unavailable")
    func nobody() async throws {
        let folder = try TemporaryDirectory()
        for socket in [folder.file("control.sock"), folder.path] {
            let told = try await Program.run(["status", "--socket", socket])
            #expect(told.status == 69)
            #expect(told.output.isEmpty)
            #expect(told.errors.hasPrefix("weighpost: \(socket): "))
            #expect(told.errors.contains("is the agent running"))
        }
    }

    @Test("a watch waits for the agent, and Ctrl-C ends it as it should")
    func watch() async throws {
        let folder = try TemporaryDirectory()
        let program = try Program(["status", "--watch", "--socket", folder.file("control.sock")])
        defer { program.destroy() }
        try await program.prints("Trying on; Ctrl-C ends.")
        program.terminate()
        #expect(try await program.outcome().status == 0)
        // Not a terminal: nothing of what draws on one.
        #expect(!program.output.contains("\u{1B}"))
    }
}
