import LedgerServer
import TestKit
import Testing

@Suite("A ledger node whose address is taken", .timeLimit(.minutes(1)))
struct TakenPortTests {
    /// What a node says and how it ends, where it cannot listen.
    private func start(_ words: [String]) async throws -> Program.Outcome {
        let folder = try TemporaryDirectory()
        return try await Program.run(
            ["run", "--state", folder.path] + words, executable: Program.ledgerNode)
    }

    /// The port of a node that runs.
    private func port(of node: RunningNode) throws -> Int {
        guard case .tcp(_, let port) = node.address else { throw Trouble("\(node.address)") }
        return port
    }

    @Test("says which of its addresses it is, who has it, and what to try")
    func taken() async throws {
        let folder = try TemporaryDirectory()
        let first = try await RunningNode(over: folder.path)
        let port = try port(of: first)
        let listening = try await start(["--listen", "tcp://127.0.0.1:\(port)"])
        #expect(listening.status == 69, "\(listening)")
        let words = listening.output + listening.errors
        #expect(
            words.contains("--listen: cannot listen at tcp://127.0.0.1:\(port): another program"),
            "\(words)")
        #expect(words.contains("proxy_app") && !words.contains("errno"), "\(words)")
        let asked = try await start(
            ["--listen", "tcp://127.0.0.1:0", "--queries", "127.0.0.1:\(port)"])
        #expect(asked.status == 69, "\(asked)")
        let told = asked.output + asked.errors
        #expect(
            told.contains("--queries: cannot listen at 127.0.0.1:\(port): another program"),
            "\(told)")
        #expect(told.contains("another one") && !told.contains("errno"), "\(told)")
        try await first.kill()
    }

    @Test(
        "says so of an address that this machine does not have",
        arguments: [
            ["--listen", "tcp://192.0.2.1:26658"],
            ["--listen", "tcp://127.0.0.1:0", "--queries", "192.0.2.1:26680"],
        ])
    func foreign(words: [String]) async throws {
        let said = try await start(words)
        #expect(said.status == 69, "\(said)")
        let option = words[words.count - 2]
        let told = said.output + said.errors
        #expect(told.contains("\(option): cannot listen at "), "\(told)")
        #expect(told.contains("this machine does not have the address"), "\(told)")
    }
}
