import ArgumentParser
import Evidence
import IntakeLedger
import SiteKeys

/// Makes the ledger's part of a genesis file.
struct Genesis: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the app_state of a genesis file.",
        discussion: """
            Example: weighpost-node genesis --authority city.pub --authority county.pub \\
              --threshold 2 --request bridge-1.enrol > app_state.json

            Put what is printed under "app_state" in CometBFT's genesis.json, the same on every node. \
            Without authorities nobody can register a gateway later.
            """)

    @Option(help: "The public key of an authority, a signing.pub; give it once for each.")
    var authority: [String] = []

    @Option(help: "How many authorities have to sign a resolution.")
    var threshold = 1

    @Option(help: "The enrolment request of a gateway that is there from the beginning.")
    var request: [String] = []

    func run() throws {
        var gateways: [GatewayRegistration] = []
        for path in request {
            let asked = try Authority.request(path)
            gateways.append(
                GatewayRegistration(gateway: asked.gateway, site: asked.site, key: asked.key))
        }
        var board = Authorities.none
        if !authority.isEmpty {
            let keys = try authority.map { path in
                do {
                    return try KeyFile.verifyingKey(at: path)
                } catch {
                    throw NodeExit.failing(NodeExit.unreadable, "\(error)")
                }
            }
            guard let made = Authorities(keys: keys, threshold: threshold) else {
                throw ValidationError("--threshold \(threshold) of \(keys.count) authorities")
            }
            board = made
        }
        let genesis = LedgerGenesis(gateways: gateways, authorities: board)
        NodeExit.line(String(decoding: genesis.json, as: UTF8.self))
    }
}
