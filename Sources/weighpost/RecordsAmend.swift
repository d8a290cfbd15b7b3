import ArgumentParser
import Evidence
import Gateway
import Intake
import JournalStore

/// One of several things, by the name that pages show.
struct Named<Choice: CaseIterable & Sendable>: ExpressibleByArgument {
    let choice: Choice

    init?(argument: String) {
        guard let one = Choice.allCases.first(where: { String(describing: $0) == argument }) else {
            return nil
        }
        choice = one
    }

    static var allValueStrings: [String] { Choice.allCases.map { String(describing: $0) } }
}

extension Records {
    /// Says that a load is another one than was recorded.
    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a load that came in is another one than was recorded.",
            discussion: """
                Example: weighpost records correct 7 --config /etc/weighpost/weighpost.yaml \
                --code "20 03 01" --reason wrong-code

                The agent makes an entry of it, which stands beside the first one for good; what was \
                weighed is never changed. What is not named stays as it is. Run it as root or as the \
                agent's user.
                """)

        @Argument(help: "The number of the load's entry.")
        var number: UInt64

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "The waste code.")
        var code: String?

        @Option(help: "The list of the code; the one that was recorded, unless told.")
        var scheme: String?

        @Option(help: "The version of that list; the one that was recorded, unless told.")
        var listVersion: String?

        @Option(help: "The kind of source; with --source-area.")
        var sourceKind: Named<SourceKind>?

        @Option(help: "The code of the area that the load comes from.")
        var sourceArea: String?

        @Option(help: "Where the load goes on the site.")
        var destination: String?

        @Option(help: "The recovery or disposal operation, like R3 or D1.")
        var purpose: String?

        @Option(help: "Why it is corrected.")
        var reason: Named<CorrectionBody.Reason>

        func run() async throws {
            let site = try AmendedEntry(number, config)
            try site.requireLoad()
            if let fault = purpose.flatMap(VehicleBook.operationFault) {
                throw Exit.failing(Exit.refuted, "--\(fault)")
            }
            let change = LoadChange(
                code: try wasteCode(site.standing), source: try source(site.standing),
                destination: destination, purpose: purpose)
            let stranger = change.code.flatMap {
                site.configuration.rules.permits($0) ? nil : $0
            }
            try await site.handOver(
                .correction(change, reason.choice),
                remark: stranger.map {
                    "the site has no permit for \($0.printed); a chain may then take the correction "
                        + "as its digest only"
                })
        }

        private func wasteCode(_ standing: LoadStanding) throws -> WasteCode? {
            guard code != nil || scheme != nil || listVersion != nil else { return nil }
            guard let text = code ?? standing.code?.code,
                let list = scheme ?? standing.code?.scheme,
                let version = listVersion ?? standing.code?.listVersion
            else {
                throw ValidationError(
                    "the load was recorded without a code: give --code, --scheme and --list-version, as "
                        + "the vehicles file has them")
            }
            let made = WasteCode(scheme: list, listVersion: version, code: text)
            // What is signed stands for good; the vehicles file is held to the same.
            if let fault = WasteCode.schemeFault(list).map({ "--\($0)" })
                ?? made.digitsFault(asWritten: text).map({ "--code: \($0)" })
            {
                throw Exit.failing(Exit.refuted, fault)
            }
            return made
        }

        private func source(_ standing: LoadStanding) throws -> WasteSource? {
            guard sourceKind != nil || sourceArea != nil else { return nil }
            guard let kind = sourceKind?.choice ?? standing.source?.kind,
                let area = sourceArea ?? standing.source?.area
            else {
                throw ValidationError(
                    "the load was recorded without a source: give --source-kind and --source-area")
            }
            return WasteSource(kind: kind, area: area)
        }
    }

    /// Says that a weighing was none.
    struct Void: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Say that what was weighed is no load: a trial, something else, weighed twice.",
            discussion: """
                Example: weighpost records void 9 --config /etc/weighpost/weighpost.yaml \
                --reason test-weighing

                The entry stays where it is, with all its evidence, and counts no more. That is for \
                good: nothing voids a void. A weigh-in whose vehicle will not come back is voided \
                too, and nobody waits for it any longer. Run it as root or as the agent's user.
                """)

        @Argument(help: "The number of the entry.")
        var number: UInt64

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "Why it counts no more.")
        var reason: Named<VoidBody.Reason>

        func run() async throws {
            try await AmendedEntry(number, config).handOver(.void(reason.choice))
        }
    }
}

/// An entry that something is to be said of, as the journal has it now.
private struct AmendedEntry {
    let configuration: Configuration
    let standing: LoadStanding
    private let journal: JournalReader

    /// How long the agent's answer is waited for; it looks every two seconds.
    private static let patience = Duration.seconds(5)

    init(_ number: UInt64, _ config: String) throws {
        (configuration, journal, standing) = try Records.naming {
            let configuration = try ConfigurationFile.load(config)
            let journal = try JournalReader(configuration.state)
            guard let bytes = try journal.entry(number) else {
                throw JournalError(.unavailable, "the journal has no entry \(number)")
            }
            let entry = try JournalEntry(decoding: bytes)
            guard let standing = try journal.standing(of: entry) else {
                throw JournalError(
                    .unavailable, "entry \(number) is no weighing: \(entry.summary)")
            }
            return (configuration, journal, standing)
        }
    }

    /// Refuses what is no load that came in, before a word is said of how it is corrected.
    func requireLoad() throws {
        switch standing.entry.body {
        case .intake, .reject: return
        default:
            throw Exit.failing(
                Exit.refuted,
                "entry \(standing.entry.seq): only a load that came in is corrected; void it instead"
            )
        }
    }

    /// Hands it to the agent, and waits a moment for the entry; `remark` is said before.
    ///
    /// What cannot be made is said here, and not in the agent's log.
    func handOver(_ content: Amendment.Content, remark: String? = nil) async throws {
        let amendment = Amendment(of: standing, content)
        do {
            _ = try amendment.body(for: standing, by: configuration.vehicles)
        } catch {
            throw Exit.failing(Exit.refuted, "\(error)")
        }
        if let remark { Output.line(remark) }
        do {
            try HandOverFolder(state: configuration.state, for: .records).put(
                amendment.bytes, as: .amendment)
        } catch {
            throw Exit.failing(Exit.cannotCreate, error.message)
        }
        if try Records.naming({ try journal.isWithheld(standing.entry.seq) }) {
            Output.line(
                "the load is held back from the chain, and so is what is said of it: there is its "
                    + "digest alone")
        }
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        repeat {
            if let entry = try Records.naming({ try answer() }) {
                return Output.line("entry \(entry.seq): \(entry.summary)")
            }
            try await clock.sleep(for: .milliseconds(200))
        } while clock.now < deadline
        Output.line("handed over; the agent records it when it runs, or says in its log why not")
    }

    /// The entry that speaks of it since.
    private func answer() throws -> JournalEntry? {
        let known = standing.entry
        return try journal.visit(of: known).last { entry in
            entry.seq > standing.newest && entry.body.references.contains(EntryReference(known))
        }
    }
}
