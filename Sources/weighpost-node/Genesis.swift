import ArgumentParser
import Evidence
import IntakeLedger

/// Makes the ledger's part of a genesis file.
struct Genesis: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the app_state of a genesis file.",
        discussion: """
            Example: weighpost-node genesis --authority city.pub --authority county.pub \\
              --threshold 2 --chain-id weighpost-1 --request bridge-1.enrol > app_state.json

            Put what is printed under "app_state" in CometBFT's genesis.json, the same on every node. \
            Without authorities nobody can register a gateway later.
            """)

    @Option(help: "The public key of an authority, a signing.pub; give it once for each.")
    var authority: [String] = []

    @Option(help: "How many authorities have to sign a resolution.")
    var threshold = 1

    @Option(help: "The enrolment request of a gateway that is there from the beginning.")
    var request: [String] = []

    @Option(help: "The chain's id, which every request has to name.")
    var chainID: String?

    func validate() throws {
        guard request.isEmpty || chainID != nil else {
            throw ValidationError("--request needs --chain-id: a request is for one chain")
        }
    }

    func run() throws {
        let gateways = try request.map { path in
            let asked = try Authority.request(path, of: chainID)
            return GatewayRegistration(gateway: asked.gateway, site: asked.site, key: asked.key)
        }
        let genesis = LedgerGenesis(gateways: gateways, authorities: try board())
        let json = genesis.json
        do {
            // Nodes read it as the chain begins; what they would refuse is refused here.
            _ = try LedgerGenesis(json: json)
        } catch {
            throw NodeExit.failing(NodeExit.refuted, "\(error)")
        }
        NodeExit.line(String(decoding: json, as: UTF8.self))
    }

    private func board() throws -> Authorities {
        guard !authority.isEmpty else { return .none }
        let keys = try Authority.keys(authority)
        guard let made = Authorities(keys: keys, threshold: threshold) else {
            throw ValidationError("--threshold \(threshold) of \(keys.count) authorities")
        }
        return made
    }
}
