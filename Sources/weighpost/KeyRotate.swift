import ArgumentParser
import Evidence
import Gateway
import JournalStore
import SiteKeys

extension Key {
    /// Changes the signing key, step by step: each call says what has happened and what comes next.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the signing key; call it again until it says done.",
            discussion: """
                Example: weighpost key rotate --config /etc/weighpost/weighpost.yaml

                First a new key is made beside the old one. With its next start the agent signs the \
                change with the old key, as an entry of the journal, and goes on with the new one; the \
                ledger follows that entry, so nobody has to register anything. When it is delivered, \
                the old key is removed, and its public half kept for whoever verifies old entries.

                --lost is for a signing key that is gone or that somebody else may have: make a new one \
                with 'weighpost key new', ask for its registration with 'weighpost key enrol', then run \
                this with the old public key. Entries that were not delivered before travel as their \
                digests.
                """)

        @Option(help: "The configuration file.")
        var config: String

        @Flag(help: "Begin another change, less than a day after the last one.")
        var again = false

        @Flag(help: "The old signing key is gone: the new one alone signs the change.")
        var lost = false

        @Option(help: "With --lost: the old public key (PEM).")
        var previous: String?

        func validate() throws {
            guard lost == (previous != nil) else {
                throw ValidationError("--lost and --previous go together")
            }
        }

        func run() async throws {
            do {
                let configuration = try ConfigurationFile.load(config)
                if let previous {
                    let seq = try await LostKey(configuration).replace(
                        try KeyFile.verifyingKey(at: previous))
                    Output.line("entry \(seq) goes on with the new key; start the agent now")
                } else {
                    try step(configuration)
                }
            } catch let error as GatewayError {
                throw Exit.failing(error.exitCode, error.message)
            } catch let error as KeyFileError {
                throw Exit.failing(Exit.cannotCreate, error.message)
            } catch let error as JournalError {
                throw Exit.failing(Exit.unavailable, error.message)
            }
        }

        private func step(_ configuration: Configuration) throws {
            let path = configuration.keys.signing
            guard !path.contains("/credentials/") else {
                throw Exit.failing(
                    Exit.cannotCreate,
                    "\(path) is handed over by the service manager, and nothing can be written "
                        + "beside it: put the key back into a file, name that under keys: signing, "
                        + "and call this again; the new key can be sealed as a credential again")
            }
            let current = try KeyFile.signingKey(at: path).publicKey
            guard let next = try KeyFile.nextKey(of: path)?.publicKey else {
                if !again, let change = try Self.recentChange(in: configuration.state) {
                    return Output.line(
                        "done: the key was changed by entry \(change) within the last day; --again "
                            + "begins another change")
                }
                let made = try makeNext(of: path)
                Output.line("made \(KeyFile.next(of: path)), key thumbprint \(made.thumbprint)")
                return Output.line(
                    "start the agent anew (systemctl restart weighpost): it signs the change with key "
                        + "\(current.thumbprint) and goes on with the new one")
            }
            let reader = try JournalReader(configuration.state)
            guard let change = try Self.change(to: next, in: reader) else {
                return Output.line(
                    "key \(next.thumbprint) waits beside the old one; start the agent anew "
                        + "(systemctl restart weighpost)")
            }
            guard try reader.isDelivered(change) else {
                return Output.line(
                    "entry \(change) goes on with key \(next.thumbprint); the old key is needed until "
                        + "that entry is delivered, call this again then")
            }
            try KeyFile.replaceByNext(path)
            Output.line(
                "done: entry \(change) is delivered, \(path) is the new key and the old one is gone"
            )
        }

        private func makeNext(of path: String) throws -> VerifyingKey {
            var generator = SystemRandomNumberGenerator()
            return try KeyFile.makeNext(
                of: path, seed: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }

        /// The number of the entry that changed the key within the last day; nil for none.
        private static func recentChange(in state: String) throws -> UInt64? {
            guard let bytes = try JournalReader(state).keyEntries().last else { return nil }
            let entry = try JournalEntry(decoding: bytes)
            return WallClock.seconds - entry.time < 86_400 ? entry.seq : nil
        }

        /// The number of the entry that changes to a key; nil where there is none yet.
        private static func change(
            to key: VerifyingKey, in reader: JournalReader
        ) throws -> UInt64? {
            for bytes in try reader.keyEntries() {
                let entry = try JournalEntry(decoding: bytes)
                if case .key(let body) = entry.body, body.next == key { return entry.seq }
            }
            return nil
        }
    }
}
