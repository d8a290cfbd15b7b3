import SystemService
import TestKit
import Testing

@testable import LedgerNode

@Suite("A node that starts for minutes")
struct LongStartTests {
    @Test("asks the service manager for two minutes every ten seconds, while it goes on")
    func asks() throws {
        let folder = try TemporaryDirectory()
        let listener = try #require(NotifyListener(path: folder.file("notify")))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": folder.file("notify")])
        let (start, begun) = (LongStart(notifier), ContinuousClock.Instant.now)
        // A thousand rows a second for 25 seconds.
        for row in 0...25_000 { start.goesOn(at: begun.advanced(by: .milliseconds(row))) }
        notifier.status("asked")
        for _ in 0..<3 { #expect(listener.next() == "EXTEND_TIMEOUT_USEC=120000000") }
        #expect(listener.next() == "STATUS=asked")
    }

    @Test("asks for no more once it answers, however long it reads then")
    func isOver() throws {
        let folder = try TemporaryDirectory()
        let listener = try #require(NotifyListener(path: folder.file("notify")))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": folder.file("notify")])
        let start = LongStart(notifier)
        start.isOver()
        start.goesOn(at: .now.advanced(by: .seconds(60)))
        notifier.status("asked")
        #expect(listener.next() == "STATUS=asked")
    }
}
