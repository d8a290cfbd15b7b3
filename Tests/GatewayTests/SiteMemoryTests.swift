import Evidence
import Intake
import JournalStore
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("What a site remembers at a start")
struct SiteMemoryTests {
    private static let boot = [UInt8](repeating: 0xb0, count: 16)
    private static let visit = [UInt8](repeating: 1, count: 16)

    private struct Box {
        let folder: TemporaryDirectory
        let recorder: Recorder

        init() throws {
            folder = try TemporaryDirectory()
            let key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
            let journal = try SQLiteJournal(
                folder: folder.file("state"), gateway: "https://site.example/g", key: key.publicKey,
                storeKey: [UInt8](repeating: 9, count: 32))
            let clock = SiteClock(
                monotonic: { MonotonicTime(nanoseconds: 0) },
                wall: { WallTime(seconds: 1_700_000_000, nanoseconds: 0, clock: .synchronised) },
                bootID: SiteMemoryTests.boot)
            recorder = Recorder(
                journal: journal, maker: EntryMaker(gateway: "https://site.example/g", key: key),
                clock: clock, report: { _ in })
        }

        func memory() async throws -> SiteMemory {
            try await SiteMemory.read(from: recorder.journal, bootID: SiteMemoryTests.boot)
        }

        /// A vehicle of 11,060 kg is weighed in.
        func weighIn() async throws -> JournalEntry {
            let interval = try #require(
                ScaleInterval(
                    e: .kilograms(20), d: .kilograms(20), max: .kilograms(60_000),
                    min: .kilograms(400)))
            let origin = EvidenceClaim.Origin(
                scale: EvidenceClaim.Scale(
                    id: "bridge-1", model: "FT-10", serial: "00417", interval: interval),
                deviceMap: .zero, software: "0.1.0", bootID: SiteMemoryTests.boot)
            let evidence = EvidenceClaim(
                of: SiteMemoryTests.pass, sensors: [], plate: nil, from: origin)
            return try await recorder.record(
                .weighIn(WeighInBody(visit: SiteMemoryTests.visit)), claims: [.evidence(evidence)])
        }
    }

    private static let pass = Pass(
        shown: ShownWeight(digits: 11_060, exponent: 0, unit: .kilogram), statusWord: 0,
        registers: [], wall: WallTime(seconds: 1_700_000_000, nanoseconds: 0, clock: .synchronised),
        monotonic: MonotonicTime(nanoseconds: 5), bootID: boot,
        stability: StabilityEvidence(
            windowMilliseconds: 2_000, rangeGrams: 0, indicatorStable: true, samples: 21,
            quality: .strict),
        curve: WeighCurve(
            start: MonotonicTime(nanoseconds: 5), intervalMilliseconds: 100, unitGrams: 20_000,
            samples: [553]),
        rampSeen: true, zeroOffset: nil)

    @Test("what is said of a load later hides not who stood on the deck last")
    func correction() async throws {
        let box = try Box()
        let entry = try await box.weighIn()
        try await box.recorder.record(
            .correction(
                CorrectionBody(
                    visit: [UInt8](repeating: 2, count: 16), load: EntryReference(entry),
                    code: nil, source: nil, destination: "", purpose: "", reason: .judgedLater)))
        let memory = try await box.memory()
        #expect(memory.lastCaptured == .kilograms(11_060))
        #expect(memory.lastPass == MonotonicTime(nanoseconds: 5))
        #expect(memory.open.map(\.visit) == [Self.visit])
    }

    @Test("a weigh-in that is void waits for no vehicle any more")
    func void() async throws {
        let box = try Box()
        let entry = try await box.weighIn()
        try await box.recorder.record(
            .void(
                VoidBody(
                    visit: Self.visit, entry: EntryReference(entry), reason: .testWeighing)))
        let memory = try await box.memory()
        #expect(memory.open.isEmpty)
        #expect(memory.lastCaptured == .kilograms(11_060))
    }
}
