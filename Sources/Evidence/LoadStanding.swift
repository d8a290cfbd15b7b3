package import Intake

/// What a recorded weighing is by now: as it was recorded, and as later entries of its visit say.
///
/// Of several corrections the newest one counts, and a void is for good.
package struct LoadStanding: Sendable {
    /// The entry that is spoken of.
    package let entry: JournalEntry
    /// Nil for a load of which nobody knows what it is, and for a weigh-in.
    package private(set) var code: WasteCode?
    package private(set) var source: WasteSource?
    package private(set) var destination = ""
    package private(set) var purpose = ""
    /// The last entry of the visit that was looked at.
    package private(set) var newest: UInt64
    /// The entry that voids it.
    package private(set) var voidedBy: UInt64?
    /// The corrections so far, by their entries.
    private var corrections: [(seq: UInt64, body: CorrectionBody)] = []
    /// The correction that counts.
    package var correctedBy: UInt64? { corrections.last?.seq }
    /// Whether another weighing of the visit follows it.
    private var isFollowed = false

    /// What an entry is by now; `later` are entries of the same journal and visit, in order, before
    /// and after it.
    ///
    /// Nil for an entry that is no weighing.
    package init?(_ entry: JournalEntry, in visit: [JournalEntry]) {
        (self.entry, newest) = (entry, entry.seq)
        switch entry.body {
        case .intake(let load), .reject(let load):
            (code, source) = (load.code, load.source)
            (destination, purpose) = (load.destination, load.purpose)
        case .outgoing(let load):
            code = load.code
            (destination, purpose) = (load.destination, load.purpose)
        case .weighIn: break
        case .correction, .void, .event, .closing, .key: return nil
        }
        for later in visit where later.seq > entry.seq { take(later) }
    }

    private mutating func take(_ later: JournalEntry) {
        newest = later.seq
        let reference = EntryReference(entry)
        switch later.body {
        case .correction(let correction) where correction.load == reference && voidedBy == nil:
            (code, source) = (correction.code, correction.source)
            (destination, purpose) = (correction.destination, correction.purpose)
            corrections.append((later.seq, correction))
        case .void(let void) where void.entry == reference:
            voidedBy = voidedBy ?? later.seq
        case .weighIn, .intake, .reject, .outgoing: isFollowed = true
        case .correction, .void, .event, .closing, .key: break
        }
    }

    /// The correction that makes of the load what `change` says.
    ///
    /// Throws `unmakeable` for what is void or no load that came in, for a change of nothing or to
    /// something that the site's book does not have, and when an entry after `seen` says it already:
    /// the same wish may come twice, and what was said since then stands.
    package func correction(
        _ change: LoadChange, reason: CorrectionBody.Reason, since seen: UInt64,
        by book: VehicleBook
    ) throws(EvidenceError) -> CorrectionBody {
        let visit = try amendable()
        if let fault = change.fault(in: book) { throw unmakeable(fault) }
        if let said = corrections.first(where: {
            $0.seq > seen && $0.body.reason == reason && change.isSaid(by: $0.body)
        }) {
            throw unmakeable("entry \(said.seq) says so already")
        }
        switch entry.body {
        case .intake, .reject: break
        default: throw unmakeable("only a load that came in is corrected; void it instead")
        }
        let made = CorrectionBody(
            visit: visit, load: EntryReference(entry), code: change.code ?? code,
            source: change.source ?? source, destination: change.destination ?? destination,
            purpose: change.purpose ?? purpose, reason: reason)
        let isNews =
            made.code != code || made.source != source || made.destination != destination
            || made.purpose != purpose
        guard isNews else { throw unmakeable("it says already what it is to say") }
        return made
    }

    /// The void of it.
    ///
    /// Throws `unmakeable` for what is void already, and for a weigh-in of a vehicle that was weighed
    /// out: then its load is what is voided.
    package func void(reason: VoidBody.Reason) throws(EvidenceError) -> VoidBody {
        let visit = try amendable()
        if case .weighIn = entry.body, isFollowed {
            throw unmakeable("its vehicle was weighed again; void what was recorded then")
        }
        return VoidBody(visit: visit, entry: EntryReference(entry), reason: reason)
    }

    /// The visit of an entry that counts.
    private func amendable() throws(EvidenceError) -> [UInt8] {
        if let voidedBy { throw unmakeable("entry \(voidedBy) has voided it, which is for good") }
        guard let visit = entry.body.visit else { throw unmakeable("it has no visit") }
        return visit
    }

    private func unmakeable(_ reason: String) -> EvidenceError {
        EvidenceError("entry \(entry.seq): \(reason)", code: .unmakeable)
    }
}

/// What of a load is to be another; nil where it stays.
package struct LoadChange: Hashable, Sendable {
    package var code: WasteCode?
    package var source: WasteSource?
    package var destination: String?
    package var purpose: String?

    /// A change of what is named, and of nothing else.
    package init(
        code: WasteCode? = nil, source: WasteSource? = nil, destination: String? = nil,
        purpose: String? = nil
    ) {
        (self.code, self.source) = (code, source)
        (self.destination, self.purpose) = (destination, purpose)
    }

    func isSaid(by body: CorrectionBody) -> Bool {
        (code ?? body.code) == body.code && (source ?? body.source) == body.source
            && (destination ?? body.destination) == body.destination
            && (purpose ?? body.purpose) == body.purpose
    }

    /// What of it a public entry may not say; nil when it may.
    ///
    /// Codes have a form; places are those of the site's book.
    func fault(in book: VehicleBook) -> String? {
        if let code, !code.isWellFormed { return "'\(code.code)' has not the form of a waste code" }
        if let area = source?.area, !book.areas.contains(area) {
            return "no vehicle of the site comes from area '\(area)'"
        }
        if let destination, !book.destinations.contains(destination) {
            return "no vehicle of the site brings anything to '\(destination)'"
        }
        if let purpose, !book.purposes.contains(purpose),
            purpose.wholeMatch(of: /[RD][0-9]{1,2}/) == nil
        {
            return "'\(purpose)' is no recovery or disposal operation"
        }
        return nil
    }
}

extension WasteCode {
    /// Whether list, version and code look like ones: no sentence fits in.
    fileprivate var isWellFormed: Bool {
        scheme.wholeMatch(of: /[A-Za-z0-9-]{1,16}/) != nil
            && listVersion.wholeMatch(of: /[A-Za-z0-9.\/-]{1,24}/) != nil
            && code.wholeMatch(of: /[A-Z]{0,3}[0-9][A-Z0-9.-]{0,14}/) != nil
    }
}
