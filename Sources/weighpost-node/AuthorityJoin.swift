import ArgumentParser
import Evidence
import IntakeLedger

extension Authority {
    /// Puts the signatures of copies together.
    struct Join: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the signatures of several copies into the first one.",
            discussion: """
                Example: weighpost-node authority join resolution-4.cbor from-county.cbor

                Where two copies have different signatures of one key, one is false: give the \
                authorities' public keys with --authority, and the true one is kept. Exits 1 with a \
                signature that is false.
                """)

        @Option(help: "The public key of an authority, to check with; give it once for each.")
        var authority: [String] = []

        @Argument(help: "The files; the first one is changed.")
        var files: [String]

        func run() throws {
            guard let first = files.first else { throw ValidationError("no file") }
            let keys = try Authority.keys(authority)
            var signed = try Authority.resolution(first)
            for path in files.dropFirst() {
                do {
                    try signed.join(try Authority.resolution(path), checkedBy: keys)
                } catch let error as EvidenceError {
                    throw NodeExit.failing(NodeExit.refuted, "\(path): \(error)")
                }
            }
            try NodeExit.write(signed.bytes, to: first, replaces: true)
            try Authority.show(signed, checkedBy: keys)
        }
    }
}
