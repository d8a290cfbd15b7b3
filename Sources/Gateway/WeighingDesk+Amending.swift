import Evidence
import Intake
import JournalStore

// What people of the site say later of a recorded weighing: an entry beside the first one, which
// stays as it is.

extension WeighingDesk {
    /// Records what waits in the folder, or says why not.
    ///
    /// A crash between the entry and the end of its file leaves the file: it is refused at the next
    /// start, because the journal says already what it asks for.
    mutating func takeAmendments() async throws {
        for (name, _) in amendments.waiting() {
            do {
                try await take(amendments.read(name) ?? [])
            } catch let error as EvidenceError {
                recorder.report(
                    GatewayEvent(
                        "records.refused", "what was said of a record does not count: \(error)",
                        level: .warning))
            }
            amendments.remove(name)
        }
    }

    private mutating func take(_ bytes: [UInt8]) async throws {
        let amendment = try Amendment(decoding: bytes)
        let seq = amendment.entry.seq
        guard let entry = try await recorder.journal.entries(seq...seq).first,
            let visit = entry.body.visit,
            let standing = LoadStanding(
                entry, in: try await recorder.journal.entries(ofVisit: visit))
        else {
            throw EvidenceError("entry \(seq) is no weighing of this journal", code: .foreign)
        }
        let body = try amendment.body(for: standing)
        // What is held back from everybody is not told by what is said of it.
        let isWithheld = try await recorder.journal.withheld(seq...seq).contains(seq)
        try await recorder.record(body, isWithheld: isWithheld)
        guard case .void = body else { return }
        session.void(visit)
        recent.removeAll { $0.visit == visit }
    }
}
