import Evidence
import Intake
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("What an outgoing load consists of")
struct SiteStockTests {
    private let box: JournalBox

    init() throws { box = try JournalBox() }

    /// The numbers of the entries that make up a weight from some stores.
    private func parts(_ stores: [String], _ kilograms: Int64) async throws -> [UInt64] {
        try await SiteStock(journal: box.recorder.journal).loads(
            from: stores, weighing: .kilograms(kilograms)
        ).map(\.seq)
    }

    @Test("the oldest loads go out first, as far as the weight goes")
    func firstIn() async throws {
        for (number, weight) in [5_000, 4_000, 3_000].enumerated() {
            try await box.load(UInt8(number + 1), of: Int64(weight), to: "hall")
        }
        try await box.load(9, of: 9_000, to: "yard")
        #expect(try await parts(["hall"], 4_000) == [1])
        #expect(try await parts(["hall"], 5_000) == [1])
        #expect(try await parts(["hall"], 5_020) == [1, 2])
        #expect(try await parts(["hall"], 90_000) == [1, 2, 3])
        #expect(try await parts(["yard"], 90_000) == [4])
        #expect(try await parts(["cellar"], 20).isEmpty)
        #expect(try await parts([], 20).isEmpty)
    }

    @Test("the next one begins with the last load of the one before, of which some may be left")
    func next() async throws {
        var loads: [JournalEntry] = []
        for number in 1...4 {
            loads.append(try await box.load(UInt8(number), of: 5_000, to: "hall"))
        }
        try await box.takeAway(10, of: 8_000, loads[...1].map { EntryReference($0) })
        #expect(try await parts(["hall"], 5_000) == [2, 3])
        #expect(try await parts(["hall"], 6_000) == [2, 3, 4])
        // A load that went out by mistake did not.
        let wrong = try await box.takeAway(11, of: 5_000, [EntryReference(loads[3])])
        #expect(try await parts(["hall"], 20) == [4])
        try await box.void(wrong)
        #expect(try await parts(["hall"], 5_000) == [2, 3])
    }

    @Test("a load that was voided is not there, one that was moved is where it went")
    func amended() async throws {
        let first = try await box.load(1, of: 5_000, to: "hall")
        let second = try await box.load(2, of: 5_000, to: "hall")
        try await box.load(3, of: 5_000, to: "hall")
        try await box.void(first)
        try await box.move(second, to: "yard")
        #expect(try await parts(["hall"], 90_000) == [3])
        #expect(try await parts(["yard"], 90_000) == [2])
    }

    @Test("a vehicle that loads from two stores does not hide what the next one takes from one")
    func shared() async throws {
        let hall = try await box.load(1, of: 5_000, to: "hall")
        let yard = try await box.load(2, of: 5_000, to: "yard")
        try await box.load(3, of: 5_000, to: "hall")
        try await box.takeAway(10, of: 10_000, [hall, yard].map { EntryReference($0) })
        #expect(try await parts(["hall"], 5_000) == [1, 3])
        // Moved later, the load was still taken from where it lay.
        try await box.move(yard, to: "cellar")
        #expect(try await parts(["yard"], 5_000) == [])
        #expect(try await parts(["hall"], 5_000) == [1, 3])
    }

    @Test("a load that is held back from the chain is not named by what takes it away")
    func withheld() async throws {
        try await box.load(1, of: 5_000, to: "hall", isWithheld: true)
        try await box.load(2, of: 5_000, to: "hall")
        #expect(try await parts(["hall"], 90_000) == [2])
    }

    @Test("more loads than one page, and more than an outgoing load can name")
    func many() async throws {
        for _ in 0..<620 { try await box.load(1, of: 20, to: "hall") }
        #expect(try await parts(["hall"], 20 * 300).count == 300)
        #expect(try await parts(["hall"], 90_000).count == OutgoingBody.maximumLoads)
    }
}
