import TestKit
import Testing

@Suite("What a node keeps for nodes that come later")
struct NodeOptionTests {
    /// 64 is for options that do not go together.
    ///
    /// 69 is for the folder, which cannot be: all else is well.
    @Test(
        "blocks of less than two intervals of snapshots are refused: nobody could join in time",
        arguments: [
            ("4", "5", 64), ("1000", "1000", 64), ("1999", "1000", 64), ("1", "1", 64),
            ("0", "1000", 69), ("2000", "1000", 69), ("4", "0", 69),
        ] as [(String, String, Int32)])
    func kept(blocks: String, interval: String, status: Int32) async throws {
        let outcome = try await Program.run(
            [
                "run", "--state", "/dev/null/none", "--retain-blocks", blocks,
                "--snapshot-interval", interval,
            ], executable: Program.built("weighpost-node"))
        #expect(outcome.status == status, "\(outcome)")
        #expect(outcome.errors.contains("--snapshot-interval") == (status == 64), "\(outcome)")
    }
}
