import ArgumentParser
import Evidence
import SiteKeys

/// The gateway's keys.
struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the gateway's keys, ask for their registration, and change them.",
        subcommands: [New.self, Enrol.self, Rotate.self, List.self])

    /// Makes a signing key, its public half and the store's key.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a signing key, its public half and the key of the disclosure store.",
            discussion: """
                Example: weighpost key new --out /etc/weighpost/keys

                signing.key signs every entry and never leaves this box. signing.pub goes to \
                the upstream registry. store.key seals plates, parties and evidence: keep a copy \
                of it apart from this box. Existing keys are never overwritten.
                """)

        @Option(help: "An existing folder for the three files.")
        var out: String

        @Flag(help: "Print as JSON.")
        var json = false

        func run() throws {
            var generator = SystemRandomNumberGenerator()
            let random = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            do {
                let key = try KeyFile.make(in: out, random: random)
                show(key)
            } catch let error as KeyFileError {
                throw Exit.failing(Exit.cannotCreate, error.message)
            }
        }

        private func show(_ key: VerifyingKey) {
            let files = [KeyFile.Name.signing, KeyFile.Name.verifying, KeyFile.Name.store]
            if json {
                Output.line(
                    "{\"thumbprint\":\"\(key.thumbprint)\",\"files\":["
                        + files.map { "\"\(out)/\($0)\"" }.joined(separator: ",") + "]}")
            } else {
                for file in files { Output.line("made \(out)/\(file)") }
                Output.line("key thumbprint \(key.thumbprint)")
                Output.line("give signing.pub to the upstream registry; keep store.key in a copy")
            }
        }
    }
}
