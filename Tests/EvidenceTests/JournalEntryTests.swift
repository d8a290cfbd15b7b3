import Intake
import Testing
import Wire

@testable import Evidence

@Suite("Entries of a journal")
struct JournalEntryTests {
    static let bodies: [EntryBody] =
        plain + [.correction(Yard.correction()), .void(Yard.void())]

    private static let plain: [EntryBody] = [
        .weighIn(WeighInBody(visit: Yard.visit)), .intake(Yard.intake()), .reject(Yard.intake()),
        .event(EventBody(code: .boot)),
        .event(
            EventBody(
                code: .configurationChanged, subject: "scale", value: -7, text: "exponent",
                digest: Yard.digest("configuration"))),
        .closing(ClosingBody(day: "2026-11-24", entries: 41, net: 611_240_000)),
    ]

    @Test("an entry that is written is read as the same entry", arguments: bodies)
    func roundTrip(body: EntryBody) throws {
        let link = ChainLink(seq: 41, digest: Yard.digest("before"))
        let made = try Yard.make(body, after: link)
        let entry = try JournalEntry(decoding: made.entry.bytes)
        #expect(entry == made.entry)
        #expect(entry.body == body)
        #expect(entry.kind == body.kind)
        #expect(entry.id == Yard.id(42))
        #expect(entry.gateway == Yard.gateway)
        #expect(ChainLink(seq: entry.seq - 1, digest: entry.prev) == link)
        #expect(entry.digest == .of(entry.bytes))
        #expect(entry.keyThumbprint == Yard.key.publicKey.thumbprint)
        try entry.verify(Yard.key.publicKey)
    }

    @Test("a load of which nobody knows anything is an entry as well")
    func unknownLoad() throws {
        let body = IntakeBody(
            visit: Yard.visit, weighIn: .zero, code: nil, net: .zero, source: nil, destination: "",
            purpose: "", grades: [], outcome: .held, ruleSet: .zero, results: [], documents: [])
        let made = try Yard.make(.intake(body))
        #expect(try JournalEntry(decoding: made.entry.bytes).body == .intake(body))
        #expect(made.entry.body.visit == Yard.visit)
    }

    @Test(
        "the time of an entry is rounded down to the minute, also before 1970",
        arguments: [
            (1_795_500_877, 1_795_500_840), (60, 60), (59, 0), (0, 0), (-1, -60),
        ] as [(Int64, Int64)])
    func minutes(time: Int64, minute: Int64) throws {
        var salts = SystemRandomNumberGenerator()
        let made = try EntryMaker(gateway: Yard.gateway, key: Yard.key).make(
            .event(EventBody(code: .boot)), claims: [], after: .start, id: Yard.id(1),
            time: time, salts: &salts)
        #expect(made.entry.time == minute)
    }

    @Test("another gateway's key did not sign it")
    func otherKey() throws {
        let entry = try Yard.make(.event(EventBody(code: .boot))).entry
        let error = #expect(throws: EntryError.self) {
            try entry.verify(Yard.otherKey.publicKey)
        }
        #expect(error?.code == .otherKey)
    }

    @Test("every flipped byte of an entry is noticed", arguments: bodies)
    func flippedBytes(body: EntryBody) throws {
        let made = try Yard.make(body, claims: [.parties(Yard.parties)])
        var readable = 0
        for flip in flips(of: made.entry.bytes) {
            do {
                let entry = try JournalEntry(decoding: flip.bytes)
                #expect(entry.bytes == flip.bytes)
                #expect(throws: EntryError.self, "byte \(flip.place)") {
                    try entry.verify(Yard.key.publicKey)
                }
                readable += 1
            } catch {
                continue
            }
        }
        // Only flips inside values leave a message at all; the signature catches those.
        #expect(readable > 64)
    }

    @Test("an entry that is cut off, or has something behind it, is none")
    func cutOff() throws {
        let bytes = try Yard.make(.closing(ClosingBody(day: "2026-11-24", entries: 1, net: 0)))
            .entry.bytes
        for count in bytes.indices {
            #expect(throws: EntryError.self) {
                try JournalEntry(decoding: Array(bytes[..<count]))
            }
        }
        #expect(throws: EntryError.self) { try JournalEntry(decoding: bytes + [0]) }
    }

    @Test("the older name of the algorithm is read, and never written")
    func olderAlgorithm() throws {
        var forge = try EntryForge()
        #expect(forge.protected[1] == .int(-19))
        forge.protected[1] = .int(-8)
        let entry = try JournalEntry(decoding: try forge.bytes())
        try entry.verify(Yard.key.publicKey)
        #expect(entry.bytes == (try forge.bytes()))
    }

    @Test("the numbers and names of kinds stay what they are")
    func kinds() {
        let names = EntryKind.allCases.map { "\($0.rawValue) \($0)" }
        #expect(
            names == [
                "1 weigh-in", "2 intake", "3 outgoing", "4 tare", "5 correction", "6 void",
                "7 hold", "8 release", "9 reject", "10 erasure", "11 key", "12 handover",
                "13 time", "14 event", "15 closing",
            ])
        #expect(EventCode.allCases.map(\.rawValue) == Array(1...10))
    }
}

@Suite("The tally of a day")
struct DayTallyTests {
    @Test("counts the entries of each day and the net of its intakes, and closes what is over")
    func tally() throws {
        var tally = DayTally()
        for (place, entry) in try Yard.chain(5).enumerated() {
            tally.count(entry, on: place < 2 ? "2026-03-01" : "2026-03-02")
        }
        #expect(tally.closings(before: "2026-03-01").isEmpty)
        #expect(tally.closings(before: "2026-03-02").map(\.entries) == [2])
        let all = tally.closings(before: "2027-01-01")
        #expect(all.map(\.day) == ["2026-03-01", "2026-03-02"])
        #expect(all.map(\.entries) == [2, 3])
    }
}
