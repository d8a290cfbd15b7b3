import Evidence
import Intake
import JournalStore
import Wire

/// What the journal remembers of the site at a start: open visits, loads before, the deck.
struct SiteMemory {
    /// Vehicles that were weighed in and not out.
    let open: [OpenVisit]
    /// Loads that the rules compare with.
    let recent: [RecentLoad]
    /// The weight of the last vehicle, when the deck was not seen at zero since.
    let lastCaptured: Mass?
    /// The last pass of this boot; plate reads up to it are used up.
    let lastPass: MonotonicTime?

    /// What must not change at the scale, as the journal last has it.
    let audited: [String: Int64]

    /// How many events back a seal is looked for; older ones are recorded anew.
    private static let recentEvents = 2000
    /// How many entries back the deck's last state is looked for.
    private static let lookBack: UInt64 = 64
    /// How many loads the rules compare with.
    private static let recentLoads = 200

    /// Reads it from the journal and its disclosures.
    ///
    /// A weigh-in whose disclosures were erased cannot be paired any more and stays as it is.
    static func read(from journal: SQLiteJournal, bootID: [UInt8]) async throws -> SiteMemory {
        var open: [OpenVisit] = []
        for entry in try await journal.openWeighIns() {
            let claims = try await claims(of: entry, in: journal)
            if let visit = openVisit(entry, claims) { open.append(visit) }
        }
        var recent: [RecentLoad] = []
        for entry in try await journal.lastEntries(.intake, count: recentLoads) {
            let claims = try await claims(of: entry, in: journal)
            guard case .intake(let body) = entry.body, let plate = claims.plate,
                try await journal.standing(of: entry)?.voidedBy == nil
            else { continue }
            recent.append(
                RecentLoad(visit: body.visit, plate: plate, net: body.net, time: entry.time))
        }
        var audited: [String: Int64] = [:]
        for entry in try await journal.lastEntries(.event, count: recentEvents) {
            guard case .event(let event) = entry.body, event.code == .sealChanged,
                let subject = event.subject
            else { continue }
            audited[subject] = event.value
        }
        let last = try await lastWeighing(in: journal)
        return SiteMemory(
            open: open, recent: recent, lastCaptured: last.isOnDeck ? last.pass?.mass : nil,
            lastPass: last.pass.flatMap { $0.bootID == bootID ? $0.monotonic : nil },
            audited: audited)
    }

    /// The last pass in the journal, and whether the deck was not seen empty after it.
    private static func lastWeighing(
        in journal: SQLiteJournal
    ) async throws -> (pass: Pass?, isOnDeck: Bool) {
        let head = await journal.head.seq
        guard head > 0 else { return (nil, false) }
        let first = head > lookBack ? head - lookBack : 1
        var isOnDeck = true
        for entry in try await journal.entries(first...head).reversed() {
            if case .event(let event) = entry.body, event.code == .zero { isOnDeck = false }
            guard entry.body.isWeighing else { continue }
            return (try await claims(of: entry, in: journal).evidence?.passes.last, isOnDeck)
        }
        return (nil, false)
    }

    /// What the claims of an entry say, as far as they were not erased.
    private static func claims(
        of entry: JournalEntry, in journal: SQLiteJournal
    ) async throws -> (evidence: EvidenceClaim?, plate: Plate?) {
        var found: (evidence: EvidenceClaim?, plate: Plate?) = (nil, nil)
        for disclosure in try await journal.disclosures(of: entry.id) {
            switch try Claim(disclosure) {
            case .evidence(let claim): found.evidence = claim
            case .plate(let plate): found.plate = plate
            case .parties: break
            }
        }
        return found
    }

    private static func openVisit(
        _ entry: JournalEntry, _ claims: (evidence: EvidenceClaim?, plate: Plate?)
    ) -> OpenVisit? {
        guard let visit = entry.body.visit, let evidence = claims.evidence,
            let pass = evidence.passes.last
        else { return nil }
        var read: PlateRead?
        if let plate = claims.plate, let source = evidence.plateSource {
            read = PlateRead(
                plate: plate, confidencePermille: source.confidencePermille,
                camera: source.camera, eventID: source.eventID, wall: pass.wall,
                monotonic: pass.monotonic)
        }
        return OpenVisit(
            visit: visit, plate: read, pass: pass, sensors: evidence.sensors,
            entryDigest: entry.digest.bytes)
    }
}
