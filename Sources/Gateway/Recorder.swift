import Evidence
import Intake
import JournalStore
import LightClients
import Wire

/// Makes journal entries of what happens, and has them durable before it tells of them.
struct Recorder: Sendable {
    let journal: SQLiteJournal
    let clock: SiteClock
    let report: @Sendable (GatewayEvent) -> Void
    /// Tells delivery how long the journal is.
    let growth: JournalGrowth
    private let maker: EntryMaker

    init(
        journal: SQLiteJournal, maker: EntryMaker, clock: SiteClock,
        growth: JournalGrowth = JournalGrowth(),
        report: @escaping @Sendable (GatewayEvent) -> Void
    ) {
        (self.journal, self.maker, self.clock, self.report) = (journal, maker, clock, report)
        self.growth = growth
    }

    /// Appends one entry, and returns it as read back from the journal.
    ///
    /// `claims` is what the entry commits to and does not show; a withheld one travels as its
    /// digest; `crash` is the crash point after its commit. One that another event tells people of is
    /// a line for programs alone.
    @discardableResult
    func record(
        _ body: EntryBody, claims: [Claim] = [], isWithheld: Bool = false,
        telling: GatewayEvent.Telling = .people, then crash: CrashPoint? = nil
    ) async throws -> JournalEntry {
        let wall = clock.wall()
        let entries = try await journal.append { [maker] head in
            var random = SystemRandomNumberGenerator()
            let id = UUIDv7(
                milliseconds: wall.seconds * 1000 + Int64(wall.nanoseconds) / 1_000_000,
                using: &random)
            let made = try maker.make(
                body, claims: claims, after: head, id: id, time: wall.seconds, salts: &random)
            return [NewEntry(made, isWithheld: isWithheld)]
        }
        guard let entry = entries.first else {
            preconditionFailure("one entry was made, so one was appended")
        }
        crash?.pass()
        growth.tell(entry.seq)
        report(.recorded(entry, isWithheld: isWithheld, telling: telling))
        return entry
    }

    /// Appends an event of the box.
    func record(
        _ code: EventCode, subject: String? = nil, value: Int64? = nil, text: String? = nil,
        digest: Digest? = nil, telling: GatewayEvent.Telling = .people
    ) async throws {
        try await record(
            .event(
                EventBody(code: code, subject: subject, value: value, text: text, digest: digest)),
            telling: telling)
    }
}

extension Recorder {
    /// Appends what happened to trust.
    func record(_ happening: TrustHappening) async throws {
        switch happening {
        case .anchored(let anchor, let origin):
            try await record(
                .anchorChanged, subject: origin.rawValue, value: anchor.height,
                digest: anchor.hash)
        case .contradicted(let height, let hash):
            try await record(.chainContradicted, value: height, digest: hash)
        }
    }
}

extension GatewayEvent {
    /// An entry is durable.
    static func recorded(
        _ entry: JournalEntry, isWithheld: Bool, telling: Telling
    ) -> GatewayEvent {
        let digest = entry.digest.description
        var kind = "\(entry.kind)"
        if case .event(let event) = entry.body { kind += " \(event.code)" }
        return GatewayEvent(
            "entry.recorded",
            "entry \(entry.seq) \(kind) recorded, digest \(digest.prefix(16))…"
                + (isWithheld ? ", travels as its digest" : ""),
            [
                ("seq", .number(Int64(entry.seq))), ("kind", .text(kind)),
                ("id", .text(entry.id.description)), ("digest", .text(digest)),
                ("bytes", .number(Int64(entry.bytes.count))), ("withheld", .flag(isWithheld)),
            ], telling: telling)
    }
}
