import ArgumentParser
import Evidence
import LedgerNode
import LedgerStore
import Wire

/// Hands out what the ledger keeps as evidence.
struct EvidenceVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List what the ledger keeps as evidence, and write it out.",
        discussion: """
            Example: weighpost-node evidence --state /var/lib/weighpost-node --out forks

            Kept are, as they stand in the chain: the batch by which a gateway showed two entries of \
            one number, for a court, and what the authorities have signed. Each is a transaction \
            whose signatures verify by themselves, and whose digest stands under the app hash. Works \
            beside a running node.
            """)

    @Option(help: "The folder of the ledger.")
    var state: String

    @Option(help: "A folder that is there: each transaction is written into it, by its digest.")
    var out: String?

    func run() throws {
        do {
            for (digest, bytes) in try LedgerReader(path: NodeOptions(state: state).store)
                .evidence()
            {
                NodeExit.line("\(digest) \(Self.words(for: bytes))")
                if let out { try NodeExit.write(bytes, to: "\(out)/\(digest).cbor") }
            }
        } catch let error as LedgerStoreError {
            throw NodeExit.failing(NodeExit.unavailable, error.message)
        }
    }

    /// What a transaction is, in words.
    private static func words(for bytes: [UInt8]) -> String {
        do {
            let header = try Batch(decoding: bytes).header
            return "fork: \(header.gateway) signed other entries \(header.first) to \(header.last)"
        } catch {
            return "resolution of the authorities"
        }
    }
}
