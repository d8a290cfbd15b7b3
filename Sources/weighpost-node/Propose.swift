import ArgumentParser
import Evidence
import IntakeLedger

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

                A permit is a list and a code of it. Whether a gateway stands at the site that it \
                names is said as far as the files at hand tell: the requests, and the genesis with \
                --genesis.
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

        @Option(help: "The chain's app_state.json, to know the sites that --permit may name.")
        var genesis: String?

        @Option(help: "Publish a code list: a text file of 'SCHEME VERSION', then a code a line.")
        var publish: [String] = []

        @Option(help: "What may stand in entries from now on: a file of 'authority allow-list'.")
        var allow: String?

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
                let asked = try Authority.request(path, of: chainID)
                decisions.append(.rekey(gateway: asked.gateway, asked.key))
            }
            decisions += suspend.map { .set(gateway: $0, .suspended) }
            decisions += reinstate.map { .set(gateway: $0, .active) }
            decisions += revoke.map { .set(gateway: $0, .revoked) }
            for text in permit { decisions.append(try permitting(text)) }
            for path in publish { decisions.append(try publishing(path)) }
            if let allow { decisions.append(try allowing(allow)) }
            if !appoint.isEmpty { decisions.append(try appointing()) }
            guard !decisions.isEmpty else { throw ValidationError("nothing is decided") }
            let signed = try checked(decisions)
            let known = try knownSites(decisions)
            try NodeExit.write(signed.bytes, to: out)
            try Authority.show(signed)
            warn(of: decisions, known: known)
        }

        /// The resolution, as everybody after this will read it; what no ledger takes is not written.
        private func checked(_ decisions: [Decision]) throws -> SignedResolution {
            if let fault = decisions.lazy.compactMap(\.fault).first {
                throw NodeExit.failing(NodeExit.refuted, fault)
            }
            let bytes = SignedResolution(
                Resolution(chainID: chainID, number: number, decisions: decisions)
            ).bytes
            guard bytes.count <= Batch.maximumBytes else {
                throw NodeExit.failing(
                    NodeExit.refuted, "\(bytes.count) bytes; a chain takes \(Batch.maximumBytes)")
            }
            do {
                return try SignedResolution(decoding: bytes)
            } catch {
                throw NodeExit.failing(NodeExit.refuted, "nobody could read it: \(error)")
            }
        }

        private func registering(_ path: String) throws -> Decision {
            let asked = try Authority.request(path, of: chainID)
            return .register(gateway: asked.gateway, site: asked.site, key: asked.key)
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

        private func allowing(_ path: String) throws -> Decision {
            do {
                return .allow(try LedgerSchema(json: try NodeExit.read(path)))
            } catch let error as LedgerGenesisError {
                throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
            }
        }

        private func appointing() throws -> Decision {
            let keys = try Authority.keys(appoint)
            guard let board = Authorities(keys: keys, threshold: threshold) else {
                throw ValidationError("--threshold \(threshold) of \(keys.count) authorities")
            }
            return .appoint(board)
        }
    }
}
