import ArgumentParser
import IntakeLedger
import LedgerNode

extension Authority {
    /// Sends a resolution.
    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a resolution to a node, and wait until a block holds it.",
            discussion: """
                Example: weighpost-node authority submit --node http://127.0.0.1:26657 \\
                  resolution-4.cbor

                Exits 0 when the node says that it holds, and 1 with the ledger's reason.
                """)

        @Option(help: "The RPC address of any node.")
        var node: String

        @Option(help: "Seconds to wait for the block.")
        var patience = 30

        @Argument(help: "The resolution's file.")
        var file: String

        /// A day: nobody sits longer before one block.
        private static let longestPatience = 86_400

        func validate() throws {
            guard (1...Self.longestPatience).contains(patience) else {
                throw ValidationError("--patience is 1 to \(Self.longestPatience) seconds")
            }
        }

        func run() async throws {
            let signed = try Authority.resolution(file)
            switch await LedgerNode.submit(signed.bytes, to: node, patience: patience) {
            case .success(let words): NodeExit.line(words)
            case .failure(let failure):
                throw NodeExit.failing(
                    failure.isRefused ? NodeExit.refuted : NodeExit.unavailable,
                    failure.description)
            }
        }
    }
}
