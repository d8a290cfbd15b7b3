import Evidence
import Foundation
import IntakeLedger
import LedgerQueries
import TestKit
import Testing
import Wire

@testable import LedgerNode

/// The open questions over real HTTP, verified as somebody would who has one header.
@Suite("What anybody may ask of a ledger node", .timeLimit(.minutes(2)))
struct QueryTests {
    @Test("loads by code, area and time, page by page, each proven under the app hash")
    func loads() async throws {
        var traffic = try LedgerTraffic(seed: 1, gateways: 2)
        let blocks = [
            [try traffic.batch(of: 0, entries: 9), try traffic.batch(of: 1, entries: 6)],
            [try traffic.batch(of: 0, entries: 21)],
        ]
        try await AskedNode.run(blocks, traffic.genesis) { ask, appHash in
            let status = try await ask("/v1/status")
            #expect(status.json["entries"] as? Int == 36)
            #expect(status.json["app_hash"] as? String == Hex.encode(appHash))
            var (found, next): (Int, Int?) = (0, 0)
            var pages = 0
            while let from = next {
                let page = try await ask("/v1/loads?code=20+03&area=07&limit=5&from=\(from)")
                #expect(page.status == 200)
                found += try AskedNode.verify(page, appHash)
                next = page.json["next"] as? Int
                pages += 1
            }
            #expect(found == 12)
            #expect(pages == 3)
            #expect(try AskedNode.verify(try await ask("/v1/loads?code=20+04"), appHash) == 0)
            #expect(try AskedNode.verify(try await ask("/v1/loads?site=nowhere"), appHash) == 0)
            let gateway = "gateway=https%3A%2F%2Fsite-1.example%2Fgateways%2F1"
            #expect(try AskedNode.verify(try await ask("/v1/loads?\(gateway)"), appHash) == 2)
            let early = "/v1/loads?before=2026-09-21T14:20:00Z"
            #expect(try AskedNode.verify(try await ask(early), appHash) > 0)
        }
    }

    @Test(
        "a load's way from weigh-in to intake, by the id on the ticket; and any entry by its number"
    )
    func way() async throws {
        var traffic = try LedgerTraffic(seed: 2, gateways: 1)
        let block = [try traffic.batch(of: 0, entries: 5)]
        let entries = traffic.gateways[0].entries
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let way = try await ask("/v1/record?id=\(entries[1].id)")
            #expect(try AskedNode.verify(way, appHash) >= 1)
            let kinds = (way.json["entries"] as? [[String: Any]])?.compactMap {
                $0["kind"] as? String
            }
            #expect(kinds?.contains("intake") == true)
            let gateway = "https%3A%2F%2Fsite-0.example%2Fgateways%2F1"
            let one = try await ask("/v1/entry?gateway=\(gateway)&seq=3")
            #expect(try AskedNode.verify(one, appHash) == 1)
            let same = try await ask("/v1/entry?digest=\(entries[2].digest)")
            #expect(try AskedNode.verify(same, appHash) == 1)
            let head = try await ask("/v1/head?gateway=\(gateway)")
            let proof = try HeadProof(
                value: Base64.decode(head.json["value"] as? String ?? "") ?? [],
                data: Base64.decode(head.json["proof"] as? String ?? "") ?? [])
            try proof.verify(gateway: "https://site-0.example/gateways/1", appHash: appHash)
            let members = try await ask("/v1/gateways")
            #expect((members.json["gateways"] as? [[String: Any]])?.count == 1)
        }
    }

    @Test("sums are told of five loads and more, never of fewer")
    func sums() async throws {
        var traffic = try LedgerTraffic(seed: 3, gateways: 2)
        let block = [
            try traffic.batch(of: 0, entries: 18), try traffic.batch(of: 1, entries: 9),
        ]
        try await AskedNode.run([block], traffic.genesis) { ask, _ in
            let all = try await ask("/v1/sums?by=code,area,month")
            let sums = try #require(all.json["sums"] as? [[String: Any]])
            #expect(sums.count == 1)
            #expect(sums[0]["group"] as? [String] == ["EWC 200301", "07", "2026-09"])
            #expect(sums[0]["loads"] as? Int == 9)
            let few = try await ask(
                "/v1/sums?by=code&gateway=https%3A%2F%2Fsite-1.example%2Fgateways%2F1")
            #expect((few.json["sums"] as? [Any])?.isEmpty == true)
            #expect(few.json["withheld_groups"] as? Int == 1)
        }
    }

    @Test(
        "what cannot be asked is refused in words",
        arguments: [
            ("/", 404), ("/v1/nothing", 404), ("/v1/loads?limit=0", 400),
            ("/v1/loads?limit=101", 400), ("/v1/loads?limit=x", 400), ("/v1/loads?kode=1", 400),
            ("/v1/loads?code=1&code=2", 400), ("/v1/loads?since=yesterday", 400),
            ("/v1/loads?area=%ff", 400), ("/v1/head", 400),
            ("/v1/head?gateway=nobody", 404), ("/v1/entry", 400), ("/v1/entry?digest=12", 400),
            ("/v1/record?id=12", 400), ("/v1/sums?by=plate", 400), ("/v1/../etc/passwd", 404),
            ("/v1/entry?gateway=x&seq=99999999999999999999", 400),
            ("/v1/loads?direction=up", 400), ("/v1/loads?direction=out&area=07", 400),
            ("/v1/sums?direction=out&by=area", 400),
            ("/v1/record?id=019a9e6c-0000-7000-8000-000000000000&from=-1", 400),
            ("/v1/record?id=019a9e6c-0000-7000-8000-000000000000", 404),
            ("/v1/loads?area=" + String(repeating: "x", count: 3_000), 400),
        ])
    func refused(address: String, status: Int) async throws {
        let traffic = try LedgerTraffic(seed: 4, gateways: 1)
        try await AskedNode.run([[]], traffic.genesis) { ask, _ in
            let answer = try await ask(address)
            #expect(answer.status == status, "\(answer.json)")
            #expect(answer.json["error"] is String)
        }
    }

    @Test("the description names every address and parameter that the server knows")
    func description() async throws {
        let traffic = try LedgerTraffic(seed: 5, gateways: 1)
        try await AskedNode.run([[]], traffic.genesis) { ask, _ in
            let document = try await ask("/v1/openapi.json")
            let paths = try #require(document.json["paths"] as? [String: Any])
            #expect(paths.count == 8)
            for path in paths.keys {
                #expect(try await ask(path).status != 404 || path == "/v1/head")
            }
        }
    }
}
