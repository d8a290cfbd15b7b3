import Intake
import TestKit
import Testing
import Wire

@testable import Evidence

@Suite("Claims that an entry hides and shows")
struct PresentedEntryTests {
    private func load() throws -> MadeEntry {
        try Yard.make(.intake(Yard.intake()), claims: try Yard.claims())
    }

    @Test("an entry that was handed over shows what was disclosed, and nothing else")
    func presented() throws {
        let made = try load()
        for shown in [[], [0], [2], [0, 1], [0, 1, 2]] {
            let disclosures = shown.map { made.disclosures[$0] }
            let bytes = made.entry.presented(with: disclosures)
            let presented = try PresentedEntry(decoding: bytes)
            #expect(presented.entry == made.entry)
            #expect(presented.disclosures == disclosures)
            try presented.entry.verify(Yard.key.publicKey)
            #expect(
                try presented.disclosures.map(Claim.init) == shown.map { try Yard.claims()[$0] })
        }
    }

    @Test("what is disclosed changes neither the digest nor the signature of an entry")
    func digestStays() throws {
        let made = try load()
        let bytes = made.entry.presented(with: made.disclosures)
        #expect(bytes != made.entry.bytes)
        #expect(try PresentedEntry(decoding: bytes).entry.digest == made.entry.digest)
        #expect(made.entry.presented(with: []) == made.entry.bytes)
        #expect(throws: EntryError.self) { try JournalEntry(decoding: bytes) }
    }

    @Test("an entry outlives its disclosures: erased is erased, and the signature stays good")
    func erasure() throws {
        let made = try load()
        let bytes = made.entry.bytes
        let text = String(decoding: bytes, as: UTF8.self)
        for secret in [Yard.parties.producer, Yard.parties.carrier, "BAB1234", "00417"] {
            #expect(!text.contains(secret))
        }
        let entry = try JournalEntry(decoding: bytes)
        try entry.verify(Yard.key.publicKey)
        // The one who kept a copy can still prove it; nobody else can find it out.
        _ = try PresentedEntry(entry, disclosures: [made.disclosures[1]])
    }

    @Test("the number of digests does not tell how many claims there are", arguments: 0...3)
    func decoys(count: Int) throws {
        let made = try Yard.make(
            .intake(Yard.intake()), claims: Array(try Yard.claims()[..<count]))
        #expect(made.disclosures.count == count)
        #expect(made.entry.claimDigests.count == (count == 0 ? 0 : 4))
        #expect(made.entry.claimDigests == made.entry.claimDigests.sorted())
        #expect(Set(made.entry.claimDigests).isSuperset(of: made.disclosures.map(\.digest)))
    }

    @Test("the same claims have other digests in every entry")
    func freshSalts() throws {
        let first = try Yard.make(.intake(Yard.intake()), claims: try Yard.claims(), seed: 1)
        let second = try Yard.make(.intake(Yard.intake()), claims: try Yard.claims(), seed: 2)
        #expect(Set(first.entry.claimDigests).isDisjoint(with: second.entry.claimDigests))
        #expect(Set(first.disclosures.map(\.salt)).count == 3)
        #expect(first.disclosures.allSatisfy { $0.salt.count == 16 })
    }

    @Test("a disclosure with another value, key or salt does not belong to the entry")
    func foreign() throws {
        let made = try load()
        let plate = made.disclosures[2]
        let wrong = [
            Disclosure(salt: plate.salt, value: "BAB1235", key: plate.key),
            Disclosure(salt: plate.salt, value: plate.value, key: 23),
            Disclosure(salt: made.disclosures[0].salt, value: plate.value, key: plate.key),
            try Yard.make(.intake(Yard.intake()), claims: try Yard.claims(), seed: 9)
                .disclosures[2],
        ]
        for disclosure in wrong {
            let bytes = made.entry.presented(with: [disclosure])
            let error = #expect(throws: EntryError.self) { try PresentedEntry(decoding: bytes) }
            #expect(error?.code == .foreign)
        }
    }

    @Test("a claim is disclosed once")
    func twice() throws {
        let made = try load()
        let plate = made.disclosures[2]
        let bytes = made.entry.presented(with: [plate, plate])
        #expect(throws: EntryError.self) { try PresentedEntry(decoding: bytes) }
    }

    @Test("every flipped byte of an entry that shows something is noticed")
    func flippedBytes() throws {
        let made = try Yard.make(
            .weighIn(WeighInBody(visit: Yard.visit)),
            claims: [.parties(Yard.parties), .plate(try Yard.plate())])
        let bytes = made.entry.presented(with: made.disclosures)
        for flip in flips(of: bytes) {
            #expect(throws: EntryError.self, "byte \(flip.place)") {
                try PresentedEntry(decoding: flip.bytes).entry.verify(Yard.key.publicKey)
            }
        }
    }

    @Test(
        "a disclosure in another spelling is refused",
        arguments: [
            CBOR.array([]), .array([.bytes([1]), "x", 22]),
            .array([.bytes([UInt8](repeating: 1, count: 16)), 22]),
            .array([.bytes([UInt8](repeating: 1, count: 16))]),
            .array([.bytes([UInt8](repeating: 1, count: 16)), "x", "plate"]),
            .array([.bytes([UInt8](repeating: 1, count: 16)), "x", 22, 0]),
            .array([.bytes([UInt8](repeating: 1, count: 17)), "x", 22]), "x",
        ])
    func malformed(item: CBOR) {
        #expect(throws: EvidenceError.self) { try Disclosure(decoding: item.encoded()) }
    }
}
