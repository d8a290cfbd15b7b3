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
            let roots = try AskedNode.roots(status, appHash)
            let parts = try #require(status.json["parts"] as? [[String: Any]])
            #expect(parts.count == roots.leaves.count)
            let log = try #require(parts.first { $0["name"] as? String == "log" })
            #expect(log["root"] as? String == roots.log.root.description)
            #expect(log["number"] as? Int == 36)
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
            let row = try #require(head.json["gateway"] as? [String: Any])
            let roots = try AskedNode.roots(head, appHash)
            #expect(try AskedNode.verify(gateway: row, roots).head == proof.head)
        }
    }

    @Test("the registry page by page: every registration and head proven, and that none is missing")
    func gateways() async throws {
        var traffic = try LedgerTraffic(seed: 6, gateways: 7)
        let block = [try traffic.batch(of: 3, entries: 5)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            var (found, next): ([String], Int?) = ([], 0)
            while let from = next {
                let page = try await ask("/v1/gateways?limit=3&from=\(from)")
                let roots = try AskedNode.roots(page, appHash)
                #expect(roots.registry.count == 7)
                for row in try #require(page.json["gateways"] as? [[String: Any]]) {
                    let (parts, head, index) = try AskedNode.verify(gateway: row, roots)
                    #expect(index == found.count)
                    #expect(parts[3].uint == 1)
                    #expect(row["status"] as? String == "active")
                    #expect(head.link.seq == (head.gateway == traffic.gateways[3].uri ? 5 : 0))
                    found.append(head.gateway)
                }
                next = page.json["next"] as? Int
            }
            #expect(found == traffic.gateways.map(\.uri).sorted())
            #expect(try await ask("/v1/gateways?from=9").json["next"] == nil)
        }
    }

    @Test("what is not there: an entry beyond a proven head, a gateway between proven neighbours")
    func absence() async throws {
        var traffic = try LedgerTraffic(seed: 7, gateways: 4)
        let block = [try traffic.batch(of: 2, entries: 5)]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let uri = traffic.gateways[2].uri
            let beyond = try await ask("/v1/entry?gateway=\(uri)&seq=6")
            #expect(beyond.status == 404)
            let row = try #require(beyond.json["gateway"] as? [String: Any])
            let head = try AskedNode.verify(gateway: row, AskedNode.roots(beyond, appHash)).head
            #expect(head.gateway == uri && head.link.seq == 5)
            for (stranger, expected) in [
                ("https://site-1.example/gateways/2", [1, 2]), ("a", [0]), ("z", [3]),
            ] {
                for address in [
                    "/v1/head?gateway=", "/v1/log?gateway=", "/v1/entry?seq=1&gateway=",
                ] {
                    let answer = try await ask(address + stranger)
                    #expect(answer.status == 404)
                    let roots = try AskedNode.roots(answer, appHash)
                    let rows = try #require(answer.json["neighbours"] as? [[String: Any]])
                    let found = try rows.map { try AskedNode.verify(gateway: $0, roots) }
                    #expect(found.map(\.index) == expected)
                    for one in found {
                        let isBefore = one.head.gateway.utf8.lexicographicallyPrecedes(
                            stranger.utf8)
                        #expect(isBefore == (expected.count == 2 ? one.index == 1 : one.index == 3))
                    }
                }
            }
        }
    }

    @Test("the whole log makes its root, and a journal ends at its proven head: none is missing")
    func log() async throws {
        var traffic = try LedgerTraffic(seed: 8, gateways: 2)
        let blocks = [
            [try traffic.batch(of: 0, entries: 31), try traffic.batch(of: 1, entries: 14)],
            [try traffic.batch(of: 1, entries: 9)],
        ]
        try await AskedNode.run(blocks, traffic.genesis) { ask, appHash in
            func all(_ address: String) async throws -> [[String: Any]] {
                var (found, next): ([[String: Any]], Int?) = ([], 0)
                while let from = next {
                    let page = try await ask("\(address)from=\(from)")
                    _ = try AskedNode.verify(page, appHash)
                    found += page.json["entries"] as? [[String: Any]] ?? []
                    next = page.json["next"] as? Int
                }
                return found
            }
            let log = try await all("/v1/log?limit=10&")
            var frontier = MerkleFrontier()
            for row in log {
                #expect(row["index"] as? UInt64 == frontier.size)
                frontier.append(MerkleTree.leafHash(try AskedNode.leaf(row)))
            }
            let roots = try AskedNode.roots(try await ask("/v1/status"), appHash)
            #expect(frontier.size == roots.log.count)
            #expect(frontier.root == roots.log.root)
            let journal = try await all("/v1/log?gateway=\(traffic.gateways[1].uri)&limit=7&")
            #expect(journal.map { $0["seq"] as? Int } == (1...23).map { $0 })
        }
    }

    @Test("sums are told of five loads and more, never of fewer")
    func sums() async throws {
        var traffic = try LedgerTraffic(seed: 3, gateways: 2)
        let block = [
            try traffic.batch(of: 0, entries: 18), try traffic.batch(of: 1, entries: 9),
        ]
        try await AskedNode.run([block], traffic.genesis) { ask, appHash in
            let all = try await ask("/v1/sums?by=code,area,month")
            let sums = try #require(all.json["sums"] as? [[String: Any]])
            #expect(sums.count == 1)
            #expect(sums[0]["group"] as? [String] == ["EWC 200301", "07", "2026-09"])
            #expect(sums[0]["loads"] as? Int == 9)
            // It says which log was read, and where to read it.
            let roots = try AskedNode.roots(all, appHash)
            #expect(all.json["log_size"] as? UInt64 == roots.log.count)
            #expect(all.json["log_root"] as? String == roots.log.root.description)
            let address = try #require(all.json["log_at"] as? String)
            #expect(try AskedNode.verify(try await ask(address), appHash) == 20)
            let question = "area=07&code=20&since=2026-01-01T00:00:00Z&site=site"
            let some = try await ask("/v1/sums?\(question)")
            let loads = try #require(some.json["loads_at"] as? String)
            #expect(loads.contains("rejected=no"))
            let found = try await ask(loads)
            #expect(try AskedNode.verify(found, appHash) == 9)
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
            ("/v1/entry?gateway=x&seq=0", 400), ("/v1/loads?rejected=perhaps", 400),
            ("/v1/sums?rejected=no", 400),
            ("/v1/log?limit=0", 400), ("/v1/log?gateway=nobody", 404),
            ("/v1/sums?limit=1001", 400), ("/v1/sums?from=x", 400),
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
            #expect(paths.count == 9)
            for path in paths.keys {
                #expect(try await ask(path).status != 404 || path == "/v1/head")
            }
        }
    }
}
