import SystemService
import TestKit
import Testing

@Suite("The system's log hears the agent and never holds it up")
struct JournaldSocketTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func message(_ text: String) -> JournaldMessage {
        JournaldMessage(text, priority: .info, identifier: "weighpost", event: "scale.lost")
    }

    @Test("a message is one datagram with its fields")
    func datagram() throws {
        let path = folder.file("socket")
        let listener = try JournaldListener(path: path)
        #expect(JournaldSocket(path: path).send(message("scale silent\nbridge 1")))
        let heard = try #require(try listener.next())
        #expect(heard["MESSAGE"] == "scale silent\nbridge 1")
        #expect(heard["PRIORITY"] == "6")
        #expect(heard["SYSLOG_IDENTIFIER"] == "weighpost")
        #expect(heard["WEIGHPOST_EVENT"] == "scale.lost")
        #expect(heard.seals == nil)
        #expect(try listener.next() == nil)
    }

    @Test("a message too large for a datagram comes as memory that nobody can change any more")
    func sealedMemory() throws {
        let path = folder.file("socket")
        let listener = try JournaldListener(path: path)
        let socket = JournaldSocket(path: path)
        let curve = String(repeating: "24860 ", count: 200_000)
        var large = message("a curve")
        large.add("curve", curve)
        #expect(socket.send(large))
        let heard = try #require(try listener.next())
        #expect(heard["WEIGHPOST_CURVE"] == curve)
        // F_SEAL_SEAL, SHRINK, GROW and WRITE: what journald asks for before it maps the memory.
        #expect(heard.seals == 0x000F)
        #expect(socket.send(message("small again")))
        #expect(try listener.next()?["MESSAGE"] == "small again")
    }

    @Test("what is said while the log is away is counted, and the count is told when it is back")
    func away() throws {
        let path = folder.file("socket")
        let socket = JournaldSocket(path: path)
        for count in 1...3 {
            #expect(!socket.send(message("nobody hears this")))
            #expect(socket.lost == count)
        }
        let listener = try JournaldListener(path: path)
        #expect(socket.send(message("scale back")))
        let heard = try #require(try listener.next())
        #expect(heard["MESSAGE"] == "scale back (3 messages before it were lost)")
        #expect(heard["WEIGHPOST_LOST"] == "3")
        #expect(socket.lost == 0)
        #expect(socket.send(message("weighing")))
        let next = try #require(try listener.next())
        #expect(next["MESSAGE"] == "weighing" && next["WEIGHPOST_LOST"] == nil)
    }

    @Test("a log that starts anew under its name is heard again without a word")
    func restarted() throws {
        let path = folder.file("socket")
        let socket = JournaldSocket(path: path)
        do {
            let listener = try JournaldListener(path: path)
            #expect(socket.send(message("one")))
            #expect(try listener.next()?["MESSAGE"] == "one")
        }
        let listener = try JournaldListener(path: path)
        #expect(socket.send(message("two")))
        #expect(try listener.next()?["MESSAGE"] == "two")
    }

    @Test("a log that does not read holds nobody up, and learns how much it missed")
    func full() throws {
        let path = folder.file("socket")
        let listener = try JournaldListener(path: path)
        let socket = JournaldSocket(path: path)
        var taken = 0
        // More than any queue of datagrams takes (net.unix.max_dgram_qlen).
        for _ in 0..<20_000 where socket.send(message("weighing")) { taken += 1 }
        try #require(taken < 20_000)
        for _ in 0..<taken { #expect(try listener.next()?["MESSAGE"] == "weighing") }
        #expect(socket.send(message("weighing")))
        #expect(try listener.next()?["WEIGHPOST_LOST"] == String(20_000 - taken))
    }

    @Test("a place that no socket can have is silence, not a crash")
    func nowhere() {
        for path in ["", "/nowhere/at/all", "/" + String(repeating: "n", count: 5000)] {
            let socket = JournaldSocket(path: path)
            #expect(!socket.send(message("weighing")))
            #expect(socket.lost == 1)
        }
    }

    @Test("many threads speak at once, and every message arrives whole")
    func threads() async throws {
        let path = folder.file("socket")
        let listener = try JournaldListener(path: path)
        let socket = JournaldSocket(path: path)
        let taken = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<100).count { _ in socket.send(self.message("a\nb")) }
                }
            }
            return await group.reduce(0, +)
        }
        var heard = 0
        while let message = try listener.next() {
            #expect(message["MESSAGE"]?.hasPrefix("a\nb") == true)
            heard += 1
        }
        #expect(heard == taken && heard > 0)
        #expect(socket.lost <= 400 - taken)
    }
}
