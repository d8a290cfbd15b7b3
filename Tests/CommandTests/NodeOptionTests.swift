import TestKit
import Testing

@Suite("What a node keeps for nodes that come later")
struct NodeOptionTests {
    private func run(_ options: [String]) async throws -> Program.Outcome {
        try await Program.run(
            ["run", "--state", "/dev/null/none"] + options,
            executable: Program.built("weighpost-node"))
    }

    @Test(
        "fewer blocks than lie between two snapshots are refused: nobody could join",
        arguments: [("4", "5"), ("1000", "1000"), ("1", "1000")])
    func tooFew(blocks: String, interval: String) async throws {
        let outcome = try await run(["--retain-blocks", blocks, "--snapshot-interval", interval])
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("--snapshot-interval"), "\(outcome)")
    }

    @Test(
        "all blocks, more than lie between two snapshots, or no snapshots at all are taken",
        arguments: [("0", "1000"), ("1001", "1000"), ("4", "0")])
    func enough(blocks: String, interval: String) async throws {
        let outcome = try await run(["--retain-blocks", blocks, "--snapshot-interval", interval])
        // The folder cannot be, and that is all that is wrong.
        #expect(outcome.status == 69, "\(outcome)")
    }
}
