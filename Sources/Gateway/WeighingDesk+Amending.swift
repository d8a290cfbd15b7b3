import Evidence
import Intake
import JournalStore

// What people of the site say later of a recorded weighing: an entry beside the first one, which
// stays as it is.

extension WeighingDesk {
    /// Records what waits in the folder, the first one first, or says why not.
    ///
    /// A crash between the entry and the end of its file leaves the file: it is refused at the next
    /// start, because the journal says since then what it asks for.
    mutating func takeAmendments() async throws {
        for (name, _) in amendments.waiting() {
            switch amendments.read(name) {
            case .gone: continue
            case .unreadable(let reason):
                // It may be sound: it is told once and left for whoever put it there.
                guard unreadable.insert(name).inserted else { continue }
                refuse("\(name) cannot be read: \(reason)")
            case .bytes(let bytes):
                do {
                    try await take(bytes)
                } catch let error as EvidenceError {
                    refuse("\(error)")
                }
                amendments.remove(name)
            }
        }
    }

    private func refuse(_ reason: String) {
        recorder.report(
            GatewayEvent(
                "records.refused", "what was said of a record does not count: \(reason)",
                level: .warning))
    }

    private mutating func take(_ bytes: [UInt8]) async throws {
        let amendment = try Amendment(decoding: bytes)
        let seq = amendment.entry.seq
        guard let entry = try await recorder.journal.entries(seq...seq).first,
            let visit = entry.body.visit,
            let standing = try await recorder.journal.standing(of: entry)
        else {
            throw EvidenceError("entry \(seq) is no weighing of this journal", code: .foreign)
        }
        let body = try amendment.body(for: standing, by: settings.vehicles)
        // What is held back from everybody is not told by what is said of it.
        let isWithheld = try await recorder.journal.withheld(seq...seq).contains(seq)
        try await recorder.record(body, isWithheld: isWithheld, then: .amendmentJournaled)
        guard case .void = body else { return }
        session.void(visit)
        recent.removeAll { $0.visit == visit }
    }
}
