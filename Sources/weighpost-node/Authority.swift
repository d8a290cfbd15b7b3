import ArgumentParser
import Evidence
import IntakeLedger
import LedgerNode
import SiteKeys
import UpstreamNodes
import Wire

/// What the authorities of a chain decide together.
struct Authority: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Propose, sign, show and submit resolutions of the authorities.",
        discussion: """
            A resolution is a file that goes round: one proposes it, each authority signs its own copy \
            or the same one, and whoever has enough signatures submits it to any node.
            """,
        subcommands: [AllowList.self, Propose.self, Sign.self, Join.self, Show.self, Submit.self])

    /// Reads an enrolment request.
    static func request(_ path: String) throws -> EnrolmentRequest {
        let bytes = try NodeExit.read(path)
        do {
            return try EnrolmentRequest(decoding: bytes)
        } catch {
            throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
        }
    }

    /// Reads a resolution.
    static func resolution(_ path: String) throws -> SignedResolution {
        let bytes = try NodeExit.read(path)
        do {
            return try SignedResolution(decoding: bytes)
        } catch {
            throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
        }
    }

    /// Writes a resolution for people.
    static func show(_ signed: SignedResolution) {
        let resolution = signed.resolution
        NodeExit.line(
            "resolution \(resolution.number) of chain \(resolution.chainID), \(signed.digest)")
        for decision in resolution.decisions { NodeExit.line("  \(decision)") }
        for signer in signed.message.signers { NodeExit.line("signed by key \(signer)") }
        if signed.message.signers.isEmpty { NodeExit.line("not signed yet") }
    }
}

extension Authority {
    /// Adds a signature.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a resolution with an authority's key.",
            discussion: """
                Example: weighpost-node authority sign --key city.key resolution-4.cbor

                Shows what is signed, and adds the signature to the file.
                """)

        @Option(help: "The authority's signing.key.")
        var key: String

        @Argument(help: "The resolution's file.")
        var file: String

        func run() throws {
            var signed = try Authority.resolution(file)
            do {
                try signed.sign(with: try KeyFile.signingKey(at: key))
            } catch {
                throw NodeExit.failing(NodeExit.unreadable, "\(error)")
            }
            try NodeExit.write(signed.bytes, to: file, replaces: true)
            Authority.show(signed)
        }
    }

    /// Puts the signatures of copies together.
    struct Join: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the signatures of several copies into the first one.",
            discussion: """
                Example: weighpost-node authority join resolution-4.cbor from-county.cbor
                """)

        @Argument(help: "The files; the first one is changed.")
        var files: [String]

        func run() throws {
            guard let first = files.first else { throw ValidationError("no file") }
            var signed = try Authority.resolution(first)
            for path in files.dropFirst() {
                do {
                    try signed.join(try Authority.resolution(path))
                } catch let error as EvidenceError {
                    throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
                }
            }
            try NodeExit.write(signed.bytes, to: first, replaces: true)
            Authority.show(signed)
        }
    }

    /// Shows a resolution or a request.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a resolution or an enrolment request.",
            discussion: "Example: weighpost-node authority show bridge-1.enrol")

        @Argument(help: "The file.")
        var file: String

        func run() throws {
            let bytes = try NodeExit.read(file)
            do {
                let asked = try EnrolmentRequest(decoding: bytes)
                NodeExit.line("gateway     \(asked.gateway)")
                NodeExit.line("site        \(asked.site)")
                NodeExit.line("chain       \(asked.chainID)")
                NodeExit.line("key         \(Hex.encode(asked.key.raw))")
                NodeExit.line("thumbprint  \(asked.key.thumbprint)")
                NodeExit.line(
                    "asked       \(Timestamp(seconds: asked.time, nanoseconds: 0)?.rfc3339 ?? "?")")
            } catch {
                Authority.show(try Authority.resolution(file))
            }
        }
    }

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
