import ArgumentParser
import JournalStore
import WeighpostVerify

extension Verify {
    /// Verifies a journal from its first entry to its last.
    struct OfJournal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "journal",
            abstract: "Verify a whole journal: numbers, links and signatures.",
            discussion: """
                Example: weighpost verify journal /var/lib/weighpost --key signing.pub

                Reads the journal without writing, also while the agent runs. A journal that was \
                cut at its end still verifies: hold its head against a receipt or a ticket.

                Where the gateway has changed its key, any of its keys will do: the journal leads from \
                one to the next, and each is named.
                """)

        @Argument(help: "The state folder, or a copy of journal.sqlite.")
        var path: String

        @Option(help: "The gateway's public key (PEM), of now or of before.")
        var key: String

        @Flag(help: "Print the verdict as a line of JSON.")
        var json = false

        func run() throws {
            let key = try Verify.publicKey(key)
            var verdicts = Verdicts(json: json)
            do {
                let reader = try JournalReader(path)
                guard
                    var verifier = JournalVerifier(
                        publicKey: key, keyEntries: try reader.keyEntries())
                else { throw ValidationError("--key is not an Ed25519 key") }
                try reader.forEachEntry { _, bytes in verifier.take(bytes) }
                verdicts.show(verifier.report, of: path)
            } catch let error as JournalError {
                throw Exit.failing(Exit.unreadable, error.message)
            }
            try verdicts.finish()
        }
    }
}
