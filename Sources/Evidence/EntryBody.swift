import Wire

/// The public content of an entry, by its kind.
package enum EntryBody: Hashable, Sendable {
    case weighIn(WeighInBody)
    case intake(IntakeBody)
    case reject(IntakeBody)
    case outgoing(OutgoingBody)
    case correction(CorrectionBody)
    case void(VoidBody)
    case event(EventBody)
    case closing(ClosingBody)
    case key(KeyBody)

    /// The numbers of the kinds that have a content in this version.
    package static let kinds = Set(
        [
            EntryKind.weighIn, .intake, .outgoing, .correction, .void, .reject, .key, .event,
            .closing,
        ].map { UInt64($0.rawValue) })

    /// The kind that goes with it.
    package var kind: EntryKind {
        switch self {
        case .weighIn: .weighIn
        case .intake: .intake
        case .reject: .reject
        case .outgoing: .outgoing
        case .correction: .correction
        case .void: .void
        case .event: .event
        case .closing: .closing
        case .key: .key
        }
    }

    /// The 16 bytes of the visit it belongs to; nil for what belongs to none.
    package var visit: [UInt8]? {
        switch self {
        case .weighIn(let body): body.visit
        case .intake(let body), .reject(let body): body.visit
        case .outgoing(let body): body.visit
        case .correction(let body): body.visit
        case .void(let body): body.visit
        case .event, .closing, .key: nil
        }
    }

    /// Whether a vehicle was weighed for it: what is said of a load later has a visit and no pass.
    package var isWeighing: Bool {
        switch self {
        case .weighIn, .intake, .reject, .outgoing: true
        case .correction, .void, .event, .closing, .key: false
        }
    }

    var cbor: CBOR {
        switch self {
        case .weighIn(let body): body.cbor
        case .intake(let body), .reject(let body): body.cbor
        case .outgoing(let body): body.cbor
        case .correction(let body): body.cbor
        case .void(let body): body.cbor
        case .event(let body): body.cbor
        case .closing(let body): body.cbor
        case .key(let body): body.cbor
        }
    }

    /// Reads the content of a kind; kinds that have no content yet are refused.
    init(_ value: CBOR, of kind: EntryKind) throws(CBORError) {
        switch kind {
        case .weighIn: self = .weighIn(try WeighInBody(value))
        case .intake: self = .intake(try IntakeBody(value))
        case .reject: self = .reject(try IntakeBody(value))
        case .outgoing: self = .outgoing(try OutgoingBody(value))
        case .correction: self = .correction(try CorrectionBody(value))
        case .void: self = .void(try VoidBody(value))
        case .event: self = .event(try EventBody(value))
        case .closing: self = .closing(try ClosingBody(value))
        case .key: self = .key(try KeyBody(value))
        default: throw .invalid("entries of kind \(kind) are not written in this version")
        }
    }
}

/// A vehicle was weighed in: that is all that is told before it is weighed out.
package struct WeighInBody: Hashable, Sendable {
    /// 16 random bytes that name the visit.
    package let visit: [UInt8]

    /// Names the visit; 16 bytes.
    package init(visit: [UInt8]) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        self.visit = visit
    }

    var cbor: CBOR { .dictionary([1: .bytes(visit)]) }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "weigh-in")
        visit = try map.visit()
        try map.finish()
    }
}

/// A day of the journal was closed.
package struct ClosingBody: Hashable, Sendable {
    /// The day in the site's time zone, `YYYY-MM-DD`.
    package let day: String
    /// How many entries it has.
    package let entries: UInt64
    /// The net of its intakes, in grams.
    package let net: Int64

    /// Closes a day, `YYYY-MM-DD`, with its number of entries and its net in grams.
    package init(day: String, entries: UInt64, net: Int64) {
        (self.day, self.entries, self.net) = (day, entries, net)
    }

    var cbor: CBOR {
        .dictionary([1: .text(day), 2: .unsigned(entries), 3: .int(net)])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "closing")
        day = try map.text(1, "day")
        entries = try map.uint(2, "number of entries")
        net = try map.int(3, "net")
        try map.finish()
        guard ClosingBody.isDay(day) else { throw .invalid("'\(day)' is not a day YYYY-MM-DD") }
    }

    /// Four digits, two and two, with hyphens; a month and a day that exist somewhere.
    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}

extension CBORMapReader {
    mutating func visit() throws(CBORError) -> [UInt8] {
        let visit = try bytes(1, "visit")
        guard visit.count == 16 else { throw .invalid("a visit is named by 16 bytes") }
        return visit
    }
}
