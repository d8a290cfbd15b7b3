import Evidence
import Intake
import JournalStore
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("What a site remembers at a start")
struct SiteMemoryTests {
    @Test("what is said of a load later hides not who stood on the deck last")
    func correction() async throws {
        let box = try JournalBox()
        let entry = try await box.weighIn()
        try await box.recorder.record(
            .correction(
                CorrectionBody(
                    visit: [UInt8](repeating: 2, count: 16), load: EntryReference(entry),
                    code: nil, source: nil, destination: "", purpose: "", reason: .judgedLater)))
        let memory = try await box.memory()
        #expect(memory.lastCaptured == .kilograms(11_060))
        #expect(memory.lastPass == MonotonicTime(nanoseconds: 5))
        #expect(memory.open.map(\.visit) == [JournalBox.visit])
    }

    @Test("a weigh-in that is void waits for no vehicle any more")
    func void() async throws {
        let box = try JournalBox()
        let entry = try await box.weighIn()
        try await box.recorder.record(
            .void(
                VoidBody(
                    visit: JournalBox.visit, entry: EntryReference(entry), reason: .testWeighing)))
        let memory = try await box.memory()
        #expect(memory.open.isEmpty)
        #expect(memory.lastCaptured == .kilograms(11_060))
    }

    @Test("the rules do not compare with a load that was voided")
    func voidedLoad() async throws {
        let box = try JournalBox()
        let plate = try #require(Plate("B AB 1234"))
        let first = try await box.load(1, of: 5_000, to: "hall", claims: [.plate(plate)])
        try await box.load(2, of: 6_000, to: "hall", claims: [.plate(plate)])
        #expect(try await box.memory().recent.map(\.net) == [.kilograms(5_000), .kilograms(6_000)])
        try await box.void(first)
        #expect(try await box.memory().recent.map(\.net) == [.kilograms(6_000)])
    }
}
