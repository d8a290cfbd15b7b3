import ArgumentParser
import Evidence
import Gateway
import JournalStore
import LightClients
import Wire

/// Where trust in the upstream chain stands, and how it is renewed.
struct Chain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and renew trust in the upstream chain.",
        subcommands: [ChainStatus.self, ChainTrustVerb.self, ChainCheckpoint.self])
}

/// Begins trust anew, by the decision of two persons.
struct ChainTrustVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Begin trust at a block that two persons of the site decided on.",
        discussion: """
            Example: weighpost chain trust --config /etc/weighpost/weighpost.yaml \\
              --height 184220 --hash 9F0C…64 --by "A. Meier" --by "B. Kaya"

            Height and hash come from the chain's operators, by telephone or on paper, never from a \
            node. The names stay on this box; that there was a decision stands in the journal. \
            Without --height and --hash a contradiction between two nodes is settled, and trust goes \
            on from where it was. The agent takes it within a few seconds, or at its next start.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Option(help: "The block's height.")
    var height: Int64?

    @Option(help: "The block's hash, 64 hexadecimal digits.")
    var hash: String?

    @Option(help: "Who decided; give it twice, for two persons.")
    var by: [String]

    func run() throws {
        let configuration = try loaded(config)
        let anchor = try chosenAnchor()
        guard let decision = TrustDecision(anchor: anchor, names: by) else {
            throw ValidationError("two different persons have to decide: --by NAME --by NAME")
        }
        try handOver(decision.bytes, as: .decision, to: configuration)
        Output.line(
            anchor.map { "trust begins at block \($0.height), \($0.hash), once the agent took it" }
                ?? "contradictions are settled once the agent took it")
    }

    private func chosenAnchor() throws -> Anchor? {
        switch (height, hash) {
        case (nil, nil): return nil
        case (let height?, let text?):
            guard let digest = Digest(hex: text), height > 0 else {
                throw ValidationError("--hash has 64 hexadecimal digits, and --height is above 0")
            }
            return Anchor(height: height, hash: digest)
        default: throw ValidationError("--height and --hash go together")
        }
    }
}

/// Hands a signed checkpoint to the agent.
struct ChainCheckpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Show a signed checkpoint, and hand it to the agent.",
        discussion: """
            Example: weighpost chain checkpoint --config /etc/weighpost/weighpost.yaml \\
              /media/usb/weighpost-1.checkpoint

            It counts with enough signatures of the keys under 'upstream: checkpoints:'. Exits 0, or \
            1 for one that does not count here.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Argument(help: "The checkpoint's file.")
    var file: String

    @Flag(help: "Show it only.")
    var dryRun = false

    func run() throws {
        let configuration = try loaded(config)
        let bytes = try Files.read(file)
        let signed: SignedCheckpoint
        do {
            signed = try SignedCheckpoint(decoding: bytes)
            show(signed)
            guard let rule = configuration.upstream.checkpoints else {
                throw EvidenceError(
                    "no keys of checkpoints are pinned; write them under 'upstream: checkpoints:'")
            }
            let signers = try signed.check(
                chainID: configuration.upstream.trust.chainID, keys: rule.keys,
                threshold: rule.threshold, now: WallClock.seconds)
            Output.line("counts   \(signers) signatures of pinned keys, \(rule.threshold) needed")
        } catch {
            throw Exit.failing(Exit.refuted, "\(file): \(error)")
        }
        if dryRun { return }
        try handOver(bytes, as: .checkpoint, to: configuration)
        Output.line("handed over; the agent takes it within a few seconds, or at its next start")
    }

    private func show(_ signed: SignedCheckpoint) {
        let checkpoint = signed.checkpoint
        Output.line("chain    \(checkpoint.chainID)")
        Output.line("block    \(checkpoint.height), \(checkpoint.hash)")
        Output.line("issued   \(moment(checkpoint.issuedAt))")
        Output.line("ends     \(moment(checkpoint.expiresAt))")
        // Whether they did is checked after it.
        for signer in signed.message.signers {
            Output.line("claims   to be signed by key \(signer)")
        }
    }
}

/// A moment as people read it.
func moment(_ seconds: Int64) -> String {
    Timestamp(seconds: seconds, nanoseconds: 0)?.rfc3339 ?? "no possible time"
}

private func loaded(_ path: String) throws -> Configuration {
    do {
        return try ConfigurationFile.load(path)
    } catch {
        throw Exit.failing(Exit.configuration, error.message)
    }
}

private func handOver(
    _ bytes: [UInt8], as kind: HandOverFolder.Kind, to configuration: Configuration
) throws {
    do {
        try HandOverFolder(state: configuration.state, for: .trust).put(bytes, as: kind)
    } catch {
        throw Exit.failing(Exit.cannotCreate, error.message)
    }
}
