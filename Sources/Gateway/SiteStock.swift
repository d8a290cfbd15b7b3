import Evidence
import Intake
import JournalStore

/// What lies at the site's stores, as far as the journal tells: which loads one that is taken away
/// consists of.
///
/// First in, first out, by weight. Where the outgoing load before ended, its last load is named once
/// more, because some of it may be left: rather one load too many than one too few.
struct SiteStock {
    let journal: SQLiteJournal

    /// So many outgoing loads back is looked for the last one from the same stores.
    private static let outgoingKept = 50
    /// So many loads are looked at most, also where nothing was ever taken away.
    private static let loadsKept = 5_000
    private static let page = 250

    /// The loads from some stores that make up a weight, the oldest first.
    ///
    /// Fewer where no more are known: what lay there before the journal began has no entry.
    func loads(from stores: [String], weighing net: Mass) async throws -> [EntryReference] {
        guard !stores.isEmpty else { return [] }
        var (found, sum): ([EntryReference], Mass) = ([], .zero)
        let last = try await lastTaken(from: stores)
        var next = last ?? 1
        if last == nil { next = try await oldest() }
        var looked = 0
        while looked < Self.loadsKept {
            let entries = try await journal.entries(.intake, from: next, count: Self.page)
            for entry in entries {
                guard let standing = try await standing(of: entry), standing.voidedBy == nil,
                    stores.contains(standing.destination), case .intake(let load) = entry.body
                else { continue }
                found.append(EntryReference(entry))
                if entry.seq != last { sum = sum + load.net }
                if sum >= net || found.count == OutgoingBody.maximumLoads { return found }
            }
            guard entries.count == Self.page, let end = entries.last?.seq else { break }
            (next, looked) = (end + 1, looked + entries.count)
        }
        return found
    }

    /// The newest load that was taken away from there.
    private func lastTaken(from stores: [String]) async throws -> UInt64? {
        for entry in try await journal.lastEntries(.outgoing, count: Self.outgoingKept).reversed() {
            guard case .outgoing(let body) = entry.body, let newest = body.loads.last?.seq,
                try await standing(of: entry)?.voidedBy == nil,
                let load = try await journal.entries(newest...newest).first,
                let standing = try await standing(of: load), stores.contains(standing.destination)
            else { continue }
            return newest
        }
        return nil
    }

    /// Where to begin when nothing was ever taken away.
    private func oldest() async throws -> UInt64 {
        try await journal.lastEntries(.intake, count: Self.loadsKept).first?.seq ?? 1
    }

    private func standing(of entry: JournalEntry) async throws -> LoadStanding? {
        guard let visit = entry.body.visit else { return nil }
        return LoadStanding(entry, in: try await journal.entries(ofVisit: visit))
    }
}
