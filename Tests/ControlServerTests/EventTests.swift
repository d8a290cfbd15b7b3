import Foundation
import TestKit
import Testing

@testable import ControlServer

/// Server-sent events, read as they come.
@Suite("What a listener gets", .timeLimit(.minutes(2)))
struct EventTests {
    private func listen(_ kit: ControlKit, receives: Int32? = nil) async throws -> RawConnection {
        let connection = try await ask(kit, receives: receives)
        let head = try await connection.read(until: "retry: 3000\n\n")
        #expect(head.contains("text/event-stream"))
        return connection
    }

    /// Asks for events and reads nothing yet.
    private func ask(
        _ kit: ControlKit, receives: Int32? = nil, after last: String? = nil
    ) async throws -> RawConnection {
        let connection = try await RawConnection(socket: kit.socket, receives: receives)
        let field = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try await connection.send("GET /v1/events HTTP/1.1\r\nHost: x\r\n\(field)\r\n")
        return connection
    }

    @Test("everybody who listens gets each event once and in order")
    func order() async throws {
        try await ControlKit.run { kit in
            let (first, second) = (try await listen(kit), try await listen(kit))
            for number in 1...100 { kit.feed.publish("load.recorded", "{\"seq\":\(number)}") }
            for listener in [first, second] {
                let text = try await listener.read(until: "{\"seq\":100}")
                let numbers = text.split(separator: "\n").filter { $0.hasPrefix("data:") }
                #expect(numbers.map(String.init) == (1...100).map { "data: {\"seq\":\($0)}" })
                #expect(text.contains("-100\nevent: load.recorded\n"))
            }
        }
    }

    @Test("one who comes again gets what happened meanwhile, once, and then what happens")
    func comesAgain() async throws {
        try await ControlKit.run { kit in
            let first = try await listen(kit)
            for number in 1...3 { kit.feed.publish("a", "{\"seq\":\(number)}") }
            let seen = try await first.read(until: "{\"seq\":3}")
            let ids = seen.matches(of: /id: (\S+)/).map { String($0.1) }
            try #require(ids.count == 3)
            kit.feed.publish("a", "{\"seq\":4}")
            let again = try await ask(kit, after: ids[1])
            try await until("both listen") { kit.feed.listeners == 2 }
            kit.feed.publish("a", "{\"seq\":5}")
            let text = try await again.read(until: "{\"seq\":5}")
            let data = text.split(separator: "\n").filter { $0.hasPrefix("data:") }
            #expect(data == (3...5).map { "data: {\"seq\":\($0)}" })
        }
    }

    @Test(
        "one who was away too long, over a start, or says nonsense is told that something is missed",
        arguments: ["other-1", "nonsense", "-", "run-18446744073709551615"])
    func missed(id: String) async throws {
        let feed = EventFeed(buffer: 4)
        try await ControlKit.run(feed: feed) { kit in
            let first = try await listen(kit)
            for number in 1...4 { feed.publish("a", "{\"seq\":\(number)}") }
            let seen = try await first.read(until: "{\"seq\":4}")
            let run = try #require(seen.firstMatch(of: /id: (\w+)-1/)).1
            for id in [id.replacing("run", with: run), "\(run)-1"] {
                let again = try await ask(kit, after: id)
                _ = try await again.read(until: "event: missed\n")
            }
            let known = try await ask(kit, after: "\(run)-2")
            let text = try await known.read(until: "{\"seq\":4}")
            #expect(text.contains("{\"seq\":3}") && !text.contains("missed"))
        }
    }

    @Test("what is published cannot end an event or begin another")
    func injection() {
        let item = EventText.event(
            "a\nevent: b", "{}\n\ndata: x\r\nid: 9", id: EventID(run: "r", number: 1))
        #expect(
            String(decoding: item, as: UTF8.self)
                == "id: r-1\nevent: a event: b\ndata: {}\ndata: data: x\ndata: id: 9\n\n")
    }

    @Test("one who reads too slowly gets what there was room for, and then the last event")
    func overrun() async throws {
        let feed = EventFeed(buffer: 16)
        try await ControlKit.run(feed: feed) { kit in
            let (slow, quick) = (try await listen(kit, receives: 4_096), try await listen(kit))
            let filler = String(repeating: "x", count: 1_000)
            // More than the sockets, the library and the buffer hold together; whoever reads gets
            // all of it meanwhile.
            for number in 1...3_000 {
                feed.publish("filler", "{\"number\":\(number),\"text\":\"\(filler)\"}")
                _ = try await quick.read(until: "\"number\":\(number),")
            }
            let text = try await slow.rest()
            let numbers = text.matches(of: /"number":(\d+),/).compactMap { Int($0.1) }
            #expect(numbers == Array(1...numbers.count))
            #expect(numbers.count < 3_000)
            #expect(text.contains("event: overrun\n"))
            #expect(text.hasSuffix("\n\n\r\n0\r\n\r\n"))
            #expect(feed.listeners == 1)
        }
    }

    @Test("one who does not read at all is let go, and nobody waits for him")
    func stuck() async throws {
        var limits = ControlLimits()
        limits.event = .milliseconds(200)
        let feed = EventFeed(buffer: 16)
        try await ControlKit.run(limits: limits, feed: feed) { kit in
            let stuck = try await listen(kit, receives: 4_096)
            let filler = String(repeating: "x", count: 10_000)
            try await until("the one who does not read is let go", within: 20) {
                feed.publish("filler", "\"\(filler)\"")
                return feed.listeners == 0
            }
            #expect(try await kit.ask("/v1/health").status == 200)
            _ = stuck
        }
    }

    @Test("a silent stream shows a sign of life")
    func keepAlive() async throws {
        var limits = ControlLimits()
        limits.keepAlive = .milliseconds(20)
        try await ControlKit.run(limits: limits) { kit in
            let listener = try await listen(kit)
            _ = try await listener.read(until: ":\n\n\r\n")
            _ = try await listener.read(until: ":\n\n\r\n")
        }
    }

    @Test("thirty-two listen, one more is told to come later, and a place is free again at once")
    func places() async throws {
        try await ControlKit.run { kit in
            var listeners: [RawConnection] = []
            for _ in 0..<32 { listeners.append(try await listen(kit)) }
            let refused = try await kit.ask("/v1/events")
            #expect(refused.status == 429)
            #expect(refused.field("retry-after") == "5")
            #expect(try await kit.ask("/v1/status").status == 200)
            listeners.removeFirst(2)
            try await until("two places are free") { kit.feed.listeners == 30 }
            listeners.append(try await listen(kit))
        }
    }

    @Test("a listener that is dropped frees its place, whether it ever read or not")
    func dropped() async throws {
        let feed = EventFeed(buffer: 1, listeners: 1)
        do {
            let listener = feed.listen()
            #expect(listener != nil)
            #expect(feed.listen() == nil)
        }
        #expect(feed.listeners == 0)
        do {
            let listener = try #require(feed.listen())
            feed.publish("a", "{}")
            for await _ in listener.items { break }
        }
        #expect(feed.listeners == 0)
        #expect(feed.listen() != nil)
    }

    @Test("listeners do not hold up the server's end")
    func end() async throws {
        let listener = try await ControlKit.run { kit in try await listen(kit) }
        #expect(try await listener.rest().contains("overrun") == false)
    }
}
