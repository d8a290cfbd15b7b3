import Intake
import Testing
import Wire

@testable import Evidence

@Suite("What a recorded weighing is by now")
struct LoadStandingTests {
    private let other = WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 07")

    /// The vehicles of the site: what comes from where, and goes where.
    private static func book() throws -> VehicleBook {
        let contracts = try ["bunker 2", "hall 1"].enumerated().map { number, destination in
            VehicleContract(
                plate: try #require(Plate("AB \(number)")),
                code: WasteCode(scheme: "LoW", listVersion: "2025/934", code: "20 03 01"),
                source: WasteSource(kind: .farm, area: "DE-12065"), parties: Yard.parties,
                destination: destination, purpose: "R1")
        }
        return try #require(VehicleBook(contracts))
    }

    /// A journal of one visit: its weigh-in, its intake, and what is said of it.
    private struct Visit {
        private(set) var entries: [JournalEntry] = []

        var intake: JournalEntry { entries[1] }

        init() throws {
            try append(.weighIn(WeighInBody(visit: Yard.visit)))
            try append(.intake(Yard.intake()))
        }

        mutating func append(_ body: EntryBody) throws {
            let head = entries.last.map { ChainLink(seq: $0.seq, digest: $0.digest) } ?? .start
            entries.append(try Yard.make(body, after: head).entry)
        }

        /// Records what a person says of an entry, if it can be.
        mutating func take(_ content: Amendment.Content, of entry: JournalEntry) throws {
            try take(Amendment(of: try standing(of: entry), content))
        }

        mutating func take(_ amendment: Amendment) throws {
            let entry = entries[Int(amendment.entry.seq) - 1]
            try append(
                try Amendment(decoding: amendment.bytes).body(
                    for: try standing(of: entry), by: try LoadStandingTests.book()))
        }

        func standing(of entry: JournalEntry) throws -> LoadStanding {
            try #require(LoadStanding(entry, in: entries))
        }
    }

    @Test("of several corrections the newest counts, and keeps what it does not name")
    func corrections() throws {
        var visit = try Visit()
        try visit.take(
            .correction(LoadChange(destination: "hall 1"), .wrongDestination), of: visit.intake)
        try visit.take(.correction(LoadChange(code: other), .wrongCode), of: visit.intake)
        let standing = try visit.standing(of: visit.intake)
        #expect(standing.code == other)
        #expect(standing.destination == "hall 1")
        #expect(standing.source == Yard.intake().source)
        #expect(standing.purpose == Yard.intake().purpose)
        #expect(standing.newest == 4)
    }

    @Test("a correction that changes nothing is none")
    func nothing() throws {
        var visit = try Visit()
        let same = LoadChange(code: Yard.intake().code, destination: "bunker 2")
        for change in [LoadChange(), same] {
            #expect(throws: EvidenceError.self) {
                try visit.take(.correction(change, .judgedLater), of: visit.intake)
            }
        }
    }

    @Test("the same wish twice, as after a crash, is one, and does not undo what was said since")
    func twice() throws {
        var visit = try Visit()
        let wish = Amendment(
            of: try visit.standing(of: visit.intake),
            .correction(LoadChange(code: other), .wrongCode))
        try visit.take(wish)
        #expect(throws: EvidenceError.self) { try visit.take(wish) }
        let back = LoadChange(code: Yard.intake().code)
        try visit.take(.correction(back, .wrongCode), of: visit.intake)
        #expect(throws: EvidenceError.self) { try visit.take(wish) }
        // Who has seen all of it may say so again.
        try visit.take(.correction(LoadChange(code: other), .wrongCode), of: visit.intake)
        #expect(try visit.standing(of: visit.intake).code == other)
    }

    @Test(
        "nobody's name gets onto the chain by a correction",
        arguments: [
            LoadChange(destination: "behind Mr Smith's house"), LoadChange(purpose: "for Smith"),
            LoadChange(source: WasteSource(kind: .person, area: "Smith, 12 High Street")),
            LoadChange(code: WasteCode(scheme: "EWC", listVersion: "1", code: "of Mr Smith")),
            LoadChange(code: WasteCode(scheme: "Mr Smith", listVersion: "1", code: "20 03 01")),
            LoadChange(code: WasteCode(scheme: "EWC", listVersion: "by Smith", code: "20 03 01")),
        ])
    func names(change: LoadChange) throws {
        var visit = try Visit()
        #expect(throws: EvidenceError.self) {
            try visit.take(.correction(change, .judgedLater), of: visit.intake)
        }
    }

    @Test("a void is for good: nothing is said of the load any more")
    func void() throws {
        var visit = try Visit()
        try visit.take(.void(.testWeighing), of: visit.intake)
        #expect(try visit.standing(of: visit.intake).voidedBy == 3)
        #expect(throws: EvidenceError.self) {
            try visit.take(.void(.notALoad), of: visit.intake)
        }
        #expect(throws: EvidenceError.self) {
            try visit.take(.correction(LoadChange(code: other), .wrongCode), of: visit.intake)
        }
    }

    @Test("a weigh-in is voided while nothing follows it, and is never corrected")
    func weighIn() throws {
        var visit = try Visit()
        let weighIn = visit.entries[0]
        #expect(throws: EvidenceError.self) { try visit.take(.void(.notALoad), of: weighIn) }
        #expect(throws: EvidenceError.self) {
            try visit.take(.correction(LoadChange(code: other), .wrongCode), of: weighIn)
        }
        let alone = try #require(LoadStanding(weighIn, in: [weighIn]))
        #expect(try alone.void(reason: .notALoad).entry == EntryReference(weighIn))
    }

    @Test("what went out is voided and not corrected")
    func outgoing() throws {
        let entry = try Yard.make(.outgoing(try Yard.outgoing())).entry
        let standing = try #require(LoadStanding(entry, in: [entry]))
        #expect(standing.destination == "plant of the county")
        #expect(throws: EvidenceError.self) {
            try standing.correction(
                LoadChange(purpose: "R3"), reason: .wrongPurpose, since: 1, by: try Self.book())
        }
        #expect(try standing.void(reason: .weighedTwice).visit == Yard.visit)
    }

    @Test("an event and a correction are no weighings")
    func noWeighing() throws {
        var visit = try Visit()
        try visit.take(.correction(LoadChange(code: other), .wrongCode), of: visit.intake)
        #expect(LoadStanding(visit.entries[2], in: visit.entries) == nil)
        let event = try Yard.make(.event(EventBody(code: .zero))).entry
        #expect(LoadStanding(event, in: []) == nil)
    }

    @Test("what is said of an entry of another journal does not count")
    func foreign() throws {
        let visit = try Visit()
        let stranger = EntryReference(seq: visit.intake.seq, digest: Yard.digest("another"))
        let error = #expect(throws: EvidenceError.self) {
            try Amendment(of: stranger, .void(.notALoad), seen: 2).body(
                for: try visit.standing(of: visit.intake), by: try Self.book())
        }
        #expect(error?.code == .foreign)
    }

    @Test("every amendment comes back from its bytes, and no damaged one does")
    func bytes() throws {
        let entry = EntryReference(seq: 7, digest: Yard.digest("load"))
        let source = WasteSource(kind: .farm, area: "DE-12065")
        let changes = [
            LoadChange(), LoadChange(code: other), LoadChange(source: source, purpose: "R3"),
            LoadChange(code: other, source: source, destination: "hall 1", purpose: "D1"),
        ]
        let contents: [Amendment.Content] =
            CorrectionBody.Reason.allCases.flatMap { reason in
                changes.map { .correction($0, reason) }
            } + VoidBody.Reason.allCases.map { .void($0) }
        for content in contents {
            let amendment = Amendment(of: entry, content, seen: 9)
            #expect(try Amendment(decoding: amendment.bytes) == amendment)
            for count in 0..<amendment.bytes.count {
                #expect(throws: EvidenceError.self) {
                    try Amendment(decoding: Array(amendment.bytes.prefix(count)))
                }
            }
        }
        for (key, value) in [(1, 2), (3, 2), (3, 99), (4, 99), (5, -1), (10, 1)] as [(CBOR, CBOR)] {
            let sound = Amendment(of: entry, .void(.notALoad), seen: 9).bytes
            let pairs = try #require(try CBOR(decoding: sound).mapValue)
            let changed =
                pairs.filter { $0.key != key }.map { ($0.key, $0.value) } + [(key, value)]
            #expect(throws: EvidenceError.self, "\(key): \(value)") {
                try Amendment(decoding: CBOR.dictionary(changed).encoded())
            }
        }
    }
}
