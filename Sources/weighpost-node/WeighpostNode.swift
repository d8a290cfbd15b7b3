import ArgumentParser

/// The application that a consortium's CometBFT nodes run to receive intake batches.
@main
struct WeighpostNode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weighpost-node",
        abstract: "The intake ledger beside a CometBFT node.",
        discussion: """
            Takes signed batches of waste-intake records, checks them again, and keeps an append-only \
            log of them that everybody can ask with proofs. Who may write is decided by the chain's \
            authorities together.
            """,
        version: NodeVersion.text,
        subcommands: [
            RunNode.self, Genesis.self, Authority.self, CheckpointVerb.self, EvidenceVerb.self,
        ])
}

enum NodeVersion {
    static let text = "0.1.0"
}
