import ArgumentParser
import Evidence
import Gateway
import JournalStore
import SiteKeys
import Wire

extension Records {
    /// Shows one entry with everything it hides, or hands it over.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one entry, opened with the store's key.",
            discussion: """
                Example: weighpost records show 7 --config weighpost.yaml

                What the screen shows names the vehicle and the parties. --hand-over writes the \
                entry with the claims named by --claim (evidence, parties, plate; all of them \
                without it) into a new file, which 'weighpost verify entry' opens and proves.
                """)

        @Argument(help: "The entry's number.")
        var number: UInt64

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "Write the entry with its disclosures into this new file.")
        var handOver: String?

        @Option(help: "A claim to hand over: evidence, parties or plate. May be repeated.")
        var claim: [ClaimName] = []

        enum ClaimName: String, ExpressibleByArgument, CaseIterable {
            case evidence, parties, plate

            var key: Int64 {
                switch self {
                case .evidence: Claim.Key.evidence
                case .parties: Claim.Key.parties
                case .plate: Claim.Key.plate
                }
            }
        }

        func validate() throws {
            guard claim.isEmpty || handOver != nil else {
                throw ValidationError("--claim says what --hand-over writes; name its file")
            }
        }

        func run() throws {
            let (entry, disclosures, standing) = try Records.naming { try open() }
            guard let handOver else {
                for line in EntryPage(entry, disclosures, standing).lines { Output.line(line) }
                return
            }
            let keys = Set(claim.map(\.key))
            let chosen = disclosures.filter { keys.isEmpty || keys.contains($0.key) }
            if let absent = claim.first(where: { name in
                !chosen.contains { $0.key == name.key }
            }) {
                throw Exit.failing(
                    Exit.unreadable,
                    "entry \(number) has no \(absent.rawValue) to hand over, or it was erased")
            }
            try Files.write(entry.presented(with: chosen), to: handOver)
            Output.line(
                "wrote entry \(number) with \(chosen.count) of \(disclosures.count) claims open "
                    + "to \(handOver)")
        }

        private func open() throws -> (JournalEntry, [Disclosure], LoadStanding?) {
            let configuration = try ConfigurationFile.load(config)
            let reader = try JournalReader(configuration.state)
            guard let bytes = try reader.entry(number) else {
                throw JournalError(.unavailable, "the journal has no entry \(number)")
            }
            let entry = try JournalEntry(decoding: bytes)
            let key = try KeyFile.storeKey(at: configuration.keys.store)
            let disclosures = try DisclosureReader(configuration.state, key: key)
                .disclosures(of: entry.id)
            return (entry, disclosures, try reader.standing(of: entry))
        }
    }
}
