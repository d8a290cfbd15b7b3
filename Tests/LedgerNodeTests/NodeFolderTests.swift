import TestKit
import Testing

@Suite("A node's state folder")
struct NodeFolderTests {
    @Test("a second node on the folder refuses, and the first one goes on")
    func second() async throws {
        let folder = try TemporaryDirectory()
        let first = try await RunningNode(over: folder.path)
        let told = try await Program.run(
            ["run", "--state", folder.path, "--listen", "tcp://127.0.0.1:0"],
            executable: Program.ledgerNode)
        #expect(told.status == 69, "\(told)")
        #expect(
            (told.output + told.errors).contains("in use by another weighpost-node"), "\(told)")
        #expect(first.program.status == nil)
        try await first.kill()
        // What a killed one held is free again.
        let again = try await RunningNode(over: folder.path)
        try await again.kill()
    }
}
