import Evidence
import IntakeLedger
import TestKit
import Testing

@testable import LedgerStore

@Suite("Groups that are not told", .timeLimit(.minutes(2)))
struct WithheldGroupsTests {
    private static func sums(
        _ reader: LedgerReader, by groupings: [LoadGrouping], from: Int = 0, limit: Int = 1_000
    ) throws -> LoadSums {
        try reader.sums(
            LoadFilter(), gateways: nil, by: groupings, from: from, limit: limit)
    }

    @Test("one small group takes the smallest of the others with it: the total would tell it")
    func one() throws {
        var site = try KeptLedger()
        for (area, count) in [("07", 9), ("08", 6), ("09", 1), ("10", 7)] {
            _ = try site.takeIn(count, area: area)
        }
        try site.commit()
        let sums = try Self.sums(site.reader, by: [.area])
        #expect(sums.sums.map(\.group) == [["07"], ["10"]])
        #expect(sums.withheld == 2)
        #expect(try Self.sums(site.reader, by: []).sums.map(\.loads) == [23])
    }

    @Test("small groups that have fewer loads together than may be told take one with them too")
    func few() throws {
        var site = try KeptLedger()
        for (area, count) in [("07", 5), ("08", 5), ("09", 2), ("10", 2)] {
            _ = try site.takeIn(count, area: area)
        }
        try site.commit()
        // Of two that are as small the first.
        #expect(try Self.sums(site.reader, by: [.area]).sums.map(\.group) == [["08"]])
        _ = try site.takeIn(1, area: "11")
        try site.commit()
        let sums = try Self.sums(site.reader, by: [.area])
        #expect(sums.sums.map(\.group) == [["07"], ["08"]])
        #expect(sums.withheld == 3)
    }

    @Test(
        "from a grouped answer and the total nobody computes a group that is too small",
        arguments: 0..<12)
    func property(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var site = try KeptLedger(seed: seed)
        var loads: [JournalEntry] = []
        let areas = Int.random(in: 1...6, using: &random)
        for number in 0..<areas {
            loads += try site.takeIn(
                Int.random(in: 1...9, using: &random),
                code: ["20 03 01", "20 03 07"][number % 2], area: "0\(number)")
        }
        for load in loads.shuffled(using: &random).prefix(Int.random(in: 0...7, using: &random)) {
            if Bool.random(using: &random) {
                try site.void(load)
            } else {
                try site.correct(
                    load, code: "20 03 07", area: "0\(Int.random(in: 0..<areas, using: &random))")
            }
        }
        try site.commit()
        let total = try Self.sums(site.reader, by: []).sums.first?.loads
        for groupings in [[.area], [.code], [.code, .area], [.month]] as [[LoadGrouping]] {
            let sums = try Self.sums(site.reader, by: groupings)
            let told = sums.sums.reduce(0) { $0 + $1.loads }
            #expect(sums.sums.allSatisfy { $0.loads >= LoadSum.fewest })
            if sums.withheld > 0, !sums.sums.isEmpty {
                #expect(sums.withheld >= 2)
                #expect((total ?? .max) - told >= LoadSum.fewest)
            }
            // Page by page it is the same.
            for limit in 1...3 {
                var (paged, next): ([LoadSum], Int?) = ([], 0)
                while let from = next {
                    let page = try Self.sums(site.reader, by: groupings, from: from, limit: limit)
                    #expect(page.sums.count <= limit && page.withheld == sums.withheld)
                    paged += page.sums
                    next = page.next
                }
                #expect(paged == sums.sums)
            }
        }
    }
}
