import Evidence
import Intake
import JournalStore
import TestKit
import Testing
import Wire

@testable import Gateway

/// A gateway's journal that a test writes itself.
struct JournalBox {
    static let boot = [UInt8](repeating: 0xb0, count: 16)
    static let visit = [UInt8](repeating: 1, count: 16)

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
            bootID: Self.boot)
        recorder = Recorder(
            journal: journal, maker: EntryMaker(gateway: "https://site.example/g", key: key),
            clock: clock, report: { _ in })
    }

    func memory() async throws -> SiteMemory {
        try await SiteMemory.read(from: recorder.journal, bootID: Self.boot)
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
            deviceMap: .zero, software: "0.1.0", bootID: Self.boot)
        let evidence = EvidenceClaim(of: Self.pass, sensors: [], plate: nil, from: origin)
        return try await recorder.record(
            .weighIn(WeighInBody(visit: Self.visit)), claims: [.evidence(evidence)])
    }

    /// A load came in.
    @discardableResult
    func load(
        _ number: UInt8, of kilograms: Int64, to destination: String, claims: [Claim] = [],
        isWithheld: Bool = false
    ) async throws -> JournalEntry {
        try await recorder.record(
            .intake(
                IntakeBody(
                    visit: [UInt8](repeating: number, count: 16), weighIn: .zero, code: nil,
                    net: .kilograms(kilograms), source: nil, destination: destination,
                    purpose: "R12", grades: [], outcome: .passed, ruleSet: .zero, results: [],
                    documents: [])), claims: claims, isWithheld: isWithheld)
    }

    /// Loads were taken away.
    @discardableResult
    func takeAway(
        _ number: UInt8, of kilograms: Int64, _ loads: [EntryReference]
    ) async throws -> JournalEntry {
        try await recorder.record(
            .outgoing(
                try OutgoingBody(
                    visit: [UInt8](repeating: number, count: 16), weighIn: .zero, code: nil,
                    net: .kilograms(kilograms), destination: "https://plant.example",
                    purpose: "R1", loads: loads, documents: [])))
    }

    /// It is said of a load that it is none.
    func void(_ entry: JournalEntry) async throws {
        let visit = try #require(entry.body.visit)
        try await recorder.record(
            .void(
                VoidBody(visit: visit, entry: EntryReference(entry), reason: .testWeighing)))
    }

    /// It is said of a load that it went elsewhere.
    func move(_ entry: JournalEntry, to destination: String) async throws {
        let visit = try #require(entry.body.visit)
        try await recorder.record(
            .correction(
                CorrectionBody(
                    visit: visit, load: EntryReference(entry), code: nil, source: nil,
                    destination: destination, purpose: "R12", reason: .wrongDestination)))
    }

    static let pass = Pass(
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
}
