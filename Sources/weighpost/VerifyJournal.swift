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
                """)

        @Argument(help: "The state folder, or a copy of journal.sqlite.")
        var path: String

        @Option(help: "The gateway's public key (PEM).")
        var key: String

        @Flag(help: "Print the verdict as a line of JSON.")
        var json = false

        func run() throws {
            guard var verifier = JournalVerifier(publicKey: try Verify.publicKey(key)) else {
                throw ValidationError("--key is not an Ed25519 key")
            }
            do {
                try JournalReader(path).forEachEntry { _, bytes in verifier.take(bytes) }
            } catch let error as JournalError {
                throw Exit.failing(Exit.unreadable, error.message)
            }
            var verdicts = Verdicts(json: json)
            verdicts.show(verifier.report, of: path)
            try verdicts.finish()
        }
    }
}
