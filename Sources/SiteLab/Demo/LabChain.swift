import Evidence
import Foundation
import Glibc
import IntakeLedger
import LightClients
import Wire

/// A dev chain as a program runs it: a ledger to begin with, news as events, two signals.
package enum LabChain {
    /// What the ledger knows at its first block.
    package enum Ledger: Sendable {
        /// The `app_state` of a genesis file.
        case genesisFile(String)
        /// One gateway with the public key in a PEM file.
        case gateway(uri: String, site: String, keyFile: String)
    }

    /// How the chain is to be.
    package struct Settings: Sendable {
        package var port = 0
        package var chainID = "weighpost-lab-1"
        /// The power of each validator.
        package var powers: [Int64] = [10, 10, 10, 10]
        /// Which validators have another power from some height on.
        package var powerChanges: [PowerChange] = []
        /// Whether blocks are made that carry nothing.
        package var createsEmptyBlocks = true
        /// How the node lies; nil for an honest one.
        package var lie: DevLie?
        /// The height of the first block of a fork.
        package var forkHeight: Int64 = 3
        /// The port of a second, honest node; nil has none.
        package var honestPort: Int?
        /// Milliseconds from block to block.
        package var interval = 500
        package var ledger: Ledger

        package init(_ ledger: Ledger) {
            self.ledger = ledger
        }
    }

    /// Runs a chain until SIGTERM or SIGINT; SIGUSR1 takes its node away, SIGUSR2 brings it back.
    ///
    /// The first event is `chain.ready`, with the node's address and the block where trust begins.
    /// Throws `DemoTrouble` when the ledger's beginning cannot be read.
    package static func run(
        _ settings: Settings, report: @escaping @Sendable (LabEvent) -> Void
    ) async throws {
        let signals = LabSignals.stream([SIGINT, SIGTERM, SIGUSR1, SIGUSR2])
        var chainSettings = DevChainSettings(genesis: try genesis(settings.ledger))
        chainSettings.chainID = settings.chainID
        chainSettings.powers = settings.powers
        try chainSettings.take(settings.powerChanges)
        chainSettings.createsEmptyBlocks = settings.createsEmptyBlocks
        (chainSettings.lie, chainSettings.forkHeight) = (settings.lie, settings.forkHeight)
        chainSettings.honestPort = settings.honestPort
        chainSettings.blockInterval = settings.interval
        chainSettings.port = settings.port
        let (news, teller) = AsyncStream<DevChainEvent>.makeStream()
        let chain = try await DevChain(chainSettings) { teller.yield($0) }
        let anchor = await chain.anchor
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await chain.run() }
            group.addTask {
                for await signal in signals {
                    switch signal {
                    case SIGUSR1: chain.goAway()
                    case SIGUSR2: chain.comeBack()
                    default: return
                    }
                }
            }
            group.addTask {
                var isReady = false
                for await event in news {
                    switch event {
                    case .listening(let port) where !isReady:
                        isReady = true
                        report(ready(settings, port, anchor.height, anchor.hash))
                    default: report(LabEvent(event))
                    }
                }
            }
            defer { group.cancelAll() }
            // The first to end: the chain with an error, or whoever was told to end it.
            try await group.next()
        }
        report(LabEvent("chain.stopped", "the chain ends"))
    }

    private static func ready(
        _ settings: Settings, _ port: Int, _ height: Int64, _ hash: Digest
    ) -> LabEvent {
        LabEvent(
            "chain.ready",
            "\(settings.chainID) on http://127.0.0.1:\(port), \(settings.powers.count) validators, "
                + "trust begins at \(height):\(hash)",
            [
                ("rpc", .text("http://127.0.0.1:\(port)")),
                ("chain_id", .text(settings.chainID)), ("anchor_height", .number(height)),
                ("anchor_hash", .text(hash.description)),
                ("validators", .number(Int64(settings.powers.count))),
            ])
    }

    private static func genesis(_ ledger: Ledger) throws -> LedgerGenesis {
        switch ledger {
        case .genesisFile(let path):
            return try LedgerGenesis(json: Array(try Data(contentsOf: URL(filePath: path))))
        case .gateway(let uri, let site, let keyFile):
            let registration = GatewayRegistration(
                gateway: uri, site: site, key: try key(in: keyFile))
            return LedgerGenesis(gateways: [registration])
        }
    }

    /// An Ed25519 key in SubjectPublicKeyInfo PEM (RFC 8410): the last 32 of its 44 bytes.
    private static func key(in path: String) throws -> VerifyingKey {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        guard lines.first == "-----BEGIN PUBLIC KEY-----", lines.count == 3,
            let der = Base64.decode(String(lines[1])), der.count == 44,
            let key = VerifyingKey(raw: Array(der.suffix(32)))
        else { throw DemoTrouble("\(path) is not the signing.pub of 'weighpost key new'") }
        return key
    }
}

extension LabEvent {
    /// What happens on a chain.
    init(_ event: DevChainEvent) {
        switch event {
        case .listening(let port):
            self.init(
                "chain.back", "the chain's node answers again on port \(port)",
                [("port", .number(Int64(port)))])
        case .listeningHonestly(let port):
            self.init(
                "chain.honest", "an honest node answers on http://127.0.0.1:\(port)",
                [("rpc", .text("http://127.0.0.1:\(port)"))])
        case .evidence(let height, let attackers):
            self.init(
                "chain.evidence",
                "evidence of an attack at block \(height) by \(attackers) validators was taken",
                [
                    ("height", .number(height)), ("attackers", .number(Int64(attackers))),
                ], isWarning: true)
        case .away:
            self.init(
                "chain.away", "the chain's node is away; blocks go on", isWarning: true)
        case .block(let height, let codes):
            let ledger = codes.map { String($0) }
            self.init(
                "chain.block",
                "block \(height) with \(codes.count) transactions, ledger codes "
                    + ledger.joined(separator: ", "),
                [("height", .number(height)), ("codes", .list(ledger))])
        }
    }
}
