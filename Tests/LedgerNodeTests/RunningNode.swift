import LedgerServer
import TestKit
import Testing

/// A ledger node as a process of its own.
struct RunningNode {
    let program: Program
    let address: ABCIServer.Address

    /// Starts one over a folder; it listens when this returns.
    init(over folder: String) async throws {
        program = try Program(
            ["run", "--state", folder, "--listen", "tcp://127.0.0.1:0"],
            executable: Program.ledgerNode)
        do {
            try await program.prints("listening at ")
            let line = program.output.split(separator: "\n").first { $0.contains("listening at") }
            let place = line?.split(separator: " ").last.map(String.init) ?? ""
            address = try #require(ABCIServer.Address(place))
        } catch {
            program.destroy()
            throw error
        }
    }

    /// Ends it with SIGKILL, and waits until it is gone.
    func kill() async throws {
        program.destroy()
        try await program.outcome()
    }
}
