import Dispatch
import Foundation
import Glibc
import SystemService
import TestKit
import Testing

@Suite("The service manager hears the agent")
struct ServiceNotifierTests {
    @Test("READY, STATUS and STOPPING arrive as datagrams of the notify protocol")
    func datagrams() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("notify-\(UUID().uuidString.prefix(8))").path
        let listener = try #require(NotifyListener(path: path))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": path])
        notifier.ready("weighing")
        notifier.status("two\nlines")
        notifier.stopping()
        #expect(listener.next()?.hasPrefix("READY=1\nSTATUS=weighing\nMAINPID=") == true)
        #expect(listener.next() == "STATUS=two lines")
        #expect(listener.next() == "STOPPING=1\nSTATUS=stopping")
    }

    @Test("where nobody listens the agent goes on in silence")
    func nobody() {
        ServiceNotifier(environment: [:]).ready("weighing")
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"]).stopping()
    }

    @Test("a socket with a name outside the file system hears it too")
    func abstractName() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        ServiceNotifier(environment: ["NOTIFY_SOCKET": name]).status("weighing")
        #expect(listener.next() == "STATUS=weighing")
    }

    @Test("no text becomes a second message to the manager, whatever its line ends")
    func oneLine() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        notifier.status("a\r\nSTOPPING=1")
        notifier.ready("b\nWATCHDOG=1")
        #expect(listener.next() == "STATUS=a STOPPING=1")
        #expect(listener.next() == "READY=1\nSTATUS=b WATCHDOG=1\nMAINPID=\(getpid())")
    }

    @Test("a reload says when it began by the manager's clock, so that it is not taken for another")
    func reload() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        let before = microseconds()
        notifier.reloading("reading\tthe configuration")
        let after = microseconds()
        let lines = try #require(listener.next()).split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "RELOADING=1")
        #expect(lines[2] == "STATUS=reading the configuration")
        let told = try #require(UInt64(lines[1].dropFirst("MONOTONIC_USEC=".count)))
        #expect(lines[1].hasPrefix("MONOTONIC_USEC=") && (before...after).contains(told))
    }

    private func microseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    }

    @Test("a sign of life and a plea for time are messages of their own; no time is no plea")
    func watchdogAndTimeout() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        notifier.feedWatchdog()
        notifier.extendTimeout(by: .zero)
        notifier.extendTimeout(by: .seconds(-1))
        notifier.extendTimeout(by: .milliseconds(2500))
        notifier.extendTimeout(by: .seconds(Int64.max))
        #expect(listener.next() == "WATCHDOG=1")
        #expect(listener.next() == "EXTEND_TIMEOUT_USEC=2500000")
        #expect(listener.next() == "EXTEND_TIMEOUT_USEC=\(Int64.max)")
    }

    @Test("no control character reaches the manager, and words of every language do")
    func controlCharacters() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        notifier.status("a\u{0}b\u{1B}[2Jc\u{7F}d\u{85}e\u{2028}f\u{0B}g")
        notifier.status("Brücke 1: 24 860 kg · 地磅 🚛")
        #expect(listener.next() == "STATUS=a b [2Jc d e f g")
        #expect(listener.next() == "STATUS=Brücke 1: 24 860 kg · 地磅 🚛")
    }

    @Test("a status as long as a book is cut, for the manager would throw READY away with it")
    func longStatus() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        notifier.ready(String(repeating: "ü", count: 100_000))
        let message = try #require(listener.next())
        #expect(message.hasPrefix("READY=1\nSTATUS=üüü"))
        #expect(message.hasSuffix("ü\nMAINPID=\(getpid())"))
        #expect(message.utf8.count < 4096)
    }

    @Test("a manager that does not read delays what comes again by nothing at all")
    func deafManager() throws {
        let name = "@weighpost-\(UUID().uuidString.prefix(8))"
        let listener = try #require(NotifyListener(path: name))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": name])
        // More than any queue of datagrams takes: a send that waits would wait for ever.
        for _ in 0..<20_000 { notifier.feedWatchdog() }
        #expect(listener.next() == "WATCHDOG=1")
    }

    @Test("a name longer than the system allows is silence, not a crash")
    func longName() {
        for count in [106, 107, 108, 5000] {
            let name = "/" + String(repeating: "n", count: count)
            ServiceNotifier(environment: ["NOTIFY_SOCKET": name]).status("weighing")
        }
        ServiceNotifier(environment: ["NOTIFY_SOCKET": ""]).status("weighing")
    }

    @Test("monotonic time never runs backwards and the boot has one identity")
    func clock() throws {
        let clock = SystemClock()
        let first = clock.monotonic()
        #expect(clock.monotonic() >= first)
        #expect(clock.bootID.count == 16)
        #expect(clock.bootID == SystemClock().bootID)
        // The time's type belongs to another module, so it is looked at from outside.
        let wall = Mirror(reflecting: clock.wall())
        let seconds = try #require(wall.descendant("seconds") as? Int64)
        #expect(abs(Double(seconds) - Date().timeIntervalSince1970) < 5)
    }

    @Test("a long migration is said again and again while it lasts, and no more when it is over")
    func longMigration() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("notify")
        let listener = try #require(NotifyListener(path: path))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": path])
        // What takes no time needs no patience.
        #expect(try await notifier.extendingTimeout(every: .seconds(60)) { 7 } == 7)
        try await notifier.extendingTimeout(by: .seconds(60), every: .milliseconds(1)) {
            // Waits on a thread of its own: the one that says it must not stand still for that.
            let heard: [String?] = await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(returning: (0..<3).map { _ in listener.next() })
                }
            }
            #expect(heard == Array(repeating: "EXTEND_TIMEOUT_USEC=60000000", count: 3))
        }
        // Whoever asks next hears what was said meanwhile, and then the next word alone.
        notifier.status("ready")
        while let said = listener.next(), said != "STATUS=ready" {
            #expect(said == "EXTEND_TIMEOUT_USEC=60000000")
        }
        notifier.status("weighing")
        #expect(listener.next() == "STATUS=weighing")
    }
}
