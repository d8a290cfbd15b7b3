import ControlServer
import Evidence
import Intake
import JournalStore

// Pages of the journal, for whoever looks: also while nobody can write to it.

extension BoxLook {
    /// A page of the journal.
    func entries(_ question: PageQuestion) async throws -> EntriesPage {
        try await looks.look { try entries(question, in: $0) }
    }

    private func entries(
        _ question: PageQuestion, in reader: JournalReader
    ) throws -> EntriesPage {
        let last = try reader.lastEntry()
        let first =
            question.from
            ?? (last >= UInt64(question.limit) ? last - UInt64(question.limit) + 1 : 1)
        let rows = try reader.rows(from: first, limit: question.limit).map {
            try row($0, in: reader)
        }
        let next = (rows.last?.seq ?? last) + 1
        return EntriesPage(entries: rows, next: next <= last ? next : nil)
    }

    /// So many entries back is looked for vehicles that are on the site still.
    private static let recent: UInt64 = 10_000

    /// The weigh-ins of vehicles that were not weighed out yet.
    func weighings(_ question: PageQuestion) async throws -> WeighingsPage {
        try await looks.look { try weighings(question, in: $0) }
    }

    private func weighings(
        _ question: PageQuestion, in reader: JournalReader
    ) throws -> WeighingsPage {
        let view = board.now
        let last = try reader.lastEntry()
        let recent = last > Self.recent ? last - Self.recent : 1
        let open = try reader.openWeighIns(
            from: question.from ?? recent, limit: question.limit + 1)
        return WeighingsPage(
            weighing: weighing(view), vehiclesOnSite: view.vehiclesOnSite,
            entries: try open.prefix(question.limit).map { try row($0, in: reader) },
            next: open.count > question.limit ? try row(open[question.limit], in: reader).seq : nil)
    }

    private func row(_ read: JournalReader.Row, in reader: JournalReader) throws -> EntryRow {
        let entry = try JournalEntry(decoding: read.bytes)
        var row = EntryRow(
            seq: entry.seq, kind: "\(entry.kind)", id: "\(entry.id)", time: rfc3339(entry.time),
            digest: "\(entry.digest)")
        switch entry.body {
        case .intake(let load), .reject(let load):
            row.netKg = Double(load.net.grams) / 1000
            (row.code, row.outcome) = (load.code?.printed, "\(load.outcome)")
        case .outgoing(let load):
            (row.netKg, row.code) = (Double(load.net.grams) / 1000, load.code?.printed)
        case .correction(let correction):
            (row.code, row.of) = (correction.code?.printed, correction.load.seq)
        case .void(let void): row.of = void.entry.seq
        case .event(let event): row.event = "\(event.code)"
        case .weighIn, .closing, .key: break
        }
        if let standing = try reader.standing(of: entry) {
            (row.correctedBy, row.voidedBy) = (standing.correctedBy, standing.voidedBy)
        }
        row.state =
            switch read.standing {
            case .waiting: .waiting
            case .sent: .sent
            case .proven: .proven
            case .delivered: .delivered
            }
        return row
    }

    func weighing(_ view: SiteBoard.View) -> WeighingStatus {
        var weighing = WeighingStatus()
        weighing.phase = view.phase == .empty ? "idle" : view.phase.rawValue
        weighing.since = view.phaseSince.map(rfc3339)
        return weighing
    }
}
