import Evidence
import Foundation
import IntakeLedger
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode

@Suite("The way of a load", .timeLimit(.minutes(2)))
struct WayTests {
    /// The digests of an answer's entries, in their order.
    private static func digests(_ answer: AskedNode.Answer) -> [String] {
        (answer.json["entries"] as? [[String: Any]] ?? []).compactMap { $0["digest"] as? String }
    }

    private static func one(_ answer: AskedNode.Answer, _ kind: String) -> [String: Any]? {
        (answer.json["entries"] as? [[String: Any]])?.last { $0["kind"] as? String == kind }
    }

    @Test(
        "leads through corrections and a void to the outgoing load and back, each step proven")
    func way() async throws {
        var traffic = try LedgerTraffic(seed: 6, gateways: 1)
        let (load, twice, third) = (
            try traffic.takeIn(), try traffic.takeIn(), try traffic.takeIn()
        )
        let first = try traffic.correct(load, code: "20 01 99", area: "08")
        let away = try traffic.takeAway([twice, load])
        var blocks = [[try traffic.batch(of: 0)]]
        let second = try traffic.correct(load, code: "20 03 07", area: "08")
        let void = try traffic.void(twice)
        blocks.append([try traffic.batch(of: 0)])
        let entries = traffic.gateways[0].entries
        func before(_ entry: JournalEntry) -> JournalEntry { entries[Int(entry.seq) - 2] }
        func names(_ entries: [JournalEntry]) -> [String] {
            entries.sorted { $0.seq < $1.seq }.map { "\($0.digest)" }
        }
        let ways: [(JournalEntry, [JournalEntry])] = [
            (load, [before(load), load, first, away, second]),
            (second, [before(load), load, first, away, second]),
            (twice, [before(twice), twice, away, void]),
            (void, [before(twice), twice, away, void]),
            // Of the loads it consists of, what they are now.
            (away, [load, twice, before(away), away, second, void]),
            (third, [before(third), third]),
        ]
        try await AskedNode.run(blocks, traffic.genesis) { ask, appHash in
            for (entry, way) in ways {
                let answer = try await ask("/v1/record?id=\(entry.id)")
                #expect(try AskedNode.verify(answer, appHash) == way.count)
                #expect(Self.digests(answer) == names(way), "\(entry.kind) \(entry.seq)")
            }
            let answer = try await ask("/v1/record?id=\(away.id)")
            let speaks = Self.one(answer, "outgoing")?["speaks_of"] as? [[String: Any]]
            #expect(speaks?.compactMap { $0["seq"] as? UInt64 } == [load.seq, twice.seq])
            #expect(Self.one(answer, "outgoing")?["net_kg"] as? Int == 20_000)
            #expect(Self.one(answer, "correction")?["code"] as? String == "200307")
            #expect(Self.one(answer, "correction")?["reason"] as? String == "wrong-code")
            #expect(Self.one(answer, "void")?["reason"] as? String == "weighed-twice")
            // A page that begins further on.
            let rest = try await ask("/v1/record?id=\(away.id)&from=\(away.seq - 1)")
            #expect(Self.digests(rest) == names([away, second, void]))
        }
    }

    @Test("a filter finds a load by its newest correction, which comes behind it, and no void one")
    func filtered() async throws {
        var traffic = try LedgerTraffic(seed: 7, gateways: 1)
        let loads = try (0..<3).map { _ in try traffic.takeIn() }
        let away = try traffic.takeAway(loads)
        let correction = try traffic.correct(loads[0], code: "20 03 07", area: "08")
        _ = try traffic.void(loads[1])
        let block = [try traffic.batch(of: 0)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            for (question, found) in [
                ("code=20+03", [loads[0], correction, loads[2]]),
                ("code=20+03+07&limit=1", [loads[0], correction]), ("area=07", [loads[2]]),
                ("direction=in", [loads[0], correction, loads[2]]), ("direction=out", [away]),
                ("direction=out&destination=plant-2", [away]),
            ] {
                let answer = try await ask("/v1/loads?\(question)")
                #expect(try AskedNode.verify(answer, appHash) == found.count)
                #expect(Self.digests(answer) == found.map { "\($0.digest)" }, "\(question)")
            }
            // A page ends with the correction of its last load.
            let page = try await ask("/v1/loads?limit=1")
            #expect(Self.digests(page).count == 2)
            let next = try #require(page.json["next"] as? Int)
            let rest = try await ask("/v1/loads?limit=1&from=\(next)")
            #expect(Self.digests(rest) == ["\(loads[2].digest)"])
            #expect(rest.json["next"] == nil)
        }
    }

    @Test("another gateway that writes the same id and visit is no part of it, and is named")
    func otherGateway() async throws {
        var traffic = try LedgerTraffic(seed: 8, gateways: 2)
        let load = try traffic.takeIn()
        let visit = try #require(load.body.visit)
        // It copies everything that it can: the id, the visit, and says that the load is void.
        let copy = try traffic.write(
            .intake(LedgerTraffic.load(visit, weighIn: load.digest, net: 9)), at: 1, id: load.id)
        let void = try traffic.write(
            .void(
                VoidBody(visit: visit, entry: EntryReference(copy), reason: .weighedTwice)), at: 1)
        let block = [try traffic.batch(of: 0), try traffic.batch(of: 1)]
        let (honest, copier) = (traffic.gateways[0].uri, traffic.gateways[1].uri)
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let way = try await ask("/v1/record?id=\(load.id)")
            #expect(try AskedNode.verify(way, appHash) == 2)
            #expect(way.json["gateway"] as? String == honest)
            #expect(way.json["also_at"] as? [String] == [copier])
            let rows = way.json["entries"] as? [[String: Any]] ?? []
            #expect(rows.allSatisfy { $0["gateway"] as? String == honest })
            let others = try await ask("/v1/record?id=\(load.id)&gateway=\(copier)")
            #expect(Self.digests(others) == ["\(copy.digest)", "\(void.digest)"])
            #expect(others.json["also_at"] as? [String] == [honest])
            #expect(try await ask("/v1/record?id=\(load.id)&gateway=nobody").status == 404)
        }
    }

    @Test(
        "an entry by its digest is that of the gateway that signed it, whoever wrote its digest first"
    )
    func byDigest() async throws {
        var traffic = try LedgerTraffic(seed: 11, gateways: 3)
        let load = try traffic.takeIn()
        // In the blocks before, and twice.
        let taken = try traffic.digests([load.digest, load.digest], at: 2)
        let later = try traffic.digests([load.digest], at: 1)
        let honest = try traffic.batch(of: 0)
        let names = traffic.gateways.map(\.uri)
        try await AskedNode.run([[taken], [honest], [later]], traffic.genesis) { ask, appHash in
            let found = try await ask("/v1/entry?digest=\(load.digest)")
            #expect(try AskedNode.verify(found, appHash) == 1)
            let row = try #require((found.json["entries"] as? [[String: Any]])?.first)
            #expect(row["gateway"] as? String == names[0])
            #expect(row["kind"] as? String == "intake")
            #expect(found.json["gateway"] as? String == names[0])
            #expect(found.json["also_at"] as? [String] == [names[2], names[1]])
            // Where nobody has shown the bytes, whoever wrote the digest first.
            let own = try await ask("/v1/entry?gateway=\(names[2])&seq=1")
            #expect(try AskedNode.verify(own, appHash) == 1)
            #expect(own.json["also_at"] == nil)
        }
        try await AskedNode.run([[taken], [later]], traffic.genesis) { ask, _ in
            let found = try await ask("/v1/entry?digest=\(load.digest)")
            #expect(found.json["gateway"] as? String == names[2])
            #expect(found.json["also_at"] as? [String] == [names[1]])
        }
    }

    @Test("an id that a gateway uses again stands for its first load alone")
    func again() async throws {
        var traffic = try LedgerTraffic(seed: 10, gateways: 1)
        let load = try traffic.takeIn()
        let other = [UInt8](repeating: 7, count: 16)
        try traffic.write(.weighIn(WeighInBody(visit: other)), at: 0, id: load.id)
        let block = [try traffic.batch(of: 0)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let way = try await ask("/v1/record?id=\(load.id)")
            #expect(try AskedNode.verify(way, appHash) == 2)
            #expect(Self.digests(way).last == "\(load.digest)")
        }
    }

    @Test("an outgoing load of as many loads as there can be, all corrected, comes page by page")
    func longest() async throws {
        var traffic = try LedgerTraffic(seed: 9, gateways: 1)
        let loads = try (0..<OutgoingBody.maximumLoads).map { _ in try traffic.takeIn() }
        let away = try traffic.takeAway(loads)
        var blocks = [[try traffic.batch(of: 0)]]
        for load in loads { _ = try traffic.correct(load, code: "20 03 07", area: "08") }
        blocks.append([try traffic.batch(of: 0)])
        try await AskedNode.run(blocks, traffic.genesis) { ask, appHash in
            var (found, next): ([String], Int?) = ([], 0)
            while let from = next {
                let page = try await ask("/v1/record?id=\(away.id)&limit=100&from=\(from)")
                #expect(try AskedNode.verify(page, appHash) <= 100)
                found += Self.digests(page)
                next = page.json["next"] as? Int
            }
            #expect(found.count == 1_002)
            #expect(Set(found).count == 1_002)
        }
    }
}
