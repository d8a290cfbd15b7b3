import Intake
import Testing
import Wire

@testable import Evidence

/// What is said of a load after its intake: corrections, voids, and what was taken away.
@Suite("Contents that speak of earlier entries")
struct LaterBodiesTests {
    /// What is no entry of a journal, wherever one is named.
    static let noReferences: [CBOR?] = [
        nil, .null, 2, .array([2]), .array([2, .bytes([1])]), .array([0, .digest(.zero)]),
        .array([.unsigned(1 << 63), .digest(.zero)]), .array([-1, .digest(.zero)]),
        .array([2, .digest(.zero), 1]), .array(["2", .digest(.zero)]),
    ]

    static let corrections: [(Int64, CBOR?)] =
        noReferences.map { (2, $0) } + [
            (1, .bytes([1, 2, 3])), (1, nil), (3, "20 03 01"), (3, nil),
            (3, .array(["LoW", "2025/934", "20 03 07"])), (4, nil), (4, .array([9, "DE"])),
            (5, nil), (5, .null), (6, 1), (6, nil), (7, nil), (7, 0), (7, 6), (7, 257), (7, -1),
            (7, "wrong-code"), (8, "it was wet"), (4_294_967_296, 1),
        ]

    @Test(
        "a correction with a wrong, a missing or an unknown part is refused", arguments: corrections
    )
    func correction(key: Int64, value: CBOR?) throws {
        #expect(
            try BodyStrictnessTests.complaint(.correction(Yard.correction()), key, value) != nil)
    }

    static let voids: [(Int64, CBOR?)] =
        noReferences.map { (2, $0) } + [
            (1, nil), (1, .bytes([UInt8](repeating: 1, count: 17))), (3, nil), (3, 0), (3, 4),
            (3, 259), (4, "a car"),
        ]

    @Test("a void with a wrong, a missing or an unknown part is refused", arguments: voids)
    func void(key: Int64, value: CBOR?) throws {
        #expect(try BodyStrictnessTests.complaint(.void(Yard.void()), key, value) != nil)
    }

    static let outgoingLoads: [(Int64, CBOR?)] =
        noReferences.compactMap { $0 }.map { (7, .array([$0])) } + [
            (1, nil), (2, nil), (2, .bytes([1])), (3, nil), (3, .array([])), (4, nil), (4, 0),
            (4, -1), (4, .unsigned(.max)), (5, nil), (6, .null), (7, nil), (7, .null),
            (7, .array([load(3), load(3)])), (7, .array([load(4), load(3)])),
            (7, .array((1...501).map { load($0) })), (8, nil), (8, .array([.bytes([1])])),
            (8, .array(Array(repeating: .digest(.zero), count: 33))), (9, 1),
        ]

    private static func load(_ seq: UInt64) -> CBOR { .array([.unsigned(seq), .digest(.zero)]) }

    @Test(
        "an outgoing load with a wrong, a missing or an unknown part is refused",
        arguments: outgoingLoads)
    func outgoing(key: Int64, value: CBOR?) throws {
        #expect(
            try BodyStrictnessTests.complaint(.outgoing(try Yard.outgoing()), key, value) != nil)
    }

    @Test("the largest outgoing load is an entry below its bound, and read as it was written")
    func largest() throws {
        let loads = (0..<500).map {
            EntryReference(seq: UInt64(Int64.max) - $0, digest: Yard.digest("\($0)"))
        }
        let documents = (0..<32).map { Yard.digest("paper \($0)") }
        func body(
            _ loads: [EntryReference], _ documents: [Digest], net: Mass
        ) throws
            -> OutgoingBody
        {
            try OutgoingBody(
                visit: Yard.visit, weighIn: .zero, code: nil, net: net, destination: "",
                purpose: "", loads: loads, documents: documents)
        }
        let whole = try body(loads, documents, net: .grams(1))
        let entry = try Yard.make(.outgoing(whole)).entry
        #expect(entry.bytes.count < 25_000)
        #expect(try JournalEntry(decoding: entry.bytes).body == .outgoing(whole))
        // In whatever order they were gathered.
        #expect(whole.loads == loads.reversed())
        for (loads, documents, net) in [
            (loads, documents, Mass.zero), (loads, documents, .grams(-1)),
            (loads + [EntryReference(seq: 1, digest: .zero)], [], .grams(1)),
            ([loads[0], loads[0]], [], .grams(1)), ([], documents + [.zero], .grams(1)),
        ] {
            let error = #expect(throws: EvidenceError.self) {
                try body(loads, documents, net: net)
            }
            #expect(error?.code == .unmakeable)
        }
    }

    @Test("each names the entries it speaks of, and belongs to its visit")
    func references() throws {
        let outgoing = EntryBody.outgoing(try Yard.outgoing())
        #expect(outgoing.references.map(\.seq) == [5, 17])
        let later = [EntryBody.correction(Yard.correction()), .void(Yard.void())]
        for body in later { #expect(body.references.map(\.seq) == [2]) }
        for body in later + [outgoing] { #expect(body.visit == Yard.visit) }
        #expect(outgoing.isWeighing && !later.contains { $0.isWeighing })
        let intake = EntryBody.intake(Yard.intake())
        #expect(intake.references.isEmpty && intake.isWeighing)
        let entry = try Yard.make(intake).entry
        #expect(EntryReference(entry) == EntryReference(seq: 1, digest: entry.digest))
    }
}
