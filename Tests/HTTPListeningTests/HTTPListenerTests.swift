import HTTPTypes
import HummingbirdCore
import NIOCore
import TestKit
import Testing

@testable import HTTPListening

@Suite("An address that HTTP is spoken at", .timeLimit(.minutes(1)))
struct HTTPListenerTests {
    /// A listener for as long as the body takes; it answers 200 after reading the request's body.
    private func listening(
        _ limits: HTTPListener.Limits = HTTPListener.Limits(), patience: Duration = .seconds(20),
        _ body: (Int) async throws -> Void
    ) async throws {
        let listener = HTTPListener(limits) { request, writer, channel in
            try await Self.answer(request, writer, channel, patience)
        }
        let (ports, found) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run(at: .hostname("127.0.0.1", port: 0)) {
                    found.yield($0.localAddress?.port ?? 0)
                }
            }
            defer { group.cancelAll() }
            try await body(await ports.first { _ in true } ?? 0)
        }
    }

    @concurrent private static func answer(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel,
        _ patience: Duration
    ) async throws {
        let isSmall = try await request.isBody(within: 10, patience, on: channel)
        try await writer.write(
            response: HTTPResponse(status: isSmall ? .ok : .contentTooLarge),
            body: ResponseBody(byteBuffer: ByteBuffer()))
    }

    @Test("peers that connect while it stops do not take the program with them")
    func stopping() async throws {
        for _ in 0..<60 {
            try await listening { port in
                for _ in 0..<8 { _ = try await RawConnection(port: port) }
            }
        }
    }

    @Test("a body without end is closed when its time is over")
    func endless() async throws {
        try await listening(patience: .milliseconds(200)) { port in
            let peer = try await RawConnection(port: port)
            try await peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
            #expect(try await peer.rest() == "")
        }
    }

    @Test("a body that is too large is refused, whether it is announced or comes in pieces")
    func large() async throws {
        try await listening { port in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            for body in [
                "Content-Length: 11\r\n\r\n01234567890",
                "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n",
            ] {
                let peer = try await RawConnection(port: port)
                #expect(try await peer.ask(head + body).status == 413)
            }
            let peer = try await RawConnection(port: port)
            #expect(try await peer.ask(head + "Content-Length: 2\r\n\r\nab").status == 200)
        }
    }

    @Test("a header without end is closed when its time is over, and a large one refused")
    func header() async throws {
        var limits = HTTPListener.Limits()
        limits.idle = .milliseconds(300)
        try await listening(limits) { port in
            let slow = try await RawConnection(port: port)
            try await slow.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            #expect(try await slow.rest() == "")
            let large = try await RawConnection(port: port)
            let answer = try await large.ask(
                "GET / HTTP/1.1\r\nHost: a\r\nX: "
                    + String(repeating: "x", count: limits.fieldBytes + 1) + "\r\n\r\n")
            #expect(answer.status != 200)
        }
    }

    @Test("no more peers than it takes are served at once, and the others later")
    func many() async throws {
        var limits = HTTPListener.Limits()
        (limits.connections, limits.idle) = (2, .milliseconds(300))
        try await listening(limits) { port in
            var idle: [RawConnection] = []
            for _ in 0..<2 { idle.append(try await RawConnection(port: port)) }
            let last = try await RawConnection(port: port)
            let answer = try await last.ask(
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.status == 200)
            #expect(idle.count == 2)
        }
    }
}
