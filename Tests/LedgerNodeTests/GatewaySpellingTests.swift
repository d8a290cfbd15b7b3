import Evidence
import IntakeLedger
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode

/// A sign of the unit of temperature is the letter K where texts are compared as people read.
@Suite("A gateway's name in another spelling", .timeLimit(.minutes(2)))
struct GatewaySpellingTests {
    private static let name = "https://Kai.example/gateways/1"
    private static let other = "https://\u{212A}ai.example/gateways/1"
    private static let written = "https://%E2%84%AAai.example/gateways/1"

    @Test("names no gateway to the ledger's own questions")
    func proofs() throws {
        var traffic = try LedgerTraffic(seed: 1, names: [Self.name])
        try #require(Self.other == Self.name)
        var ledger = IntakeLedger(chainID: NodeSite.chainID, genesis: traffic.genesis)
        let outcome = ledger.finalizeBlock(
            height: 1, transactions: [try traffic.batch(of: 0, entries: 2)])
        try #require(outcome.results.map(\.code) == [.accepted])
        for (name, isOne) in [(Self.name, true), (Self.other, false)] {
            let log = ledger.query(path: "/log", data: LogProof.question(of: name, 1))
            #expect((log.code == .found) == isOne)
            let head = ledger.query(path: "/head", data: Array(name.utf8))
            #expect((head.code == .found) == isOne)
        }
    }

    @Test(
        "names none at any address, and its proven neighbour is the one it resembles",
        arguments: ["/v1/head?", "/v1/log?", "/v1/entry?seq=1&", "/v1/entry?seq=9&"])
    func addresses(_ address: String) async throws {
        var traffic = try LedgerTraffic(seed: 1, names: [Self.name])
        let block = [try traffic.batch(of: 0, entries: 2)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let answer = try await ask("\(address)gateway=\(Self.written)")
            #expect(answer.status == 404)
            let roots = try AskedNode.roots(answer, appHash)
            let rows = try #require(answer.json["neighbours"] as? [[String: Any]])
            let found = try rows.map { try AskedNode.verify(gateway: $0, roots).head.gateway }
            #expect(found.count == 1 && found[0].utf8.elementsEqual(Self.name.utf8))
        }
    }

    @Test("finds no load and no way of one")
    func loads() async throws {
        var traffic = try LedgerTraffic(seed: 1, names: [Self.name])
        let load = try traffic.takeIn()
        let block = [try traffic.batch(of: 0)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let loads = try await ask("/v1/loads?gateway=\(Self.written)")
            #expect(try AskedNode.verify(loads, appHash) == 0)
            let way = try await ask("/v1/record?id=\(load.id)&gateway=\(Self.written)")
            #expect(way.status == 404)
        }
    }
}
