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
}
