import Foundation
import Glibc
import HTTPListening
import TestKit
import Testing

@testable import ControlServer

/// Peers that do everything wrong: they get a refusal, and the server stays as it is.
@Suite("What the control server bears", .serialized, .timeLimit(.minutes(4)))
struct FaultTests {
    private static func ask(_ kit: ControlKit, _ text: String) async throws -> RawAnswer {
        try await RawConnection(socket: kit.socket).ask(text)
    }

    @Test(
        "what is no HTTP is refused and the connection ended",
        arguments: [
            "\r\n\r\nhello\r\n\r\n", "GET\r\n\r\n", "GET /v1/status\r\n\r\n",
            "GET /v1/status HTTP/9.9\r\n\r\n", "get /v1/status HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/status HTTP/1.1\r\nHost x\r\n\r\n", "G\u{0}T / HTTP/1.1\r\n\r\n",
            "GET /v1/st\u{0}atus HTTP/1.1\r\nHost: x\r\n\r\n", "BREW /pot HTTP/1.1\r\n\r\n",
            "GET /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "POST /v1/reload HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0",
            "POST /v1/reload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET http://[::1/v1/status HTTP/1.1\r\nHost: x\r\n\r\n",
        ])
    func notHTTP(text: String) async throws {
        try await ControlKit.run { kit in
            let connection = try await RawConnection(socket: kit.socket)
            try await connection.send(text)
            connection.end()
            let answer = RawAnswer(try await connection.rest())
            #expect(answer.statuses.first != nil, "\(text): \(answer)")
            #expect(answer.statuses.allSatisfy { (400..<500).contains($0) }, "\(answer)")
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test("a header that is too long, or has too many fields, is refused")
    func headers() async throws {
        try await ControlKit.run { kit in
            let long =
                "GET /v1/status HTTP/1.1\r\nX: \(String(repeating: "x", count: 9_000))\r\n\r\n"
            let toLong = try await Self.ask(kit, long)
            #expect(toLong.isRefusal, "\(toLong)")
            let fields = (0..<100).map { "X-\($0): 1\r\n" }.joined()
            let many = "GET /v1/status HTTP/1.1\r\n\(fields)\r\n"
            let toMany = try await Self.ask(kit, many)
            #expect(toMany.isRefusal, "\(toMany)")
            let path = "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\n\r\n"
            let toPath = try await Self.ask(kit, path)
            #expect(toPath.isRefusal, "\(toPath)")
        }
    }

    @Test("a body of more than 64 kB is refused, told or not, and asked for or not")
    func bodies() async throws {
        var limits = ControlLimits()
        limits.linger = .milliseconds(200)
        try await ControlKit.run(limits: limits) { kit in
            let post = "POST /v1/reload HTTP/1.1\r\nHost: x\r\n"
            let told = try await Self.ask(kit, post + "Content-Length: 65537\r\n\r\n")
            #expect(told.status == 413)
            #expect(told.field("connection") == "close")
            let huge = try await Self.ask(kit, post + "Content-Length: 99999999999\r\n\r\nabc")
            #expect(huge.status == 413)
            let polite = try await Self.ask(
                kit, post + "Content-Length: 70000\r\nExpect: 100-continue\r\n\r\n")
            #expect(polite.status == 413)
            let chunk = "2000\r\n\(String(repeating: "x", count: 8_192))\r\n"
            let chunks = String(repeating: chunk, count: 9)
            let untold = try await Self.ask(
                kit, post + "Transfer-Encoding: chunked\r\n\r\n" + chunks)
            #expect(untold.status == 413)
            let within =
                post + "Connection: close\r\nContent-Length: 65536\r\n\r\n"
                + String(repeating: "x", count: 65_536)
            #expect(try await Self.ask(kit, within).status == 200)
        }
    }

    @Test("questions one behind the other are answered in order, up to the first wrong one")
    func pipelined() async throws {
        try await ControlKit.run { kit in
            let good = "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
            let none = "GET /none HTTP/1.1\r\nHost: x\r\n\r\n"
            let last = "GET /v1/trust HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answer = try await Self.ask(kit, good + none + good + last)
            #expect(answer.statuses == [200, 404, 200, 200])
            let wrong = try await Self.ask(kit, good + "nonsense\r\n\r\n" + good)
            #expect(wrong.statuses == [200, 400])
        }
    }

    @Test("a question that ends in its middle is let go", arguments: [1, 9, 25, 40, 62])
    func truncated(length: Int) async throws {
        try await ControlKit.run { kit in
            let text = "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
            let connection = try await RawConnection(socket: kit.socket)
            try await connection.send(String(text.prefix(length)))
            connection.end()
            let answer = RawAnswer(try await connection.rest())
            #expect(answer.statuses.allSatisfy { (400..<500).contains($0) }, "\(answer)")
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test("one who sends a header, a body or nothing, byte by byte, is let go in time")
    func slowSenders() async throws {
        var limits = ControlLimits()
        (limits.listener.idle, limits.read) = (.milliseconds(300), .milliseconds(300))
        try await ControlKit.run(limits: limits) { kit in
            let body = "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"
            for opening in ["", "GET /v1/status HTTP/1.1\r\nX: ", body] {
                let connection = try await RawConnection(socket: kit.socket)
                try await connection.send(opening)
                try await until("the slow one is let go", within: 20) {
                    try await !connection.send("a")
                }
            }
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test("one who asks and asks and reads nothing is let go in time")
    func slowReaders() async throws {
        var limits = ControlLimits()
        limits.answer = .milliseconds(300)
        try await ControlKit.run(limits: limits) { kit in
            let connection = try await RawConnection(socket: kit.socket, receives: 4_096)
            let questions = String(
                repeating: "GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n", count: 100)
            try await until("the one who reads nothing is let go", within: 30) {
                try await !connection.send(questions)
            }
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    @Test("peers in the middle of anything do not hold up the server's end")
    func end() async throws {
        let clock = ContinuousClock()
        let (peers, began) = try await ControlKit.run { kit in
            let stuck = try await RawConnection(socket: kit.socket, receives: 4_096)
            let question = "GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
            try await stuck.send(String(repeating: question, count: 200))
            let half = try await RawConnection(socket: kit.socket)
            try await half.send("POST /v1/reload HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
            let silent = try await RawConnection(socket: kit.socket)
            #expect(try await kit.ask("/v1/health").status == 200)
            return ([stuck, half, silent], clock.now)
        }
        #expect(clock.now - began < .seconds(4))
        #expect(peers.count == 3)
    }

    @Test("a server that ends while peers connect ends, and takes nothing with it")
    func endWhileConnecting() async throws {
        for _ in 0..<30 {
            // They come from here and go when the server does.
            let peers = try await ControlKit.run { kit in
                try await withThrowingTaskGroup(of: RawConnection.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await RawConnection(socket: kit.socket) }
                    }
                    return try await group.reduce(into: [RawConnection]()) { $0.append($1) }
                }
            }
            #expect(peers.count == 20)
        }
    }

    @Test("a thousand connections at once leave the server as it was, and memory too")
    func thousand() async throws {
        var limits = ControlLimits()
        limits.listener.idle = .milliseconds(500)
        try await ControlKit.run(limits: limits) { kit in
            try await Self.crowd(kit)
            let before = try Self.ownMemory()
            for _ in 0..<3 { try await Self.crowd(kit) }
            let growth = try Self.ownMemory() - before
            print("3,000 connections at each place: \(growth) kB more")
            #expect(growth < 24 << 10)
            #expect(try await kit.ask("/v1/health").status == 200)
        }
    }

    /// What of this process no file backs (`RssAnon`, proc(5)), kB.
    private static func ownMemory() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return try #require(text.firstMatch(of: /RssAnon:\s+(\d+) kB/).flatMap { Int($0.1) })
    }

    /// A thousand descriptors at each place at once, of which a few say something; whoever asks
    /// honestly meanwhile is answered as soon as the silent ones in front are let go.
    private static func crowd(_ kit: ControlKit) async throws {
        let question = "GET /v1/status HTTP/1.1\r\nHost: x\r\n\(ControlKit.asViewer)\r\n"
        for place in [Crowd.Place.socket(kit.socket), .port(kit.port)] {
            let crowd = try Crowd(1_000, to: place)
            try await until("the first are let in") { crowd.connected > 100 }
            crowd.send(question, over: 0..<50)
            let honest = try await kit.ask("/v1/status")
            #expect(honest.status == 200, "\(honest)")
            var answers: [RawAnswer] = []
            try await until("those in front are answered", within: 20) {
                answers += crowd.answers(over: 0..<50)
                return answers.count >= 50
            }
            #expect(answers.allSatisfy { $0.status == 200 }, "\(answers)")
            #expect(crowd.count == 1_000)
        }
    }

    @Test("no damaged question is answered with more than a refusal, and memory stays flat")
    func damaged() async throws {
        try await ControlKit.run { kit in
            let questions = [
                "GET /v1/entries?from=1&limit=2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                    + "Connection: close\r\n\r\nhello",
                "POST /v1/reload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            ]
            var random = SeededGenerator(seed: 7)
            try await Self.ask(kit, questions, 200, &random)
            let before = try Self.ownMemory()
            try await Self.ask(kit, questions, 2_000, &random)
            let growth = try Self.ownMemory() - before
            print("2,000 damaged questions: \(growth) kB more")
            #expect(growth < 16 << 10)
        }
    }

    private static func ask(
        _ kit: ControlKit, _ questions: [String], _ count: Int, _ random: inout SeededGenerator
    ) async throws {
        var answered = 0
        for number in 0..<count {
            var bytes = Array(questions[number % questions.count].utf8)
            for _ in 0...(number % 3) { bytes = Damage.done(to: bytes, using: &random) }
            let connection = try await RawConnection(socket: kit.socket)
            try await connection.send(bytes)
            connection.end()
            let answer = RawAnswer(try await connection.rest())
            let isRefused = answer.statuses.allSatisfy { $0 == 200 || (400..<500).contains($0) }
            #expect(isRefused, "\(String(decoding: bytes, as: UTF8.self)): \(answer)")
            answered += answer.statuses.isEmpty ? 0 : 1
        }
        // Who is cut off in his middle hears nothing; the others do.
        #expect(answered * 2 > count, "\(answered) of \(count)")
    }
}
