import Evidence
import Intake
import JournalStore

/// What lies at the site's stores, as far as the journal tells: which loads one that is taken away
/// consists of.
///
/// First in, first out, by weight. Where the outgoing load before ended, its last load is named once
/// more, because some of it may be left: rather one load too many than one too few. Loads that are
/// held back from the chain are not named: who names one tells of it.
struct SiteStock {
    let journal: SQLiteJournal

    /// So many outgoing loads back is looked for the last one from the same stores.
    private static let outgoingKept = 50
    /// Older loads than so many are not looked at, and of outgoing ones no more than name so many:
    /// the bridge weighs nothing meanwhile.
    private static let loadsKept = 2_000
    private static let page = 250

    /// The loads from some stores that make up a weight, the oldest first.
    ///
    /// Fewer where no more are known: what lay there before the journal began has no entry.
    func loads(from stores: [String], weighing net: Mass) async throws -> [EntryReference] {
        guard !stores.isEmpty else { return [] }
        let last = try await lastTaken(from: stores)
        var (found, sum): ([EntryReference], Mass) = ([], .zero)
        var next = max(last ?? 1, try await journal.seq(.intake, before: Self.loadsKept) ?? 1)
        while true {
            let entries = try await journal.entries(.intake, from: next, count: Self.page)
            guard let first = entries.first?.seq, let end = entries.last?.seq else { return found }
            let withheld = try await journal.withheld(first...end)
            for entry in entries where !withheld.contains(entry.seq) {
                guard case .intake(let load) = entry.body,
                    let standing = try await journal.standing(of: entry), standing.voidedBy == nil,
                    stores.contains(standing.destination)
                else { continue }
                found.append(EntryReference(entry))
                if entry.seq != last { sum = sum + load.net }
                if sum >= net || found.count == OutgoingBody.maximumLoads { return found }
            }
            guard entries.count == Self.page else { return found }
            next = end + 1
        }
    }

    /// The newest load that was taken away from there: it lay in one of the stores, or lies there by
    /// what was said of it since.
    private func lastTaken(from stores: [String]) async throws -> UInt64? {
        var looks = Self.loadsKept
        for entry in try await journal.lastEntries(.outgoing, count: Self.outgoingKept).reversed() {
            guard case .outgoing(let body) = entry.body,
                try await journal.standing(of: entry)?.voidedBy == nil
            else { continue }
            for reference in body.loads.reversed() {
                guard looks > 0 else { return nil }
                looks -= 1
                let seq = reference.seq
                guard let load = try await journal.entries(seq...seq).first,
                    case .intake(let intake) = load.body
                else { continue }
                if stores.contains(intake.destination) { return seq }
                if let standing = try await journal.standing(of: load),
                    stores.contains(standing.destination)
                {
                    return seq
                }
            }
        }
        return nil
    }
}
