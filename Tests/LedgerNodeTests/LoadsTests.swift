import Evidence
import Intake
import IntakeLedger
import SQLite
import TestKit
import Testing
import Wire

@testable import LedgerStore

@Suite("Loads, counted once, as they are after all", .timeLimit(.minutes(2)))
struct LoadsTests {
    private static let (one, other) = ("EWC 200301", "EWC 200307")

    private static func sums(
        _ reader: LedgerReader, by groupings: [LoadGrouping] = [.code],
        _ filter: LoadFilter = LoadFilter()
    ) throws -> LoadSums {
        try reader.sums(filter, gateways: nil, by: groupings, limit: 1_000)
    }

    /// How many loads each group has that is told.
    private static func counts(
        _ reader: LedgerReader, by groupings: [LoadGrouping] = [.code],
        _ filter: LoadFilter = LoadFilter()
    ) throws -> [String: Int64] {
        let sums = try sums(reader, by: groupings, filter).sums
        return Dictionary(
            uniqueKeysWithValues: sums.map { ($0.group.joined(separator: ", "), $0.loads) })
    }

    private static func filter(_ change: (inout LoadFilter) -> Void) -> LoadFilter {
        var filter = LoadFilter()
        change(&filter)
        return filter
    }

    private static func loads(_ reader: LedgerReader, _ filter: LoadFilter) throws -> [LoggedLoad] {
        try reader.loads(filter, gateways: nil, from: 0, limit: 100)
    }

    @Test("a load that was corrected twice is found and summed by the newer correction alone")
    func correctedTwice() throws {
        var site = try KeptLedger()
        let first = try site.takeIn(10)
        _ = try site.takeIn(10, code: "20 03 07", area: "08")
        try site.commit()
        #expect(try Self.counts(site.reader) == [Self.one: 10, Self.other: 10])
        let net = try Self.sums(site.reader, by: []).sums.first?.net

        try site.correct(first[0], code: "20 01 99", area: "09")
        try site.commit()
        let newer = try site.correct(first[0], code: "20 03 07", area: "08")
        try site.commit()
        let found = try Self.loads(site.reader, Self.filter { $0.code = "200307" })
        #expect(found.count == 11)
        let corrected = found.filter { $0.correction != nil }
        #expect(corrected.map(\.entry.digest) == [first[0].digest])
        #expect(corrected.map(\.correction?.digest) == [newer.digest])
        #expect(try Self.loads(site.reader, Self.filter { $0.code = "2001" }).isEmpty)
        #expect(try Self.loads(site.reader, Self.filter { $0.area = "07" }).count == 9)
        // One load moved from one group to the other: the difference would tell its net.
        #expect(try Self.sums(site.reader) == LoadSums(sums: [], withheld: 2))
        // Nothing is lost and nothing counted twice.
        #expect(try Self.counts(site.reader, by: []) == ["": 20])
        #expect(try Self.sums(site.reader, by: []).sums.first?.net == net)

        for load in first[1...4] { try site.correct(load, code: "20 03 07", area: "08") }
        try site.commit()
        #expect(try Self.counts(site.reader) == [Self.one: 5, Self.other: 15])
        #expect(try Self.counts(site.reader, by: [.area]) == ["07": 5, "08": 15])
    }

    @Test("a load that is void is neither found nor summed, and a correction brings it not back")
    func voided() throws {
        var site = try KeptLedger()
        let loads = try site.takeIn(12)
        try site.commit()
        try site.void(loads[0])
        try site.commit()
        #expect(try Self.loads(site.reader, LoadFilter()).count == 11)
        #expect(try Self.sums(site.reader) == LoadSums(sums: [], withheld: 1))
        try site.correct(loads[0], code: "20 03 01", area: "07")
        for load in loads[1...4] { try site.void(load) }
        try site.void(loads[0])
        try site.commit()
        #expect(try Self.loads(site.reader, LoadFilter()).count == 7)
        #expect(try Self.counts(site.reader) == [Self.one: 7])
    }

    @Test(
        "a load that was turned away is found, is in no sum, and is left out where a sum's loads are asked for"
    )
    func turnedAway() throws {
        var site = try KeptLedger()
        let loads = try site.takeIn(7)
        for _ in 0..<6 { try site.turnAway() }
        try site.commit()
        #expect(try Self.counts(site.reader) == [Self.one: 7])
        #expect(try Self.loads(site.reader, LoadFilter()).count == 13)
        let counted = Self.filter { $0.hasRejected = false }
        #expect(
            try Self.loads(site.reader, counted).map(\.entry.digest) == loads.map(\.digest))
    }

    @Test("what was taken away is asked for and summed apart")
    func outgoing() throws {
        var site = try KeptLedger()
        let loads = try site.takeIn(8)
        let away = try (0..<6).map { try site.takeAway($0 == 0 ? loads : []) }
        try site.commit()
        let out = Self.filter { $0.direction = .outgoing }
        #expect(try Self.counts(site.reader) == [Self.one: 8])
        #expect(try Self.counts(site.reader, out) == ["EWC 191212": 6])
        #expect(try Self.sums(site.reader, by: [], out).sums.first?.net == 120_000_000)
        #expect(try Self.loads(site.reader, out).map(\.entry.digest) == away.map(\.digest))
        #expect(try Self.loads(site.reader, LoadFilter()).count == 8)
        // The guard holds for them too.
        try site.void(away[0])
        try site.commit()
        #expect(try Self.loads(site.reader, out).count == 5)
        #expect(try Self.sums(site.reader, by: [], out) == LoadSums(sums: [], withheld: 1))
        #expect(try Self.counts(site.reader) == [Self.one: 8])
    }

    @Test("what fits not what it speaks of has no effect, though the ledger cannot refuse it")
    func unfit() throws {
        var site = try KeptLedger()
        let loads = try site.takeIn(6)
        let away = try site.takeAway(loads)
        let weighIn = site.traffic.gateways[0].entries[0]
        let stranger = [UInt8](repeating: 9, count: 16)
        let correction = try site.correct(
            loads[0], code: "20 03 07", area: "08", visit: stranger)
        try site.correct(weighIn, code: "20 03 07", area: "08")
        try site.correct(away, code: "20 03 07", area: "08")
        try site.correct(correction, code: "20 03 07", area: "08")
        try site.void(weighIn)
        try site.void(loads[1], visit: stranger)
        try site.void(correction)
        try site.commit()
        #expect(try Self.counts(site.reader) == [Self.one: 6])
        let out = Self.filter { $0.direction = .outgoing }
        #expect(try Self.loads(site.reader, out).map(\.correction) == [nil])
    }

    @Test("areas that somebody made up push no real one out, and groups come page by page")
    func madeUp() throws {
        var site = try KeptLedger()
        for number in 0..<60 { _ = try site.takeIn(1, area: "000\(number)") }
        for area in ["07", "08", "09"] { _ = try site.takeIn(5, area: area) }
        try site.commit()
        #expect(try Self.counts(site.reader, by: [.area]) == ["07": 5, "08": 5, "09": 5])
        func page(_ from: Int, _ limit: Int) throws -> LoadSums {
            try site.reader.sums(
                LoadFilter(), gateways: nil, by: [.area], from: from, limit: limit)
        }
        let first = try page(0, 2)
        #expect(first.sums.map(\.group) == [["07"], ["08"]])
        #expect(first.next == 2)
        #expect(first.withheld == 60)
        let second = try page(2, 2)
        #expect(second.sums.map(\.group) == [["09"]])
        #expect(second.next == nil)
        #expect(second.withheld == 60)
        #expect(try page(0, 3).next == nil)
        #expect(try page(3, 3).sums.isEmpty)
    }

    @Test("a group that no load has entered or left is told, whatever happened beside it")
    func beside() throws {
        var site = try KeptLedger()
        _ = try site.takeIn(6, code: "20 03 01", area: "07")
        let others = try site.takeIn(6, code: "20 03 07", area: "08")
        _ = try site.takeIn(4, code: "20 02 01", area: "09")
        _ = try site.takeIn(1, code: "20 02 02", area: "10")
        // Corrected, and in the same group as before.
        try site.correct(others[0], code: "20 03 07", area: "08")
        try site.commit()
        #expect(try Self.counts(site.reader) == [Self.one: 6, Self.other: 6])
        try site.correct(others[0], code: "20 02 01", area: "08")
        try site.commit()
        // The small group has five loads now, and the fifth is known to whoever asked before.
        #expect(try Self.sums(site.reader).withheld == 3)
        #expect(try Self.counts(site.reader) == [Self.one: 6])
        #expect(try Self.counts(site.reader, by: [.area]) == ["07": 6, "08": 6])
        // One alone is not kept back: what is told beside it would tell it.
        let two = try Self.sums(site.reader, Self.filter { $0.code = "2003" })
        #expect(two == LoadSums(sums: [], withheld: 2))
        #expect(try Self.counts(site.reader, by: [], Self.filter { $0.code = "20" }) == ["": 17])
    }
}

extension LoadsTests {
    /// A site where everything happened to loads that can.
    private static func eventful() throws -> KeptLedger {
        var site = try KeptLedger(seed: 4)
        let loads = try site.takeIn(14)
        for load in loads[..<6] { try site.correct(load, code: "20 03 07", area: "08") }
        for load in loads[5..<10] { try site.void(load) }
        let away = try (0..<6).map { _ in try site.takeAway(Array(loads[10...])) }
        try site.void(away[5])
        try site.commit(isSnapshot: true)
        return site
    }

    private static func expectSame(
        _ reader: LedgerReader, as other: LedgerReader, _ id: [UInt8]
    )
        throws
    {
        let out = filter { $0.direction = .outgoing }
        for filter in [LoadFilter(), out] {
            for groupings in [[], [.code], [.area], [.code, .month]] as [[LoadGrouping]] {
                #expect(
                    try sums(reader, by: groupings, filter) == sums(other, by: groupings, filter))
            }
            #expect(try loads(reader, filter) == loads(other, filter))
            #expect(try !loads(reader, filter).isEmpty)
        }
        let gateway = try #require(try reader.gateways(withRecord: id, limit: 2).first)
        #expect(
            try reader.way(ofRecord: id, gateway: gateway, limit: 100)
                == other.way(ofRecord: id, gateway: gateway, limit: 100))
    }

    @Test("a node that fetched the state counts the same")
    func snapshot() throws {
        let site = try Self.eventful()
        let snapshot = try #require(try site.reader.snapshots().first)
        let young = try LedgerStore(path: site.folder.file("young.sqlite"))
        var restoring = try #require(
            SnapshotRestoring(
                metadata: snapshot.metadata, hash: snapshot.hash.bytes,
                height: UInt64(snapshot.height), chunks: snapshot.chunks,
                appHash: site.ledger.appHash.bytes))
        for number in 0..<snapshot.chunks {
            let chunk = try site.reader.chunk(number, ofSnapshotAt: snapshot.height)
            let step = try restoring.take(try #require(chunk), into: young)
            #expect(step.kind == (number + 1 < snapshot.chunks ? .accepted : .finished))
        }
        let id = try #require(site.traffic.gateways[0].entries.last).id.bytes
        let reader = try LedgerReader(path: site.folder.file("young.sqlite"))
        try Self.expectSame(reader, as: site.reader, id)
        try young.clear()
        #expect(try Self.loads(reader, LoadFilter()).isEmpty)
        #expect(try Self.sums(reader, by: []) == LoadSums(sums: [], withheld: 0))
    }
}
