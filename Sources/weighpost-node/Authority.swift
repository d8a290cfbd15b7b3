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
        subcommands: [Propose.self, Sign.self, Join.self, Show.self, Submit.self])

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
    /// Writes a resolution.
    struct Propose: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a resolution that nobody has signed yet.",
            discussion: """
                Example: weighpost-node authority propose --chain-id weighpost-1 --number 4 \\
                  --register bridge-1.enrol --out resolution-4.cbor

                The number follows that of the chain's last resolution, which 'authority submit' \
                names when it is another. Compare the thumbprint of a request with the one that the \
                site reads to you.
                """)

        @Option(help: "The chain's id.")
        var chainID: String

        @Option(help: "The number of the resolution.")
        var number: UInt64

        @Option(help: "Register the gateway of an enrolment request.")
        var register: [String] = []

        @Option(help: "Give a registered gateway the key of an enrolment request.")
        var rekey: [String] = []

        @Option(help: "Take no more batches of a gateway, for now.")
        var suspend: [String] = []

        @Option(help: "Take batches of a suspended gateway again.")
        var reinstate: [String] = []

        @Option(help: "Take no more batches of a gateway, ever.")
        var revoke: [String] = []

        @Option(
            help: "What a site may take in: \"SITE=EWC 20 03 01,EWC 20 03 07\"; no codes: anything."
        )
        var permit: [String] = []

        @Option(help: "Publish a code list: a text file of 'SCHEME VERSION', then a code a line.")
        var publish: [String] = []

        @Option(help: "The public keys of new authorities; with --threshold.")
        var appoint: [String] = []

        @Option(help: "How many of the new authorities have to sign.")
        var threshold = 1

        @Option(help: "The new file.")
        var out: String

        func run() throws {
            var decisions: [Decision] = []
            for path in register { decisions.append(try registering(path)) }
            for path in rekey {
                let asked = try checked(path)
                decisions.append(.rekey(gateway: asked.gateway, asked.key))
            }
            decisions += suspend.map { .set(gateway: $0, .suspended) }
            decisions += reinstate.map { .set(gateway: $0, .active) }
            decisions += revoke.map { .set(gateway: $0, .revoked) }
            for text in permit { decisions.append(try permitting(text)) }
            for path in publish { decisions.append(try publishing(path)) }
            if !appoint.isEmpty { decisions.append(try appointing()) }
            guard !decisions.isEmpty else { throw ValidationError("nothing is decided") }
            let signed = SignedResolution(
                Resolution(chainID: chainID, number: number, decisions: decisions))
            try NodeExit.write(signed.bytes, to: out)
            Authority.show(signed)
        }

        private func checked(_ path: String) throws -> EnrolmentRequest {
            let asked = try Authority.request(path)
            guard asked.chainID == chainID else {
                throw NodeExit.failing(
                    NodeExit.refuted, "\(path) asks for chain '\(asked.chainID)'")
            }
            return asked
        }

        private func registering(_ path: String) throws -> Decision {
            let asked = try checked(path)
            return .register(gateway: asked.gateway, site: asked.site, key: asked.key)
        }

        private func permitting(_ text: String) throws -> Decision {
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("--permit is SITE=CODE,CODE")
            }
            let codes = text[text.index(after: equals)...].split(separator: ",")
            return .permit(
                site: String(text[..<equals]),
                codes: codes.isEmpty ? nil : codes.map(String.init).sorted())
        }

        private func publishing(_ path: String) throws -> Decision {
            let text = String(decoding: try NodeExit.read(path), as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline).map(String.init)
            let head = lines.first?.split(separator: " ").map(String.init) ?? []
            guard head.count == 2,
                let list = CodeList(
                    scheme: head[0], version: head[1], codes: Array(lines.dropFirst()))
            else {
                throw NodeExit.failing(
                    NodeExit.refuted, "\(path): not 'SCHEME VERSION' and then a code a line")
            }
            return .publish(list)
        }

        private func appointing() throws -> Decision {
            let keys = try appoint.map { path in
                do {
                    return try KeyFile.verifyingKey(at: path)
                } catch {
                    throw NodeExit.failing(NodeExit.unreadable, "\(error)")
                }
            }
            guard let board = Authorities(keys: keys, threshold: threshold) else {
                throw ValidationError("--threshold \(threshold) of \(keys.count) authorities")
            }
            return .appoint(board)
        }
    }

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
