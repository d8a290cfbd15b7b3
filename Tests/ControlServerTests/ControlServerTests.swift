import Foundation
import Synchronization
import TestKit
import Testing

@testable import ControlServer

/// The API over real sockets, asked without a library.
@Suite("What the control server answers", .timeLimit(.minutes(2)))
struct ControlServerTests {
    @Test("every address answers on the socket, and one that asks for the head alone gets it")
    func addresses() async throws {
        try await ControlKit.run { kit in
            for route in ControlRoute.all where route.question != .events {
                let answer = try await kit.ask(route.path, method: route.methods[0])
                #expect(answer.status == 200, "\(route.path): \(answer)")
                #expect(answer.field("cache-control") == "no-store")
                #expect(answer.field("content-length") == "\(answer.body.utf8.count)")
                guard !route.isPost else { continue }
                let head = try await kit.ask(route.path, method: "HEAD")
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head.field("content-length") == answer.field("content-length"))
            }
        }
    }

    @Test("events have no head alone")
    func headOfEvents() async throws {
        try await ControlKit.run { kit in
            let head = try await kit.ask("/v1/events", method: "HEAD")
            #expect(head.status == 405)
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test("the parts of the state are the state's own")
    func parts() async throws {
        try await ControlKit.run { kit in
            let status = try await kit.ask("/v1/status").json
            #expect((status["scale"] as? [String: Any])?["weight_kg"] as? Double == 24_860)
            #expect((status["gateway"] as? [String: Any])?["ready"] as? Bool == true)
            let readings = try await kit.ask("/v1/readings").json
            #expect((readings["sensors"] as? [Any])?.count == 3)
            let delivery = try await kit.ask("/v1/delivery").json
            #expect(delivery["oldest_waiting_seconds"] as? Int == 41)
            #expect(try await kit.ask("/v1/trust").json["state"] as? String == "fresh")
            #expect((try await kit.ask("/v1/troubles").json["troubles"] as? [Any])?.count == 0)
            let metrics = try await kit.ask("/metrics")
            #expect(metrics.field("content-type") == "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    @Test("entries come page by page, and without a beginning the newest")
    func pages() async throws {
        try await ControlKit.run { kit in
            var (next, seen): (Int?, Int) = (1, 0)
            while let from = next {
                let page = try await kit.ask("/v1/entries?from=\(from)&limit=100").json
                let entries = try #require(page["entries"] as? [[String: Any]])
                #expect(entries.first?["seq"] as? Int == from)
                seen += entries.count
                next = page["next"] as? Int
            }
            #expect(seen == 250)
            let newest = try await kit.ask("/v1/entries").json
            #expect((newest["entries"] as? [[String: Any]])?.last?["seq"] as? Int == 250)
            let weighings = try await kit.ask("/v1/weighings").json
            #expect(weighings["vehicles_on_site"] as? Int == 3)
        }
    }

    @Test(
        "what cannot be asked is refused in words",
        arguments: [
            ("/", 404), ("/v1", 404), ("/v1/", 404), ("/v1/status/", 404), ("//v1/status", 404),
            ("/V1/STATUS", 404), ("/v1/nothing", 404), ("/v1/../etc/passwd", 404),
            ("/v1/status/../../etc/passwd", 404), ("/v1/%2e%2e/status", 404),
            ("/v1%2fstatus", 404), ("/v1/status%00", 404), ("/v1/status;a=b", 404),
            ("/v1/status?x=1", 400), ("/v1/status?%00=1", 400), ("/v1/status?=", 400),
            ("/v1/entries?limit=0", 400), ("/v1/entries?limit=101", 400),
            ("/v1/entries?limit=x", 400), ("/v1/entries?limit=", 400),
            ("/v1/entries?limit=+5", 400), ("/v1/entries?limit=%2B5", 400),
            ("/v1/entries?limit=-1", 400), ("/v1/entries?from=0", 400),
            ("/v1/entries?from=99999999999999999999", 400), ("/v1/entries?from=1&from=2", 400),
            ("/v1/entries?from=%ff", 400), ("/v1/entries?from=%zz", 400),
            ("/v1/entries?from=%", 400), ("/v1/entries?from=١", 400),
            ("/v1/entries?limit=" + String(repeating: "9", count: 3_000), 414),
        ])
    func refused(target: String, status: Int) async throws {
        try await ControlKit.run { kit in
            let answer = try await kit.ask(target)
            #expect(answer.status == status, "\(answer)")
        }
    }

    @Test(
        "a wrong method is refused with the ones that would do",
        arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
    func methods(method: String) async throws {
        try await ControlKit.run { kit in
            let answer = try await kit.ask("/v1/status", method: method)
            #expect(answer.status == 405)
            #expect(answer.field("allow") == "GET, HEAD")
            let events = try await kit.ask("/v1/events", method: method)
            #expect(events.status == 405)
            #expect(events.field("allow") == "GET")
        }
    }

    @Test("a reload is not for who looks, and its complaint leaves everything as it was")
    func reload() async throws {
        try await ControlKit.run { kit in
            #expect(try await kit.ask("/v1/reload").field("allow") == "POST")
            let looking = try await kit.askTCP("/v1/reload", method: "POST")
            #expect(looking.status == 403)
            #expect(looking.field("www-authenticate")?.contains("insufficient_scope") == true)
            let controlling = try await kit.askTCP(
                "/v1/reload", method: "POST", fields: ControlKit.asController)
            #expect(controlling.status == 200)
            #expect(controlling.json["text"] as? String == "nothing changed")
            kit.state.reload.withLock { $0 = .refused("weighpost.yaml:3:1: unknown key 'scal'") }
            let refused = try await kit.ask("/v1/reload", method: "POST")
            #expect(refused.status == 409)
            #expect((refused.json["error"] as? String)?.contains("unknown key") == true)
        }
    }

    @Test("tokens are read again with a reload, and wrong ones do not replace right ones")
    func newTokens() async throws {
        try await ControlKit.run { kit in
            let file = kit.folder.file("tokens")
            try "board:view:\(ControlKit.hash("new"))\n".write(
                toFile: file, atomically: false, encoding: .utf8)
            #expect(try await kit.ask("/v1/reload", method: "POST").status == 200)
            #expect(try await kit.askTCP("/v1/status").status == 401)
            let new = "Authorization: Bearer new\r\n"
            #expect(try await kit.askTCP("/v1/status", fields: new).status == 200)
            try "board:owner:12\n".write(toFile: file, atomically: false, encoding: .utf8)
            let refused = try await kit.ask("/v1/reload", method: "POST")
            #expect(refused.status == 409)
            #expect((refused.json["error"] as? String)?.contains("tokens:1") == true)
            #expect(try await kit.askTCP("/v1/status", fields: new).status == 200)
        }
    }

    @Test(
        "without a right token nothing is told on TCP, not even which addresses there are",
        arguments: [
            "", "Authorization: Bearer\r\n", "Authorization: Bearer wrong\r\n",
            "Authorization: Basic \(ControlKit.viewToken)\r\n",
            "Authorization: \(ControlKit.viewToken)\r\n",
            "Authorization: Bearer \(ControlKit.viewToken)x\r\n",
            "Authorization: Bearer \(ControlKit.viewToken.dropLast())\r\n",
            ControlKit.asViewer + ControlKit.asViewer,
            "Cookie: token=\(ControlKit.viewToken)\r\n",
        ])
    func strangers(fields: String) async throws {
        try await ControlKit.run { kit in
            for target in ["/v1/status", "/v1/health", "/metrics", "/nothing", "/v1/events"] {
                let answer = try await kit.askTCP(target, fields: fields)
                #expect(answer.status == 401, "\(target): \(answer)")
                #expect(answer.field("www-authenticate")?.hasPrefix("Bearer") == true)
            }
        }
    }

    @Test("ready, healthy and away: 503 says what is the matter")
    func unavailable() async throws {
        try await ControlKit.run { kit in
            kit.state.status.withLock { $0 = SampleSite.troubled }
            let ready = try await kit.ask("/v1/ready")
            #expect(ready.status == 503)
            #expect((ready.json["troubles"] as? [Any])?.count == 5)
            #expect(try await kit.ask("/v1/health").status == 200)
            kit.state.standing.withLock { $0 = ["delivery has stood still for 12 s"] }
            let health = try await kit.ask("/v1/health")
            #expect(health.status == 503)
            #expect(health.json["standing"] as? [String] == ["delivery has stood still for 12 s"])
            kit.state.standing.withLock { $0 = [] }
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test(
        "a journal that cannot be looked into is said with 503, where it is asked for and only there"
    )
    func journalAway() async throws {
        try await ControlKit.run { kit in
            kit.state.isJournalAway.withLock { $0 = true }
            for address in ["status", "weighings", "entries", "delivery", "trust", "troubles"] {
                let answer = try await kit.ask("/v1/\(address)")
                #expect(answer.status == 503, "\(address): \(answer)")
                #expect(answer.field("retry-after") == "5")
                #expect((answer.json["error"] as? String)?.contains("the disk is gone") == true)
            }
            #expect(try await kit.ask("/metrics").status == 503)
            for address in ["readings", "health", "ready"] {
                #expect(try await kit.ask("/v1/\(address)").status == 200)
            }
            let client = ControlClient(socket: kit.socket)
            let error = await #expect(throws: ControlError.self) { try await client.status() }
            #expect(error?.code == .busy)
            #expect(error?.message.contains("the disk is gone") == true)
            await client.shutdown()
        }
    }

    @Test("every answer of 503 is one that the description has")
    func describedAway() {
        for route in ControlRoute.all {
            let isQuick = [.readings, .events, .description, .reload].contains(route.question)
            #expect((route.others[503] == nil) == isQuick, "\(route.path)")
        }
    }

    @Test("the client asks on the socket, and says what to try where nobody answers")
    func client() async throws {
        try await ControlKit.run { kit in
            let client = ControlClient(socket: kit.socket)
            let status = try await client.status()
            #expect(status == SampleSite.fine)
            await client.shutdown()
        }
        let folder = try TemporaryDirectory()
        let nobody = ControlClient(socket: folder.file("none.sock"))
        let error = await #expect(throws: ControlError.self) { try await nobody.status() }
        #expect(error?.code == .away)
        #expect(error?.message.contains("is the agent running") == true, "\(error?.message ?? "")")
        await nobody.shutdown()
    }
}
