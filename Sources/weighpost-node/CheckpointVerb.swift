import ArgumentParser
import Evidence
import SiteKeys
import Wire

/// Makes and signs checkpoints for boxes that were away for long.
struct CheckpointVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Make and sign checkpoints for boxes that were away for long.",
        subcommands: [Make.self, SignCheckpoint.self])

    /// Writes a checkpoint.
    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a checkpoint that nobody has signed yet.",
            discussion: """
                Example: weighpost-node checkpoint make --chain-id weighpost-1 --height 184220 \\
                  --hash 9F0C…64 --days 14 --out weighpost-1.checkpoint

                Take height and hash from your own node, not from somebody who asks for it.
                """)

        @Option(help: "The chain's id.")
        var chainID: String

        @Option(help: "The block's height.")
        var height: Int64

        @Option(help: "The block's hash, 64 hexadecimal digits.")
        var hash: String

        @Option(help: "Days from now for which boxes take it.")
        var days: Int64 = 14

        @Option(help: "The new file.")
        var out: String

        func run() throws {
            guard let digest = Digest(hex: hash), height > 0, (1...365).contains(days) else {
                throw ValidationError(
                    "--hash has 64 hexadecimal digits, --height is above 0, --days 1 to 365")
            }
            let now = NodeExit.now
            let signed = SignedCheckpoint(
                Checkpoint(
                    chainID: chainID, height: height, hash: digest, issuedAt: now,
                    expiresAt: now + days * 86_400))
            try NodeExit.write(signed.bytes, to: out)
            NodeExit.line("wrote \(out); each operator signs it with 'checkpoint sign'")
        }
    }

    /// Adds a signature.
    struct SignCheckpoint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Sign a checkpoint with an operator's or regulator's key.",
            discussion: """
                Example: weighpost-node checkpoint sign --key county.key weighpost-1.checkpoint
                """)

        @Option(help: "The signing.key.")
        var key: String

        @Argument(help: "The checkpoint's file.")
        var file: String

        func run() throws {
            var signed: SignedCheckpoint
            let own: SigningKey
            do {
                signed = try SignedCheckpoint(decoding: try NodeExit.read(file))
                own = try KeyFile.signingKey(at: key)
                try signed.sign(with: own)
            } catch let error as ExitCode {
                throw error
            } catch {
                throw NodeExit.failing(NodeExit.refuted, "\(file): \(error)")
            }
            try NodeExit.write(signed.bytes, to: file, replaces: true)
            NodeExit.line(
                "block \(signed.checkpoint.height) of \(signed.checkpoint.chainID), "
                    + "\(signed.checkpoint.hash)")
            try Signatures.show(signed.message, checkedBy: [own.publicKey])
        }
    }
}
