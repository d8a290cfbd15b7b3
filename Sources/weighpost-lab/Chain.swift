import ArgumentParser
import SiteLab

/// Runs a dev chain.
struct Chain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a dev chain with the intake ledger, behind CometBFT's JSON-RPC.",
        discussion: """
            Example: weighpost-lab chain --port 26657 --gateway \
            https://site.example/gateways/bridge-1 --site site-1 --key signing.pub

            Prints the node's address and the block where trust begins. SIGUSR1 takes the node \
            away while blocks go on, SIGUSR2 brings it back, SIGTERM and Ctrl-C end it.

            With --lie the node lies, or is of no use: \
            \(DevLie.allCases.map(\.rawValue).joined(separator: ", ")). --honest-port opens a \
            second node that does not. Evidence that is sent to either is checked and told.
            """)

    @Option(help: "The node's port on 127.0.0.1; 0 takes a free one.")
    var port = 0

    @Option(help: "The id of the chain.")
    var chainID = "weighpost-lab-1"

    @Option(help: "How many validators sign.")
    var validators = 4

    @Option(help: "Instead: the power of each validator, \"40,30,20,10\".")
    var powers: String?

    @Option(
        help: ArgumentHelp(
            "From HEIGHT on a validator has POWER; 0 takes it out, the next number is a new one.",
            discussion: "\"12:5:10\" lets a fifth validator join at block 12. May be given again.",
            valueName: "height:validator:power"))
    var powerChange: [PowerChange] = []

    @Flag(inversion: .prefixedNo, help: "Make blocks that carry nothing.")
    var emptyBlocks = true

    @Option(help: "How the node lies.")
    var lie: DevLie?

    @Option(help: "The height of the first block of a fork, or the first that a halted node lacks.")
    var forkHeight: Int64 = 3

    @Option(help: "The port of a second, honest node; 0 takes a free one.")
    var honestPort: Int?

    @Option(help: "Milliseconds from block to block.")
    var intervalMs = 500

    @Option(help: "The ledger's beginning: the app_state of a genesis file, as JSON.")
    var genesis: String?

    @Option(help: "Instead of --genesis: the URI of the one gateway.")
    var gateway: String?

    @Option(help: "The site of the gateway.")
    var site: String?

    @Option(help: "The public key of the gateway, a signing.pub.")
    var key: String?

    @Flag(help: "Print each event as a line of JSON.")
    var json = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
        guard (1...100).contains(validators) else {
            throw ValidationError("--validators is 1 to 100")
        }
        guard (20...60_000).contains(intervalMs) else {
            throw ValidationError("--interval-ms is 20 to 60000")
        }
        guard forkHeight > 1 else { throw ValidationError("--fork-height is 2 or more") }
        _ = try (ledger, chosenPowers)
    }

    private var chosenPowers: [Int64] {
        get throws {
            guard let powers else { return Array(repeating: 10, count: validators) }
            let parts = powers.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int64($0) }
            guard numbers.count == parts.count, (1...100).contains(numbers.count),
                numbers.allSatisfy({ (1...1_000_000_000).contains($0) })
            else {
                throw ValidationError("--powers is up to 100 whole numbers with commas between")
            }
            return numbers
        }
    }

    func run() async throws {
        var settings = LabChain.Settings(try ledger)
        settings.port = port
        settings.chainID = chainID
        settings.powers = try chosenPowers
        settings.powerChanges = powerChange
        settings.createsEmptyBlocks = emptyBlocks
        (settings.lie, settings.forkHeight, settings.honestPort) = (lie, forkHeight, honestPort)
        settings.interval = intervalMs
        try await LabChain.run(settings, report: Output.reporter(json: json))
    }

    private var ledger: LabChain.Ledger {
        get throws {
            switch (genesis, gateway, site, key) {
            case (let file?, nil, nil, nil): return .genesisFile(file)
            case (nil, let uri?, let site?, let key?):
                return .gateway(uri: uri, site: site, keyFile: key)
            default:
                throw ValidationError("give --genesis, or --gateway with --site and --key")
            }
        }
    }
}

extension DevLie: ExpressibleByArgument {}

extension PowerChange: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
