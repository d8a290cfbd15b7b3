import ArgumentParser
import LedgerNode
import LedgerServer

/// Runs the application.
struct RunNode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Answer a CometBFT node.",
        discussion: """
            Example: weighpost-node run --state /var/lib/weighpost-node

            In the node's config.toml: proxy_app = "tcp://127.0.0.1:26658". SIGTERM ends it; what is \
            committed is durable at any moment, a kill included.
            """)

    @Option(help: "The folder of its state.")
    var state: String

    @Option(help: "Where the node connects: tcp://HOST:PORT or unix://PATH.")
    var listen = "tcp://127.0.0.1:26658"

    @Option(help: "How many of the newest blocks the node is to keep; 0 keeps all.")
    var retainBlocks: Int64 = 0

    @Option(help: "A snapshot for new nodes every so many blocks; 0 takes none.")
    var snapshotInterval: Int64 = 1_000

    @Option(help: "Where anybody may ask over HTTP, HOST:PORT; without it nobody can.")
    var queries: String?

    func validate() throws {
        guard ABCIServer.Address(listen) != nil else {
            throw ValidationError("--listen is tcp://HOST:PORT or unix://PATH")
        }
        guard queries == nil || place != nil else {
            throw ValidationError("--queries is HOST:PORT")
        }
        guard retainBlocks >= 0, snapshotInterval >= 0 else {
            throw ValidationError("numbers of blocks are not negative")
        }
        // A node that joins by a snapshot needs every block after it, and time to fetch it.
        guard retainBlocks == 0 || retainBlocks / 2 >= snapshotInterval else {
            throw ValidationError(
                "--retain-blocks \(retainBlocks) would let blocks go while a node still fetches the "
                    + "snapshot before them: it is at least twice --snapshot-interval, which is "
                    + "\(snapshotInterval), or 0")
        }
    }

    private var place: (host: String, port: Int)? {
        guard let queries, case .tcp(let host, let port)? = ABCIServer.Address("tcp://\(queries)")
        else { return nil }
        return (host, port)
    }

    func run() async throws {
        guard let address = ABCIServer.Address(listen) else { return }
        var options = NodeOptions(state: state)
        (options.retainedBlocks, options.snapshotInterval) = (retainBlocks, snapshotInterval)
        options.queries = place
        let log = NodeLog { NodeExit.line($0) }
        do {
            try await LedgerNode.run(options, at: address, version: NodeVersion.text, log: log)
        } catch  where log.isHeard {
            log.take(.failed(error))
            throw NodeExit.unavailable
        } catch {
            throw NodeExit.failing(NodeExit.unavailable, "\(error)")
        }
    }
}
