import ArgumentParser
import Evidence
import IntakeLedger
import SiteKeys

/// What the authorities of a chain decide together.
struct Authority: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Propose, sign, show and submit resolutions of the authorities.",
        discussion: """
            A resolution is a file that goes round: one proposes it, each authority signs its own copy \
            or the same one, and whoever has enough signatures submits it to any node.
            """,
        subcommands: [AllowList.self, Propose.self, Sign.self, Join.self, Show.self, Submit.self])

    /// Reads an enrolment request, for a chain where one is named.
    static func request(_ path: String, of chainID: String? = nil) throws -> EnrolmentRequest {
        let bytes = try NodeExit.read(path)
        let asked: EnrolmentRequest
        do {
            asked = try EnrolmentRequest(decoding: bytes)
        } catch {
            throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
        }
        guard asked.chainID.utf8.elementsEqual((chainID ?? asked.chainID).utf8) else {
            throw NodeExit.failing(NodeExit.refuted, "\(path) asks for chain '\(asked.chainID)'")
        }
        return asked
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

    /// Reads the public keys that signatures are checked with.
    static func keys(_ paths: [String]) throws -> [VerifyingKey] {
        try paths.map { path in
            do {
                return try KeyFile.verifyingKey(at: path)
            } catch {
                throw NodeExit.failing(NodeExit.unreadable, "\(error)")
            }
        }
    }

    /// Writes a resolution for people, with what its signatures are worth to whoever has these keys;
    /// ends with 1 where one of them is false.
    static func show(_ signed: SignedResolution, checkedBy keys: [VerifyingKey] = []) throws {
        let resolution = signed.resolution
        NodeExit.line(
            "resolution \(resolution.number), \(signed.digest), of chain \(resolution.chainID)")
        for decision in resolution.decisions {
            NodeExit.line("  \(decision)")
            if let fault = decision.fault { NodeExit.line("    no ledger takes this: \(fault)") }
        }
        if signed.message.signers.isEmpty { NodeExit.line("not signed yet") }
        try Signatures.show(signed.message, checkedBy: keys)
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
            let own: SigningKey
            do {
                own = try KeyFile.signingKey(at: key)
                try signed.sign(with: own)
            } catch {
                throw NodeExit.failing(NodeExit.unreadable, "\(error)")
            }
            try NodeExit.write(signed.bytes, to: file, replaces: true)
            try Authority.show(signed, checkedBy: [own.publicKey])
        }
    }
}
