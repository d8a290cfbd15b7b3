import Evidence
import Intake
import IntakeLedger
import TestKit
import Wire

@testable import LedgerStore

/// A ledger in a store of its own, with one site that takes loads in and says more of them later.
struct KeptLedger {
    let folder: TemporaryDirectory
    let store: LedgerStore
    /// What questions are answered from.
    let reader: LedgerReader
    private(set) var ledger: IntakeLedger
    private(set) var traffic: LedgerTraffic

    init(seed: UInt64 = 1) throws {
        folder = try TemporaryDirectory()
        store = try LedgerStore(path: folder.file("ledger.sqlite"))
        reader = try LedgerReader(path: folder.file("ledger.sqlite"))
        traffic = try LedgerTraffic(seed: seed, gateways: 1)
        ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
    }

    /// Weighs a load in and out.
    mutating func takeIn(code: String = "20 03 01", area: String = "07") throws -> JournalEntry {
        try traffic.takeIn(code: code, area: area)
    }

    /// So many loads.
    mutating func takeIn(
        _ count: Int, code: String = "20 03 01", area: String = "07"
    ) throws -> [JournalEntry] {
        try (0..<count).map { _ in try takeIn(code: code, area: area) }
    }

    @discardableResult
    mutating func correct(
        _ load: JournalEntry, code: String, area: String, visit: [UInt8]? = nil
    ) throws -> JournalEntry {
        try traffic.correct(load, code: code, area: area, visit: visit)
    }

    @discardableResult
    mutating func void(_ entry: JournalEntry, visit: [UInt8]? = nil) throws -> JournalEntry {
        try traffic.void(entry, visit: visit)
    }

    @discardableResult
    mutating func takeAway(_ loads: [JournalEntry]) throws -> JournalEntry {
        try traffic.takeAway(loads)
    }

    @discardableResult
    mutating func turnAway() throws -> JournalEntry { try traffic.turnAway() }

    /// Records what was written, in a block of its own; the ledger takes all of it.
    mutating func commit(isSnapshot: Bool = false) throws {
        let block = [try traffic.batch(of: 0)]
        let outcome = ledger.finalizeBlock(height: ledger.next, transactions: block)
        guard outcome.results.allSatisfy({ $0.code == .accepted }) else {
            throw Trouble("refused: \(outcome.results.map(\.log))")
        }
        try store.commit(ledger, outcome, transactions: block, isSnapshot: isSnapshot)
    }
}

extension LedgerTraffic {
    /// Weighs a load in and out, in one visit.
    mutating func takeIn(
        code: String = "20 03 01", area: String = "07"
    ) throws -> JournalEntry {
        let (visit, weighIn) = try weighIn()
        return try write(
            .intake(
                Self.load(
                    visit, weighIn: weighIn.digest, net: Int(weighIn.seq), code: code,
                    area: area)))
    }

    /// Weighs a load that is turned away.
    mutating func turnAway() throws -> JournalEntry {
        let (visit, weighIn) = try weighIn()
        return try write(
            .reject(
                Self.load(
                    visit, weighIn: weighIn.digest, net: Int(weighIn.seq), code: "20 03 01",
                    area: "07")))
    }

    /// Weighs an empty vehicle in and a full one out.
    mutating func takeAway(_ loads: [JournalEntry]) throws -> JournalEntry {
        let (visit, weighIn) = try weighIn()
        return try write(
            .outgoing(
                try OutgoingBody(
                    visit: visit, weighIn: weighIn.digest,
                    code: WasteCode(scheme: "EWC", listVersion: "2014", code: "19 12 12"),
                    net: .kilograms(20_000), destination: "plant-2", purpose: "R1",
                    loads: loads.map { EntryReference($0) }, documents: [])))
    }

    /// Says what a load is after all; of another visit only where a test lies.
    mutating func correct(
        _ load: JournalEntry, code: String, area: String, visit: [UInt8]? = nil
    ) throws -> JournalEntry {
        try write(
            .correction(
                CorrectionBody(
                    visit: visit ?? load.body.visit ?? [], load: EntryReference(load),
                    code: WasteCode(scheme: "EWC", listVersion: "2014", code: code),
                    source: WasteSource(kind: .household, area: area), destination: "plant-1",
                    purpose: "R1", reason: .wrongCode)))
    }

    mutating func void(_ entry: JournalEntry, visit: [UInt8]? = nil) throws -> JournalEntry {
        try write(
            .void(
                VoidBody(
                    visit: visit ?? entry.body.visit ?? [], entry: EntryReference(entry),
                    reason: .weighedTwice)))
    }

    private mutating func weighIn() throws -> (visit: [UInt8], entry: JournalEntry) {
        let visit = Array(
            Digest.of([UInt8](gateways[0].entries.count.description.utf8)).bytes[..<16])
        return (visit, try write(.weighIn(WeighInBody(visit: visit))))
    }
}
