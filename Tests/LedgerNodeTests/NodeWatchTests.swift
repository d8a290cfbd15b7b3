import Synchronization
import SystemService
import TestKit
import Testing

@testable import LedgerNode

/// A ledger that may be kept from answering, and who watches it.
private final class WatchedLedger: Sendable {
    private enum Message {
        static let life = "WATCHDOG=1"
        static let asked = "STATUS=asked"
    }

    let progress: LedgerProgress
    private let folder: TemporaryDirectory
    private let period: WatchdogPeriod
    private let notifier: ServiceNotifier
    private let listener: NotifyListener
    private let isBusy = Mutex(false)

    init() throws {
        folder = try TemporaryDirectory()
        let socket = folder.file("notify")
        listener = try #require(NotifyListener(path: socket))
        notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": socket])
        period = try #require(WatchdogPeriod(environment: ["WATCHDOG_USEC": "400000"]))
        progress = LedgerProgress(period)
    }

    func run() async throws {
        try await NodeWatch(notifier: notifier, period: period, progress: progress) { [self] in
            while isBusy.withLock({ $0 }), !Task.isCancelled {
                do { try await Task.sleep(for: .milliseconds(5)) } catch { break }
            }
            return 7
        }.run()
    }

    func keepBusy(_ busy: Bool) { isBusy.withLock { $0 = busy } }

    /// How many signs of life the manager got since it was asked last.
    func signs() throws -> Int {
        notifier.status("asked")
        var count = 0
        while true {
            let said = try #require(listener.next())
            if said == Message.asked { return count }
            if said == Message.life { count += 1 }
        }
    }
}

@Suite("The service manager hears that the ledger goes on", .timeLimit(.minutes(2)))
struct NodeWatchTests {
    private static func watching(
        _ body: (WatchedLedger) async throws -> Void
    ) async throws {
        let ledger = try WatchedLedger()
        let running = Task { try await ledger.run() }
        try await body(ledger)
        running.cancel()
        try await running.value
    }

    @Test("while it answers")
    func answers() async throws {
        try await Self.watching { ledger in
            try await until("it was told twice") { try ledger.signs() > 0 }
            try await until("it was told twice") { try ledger.signs() > 0 }
        }
    }

    @Test("while it answers nobody and tells of long work, and no more once it tells nothing")
    func longWork() async throws {
        try await Self.watching { ledger in
            ledger.keepBusy(true)
            // The question that was under way.
            try await until("it stands") { ledger.progress.stands }
            var told = 0
            try await until("it was told three times of long work") {
                // Rows of a state, many between two looks.
                for _ in 0..<50 { ledger.progress.mark() }
                told += try ledger.signs()
                return told >= 3
            }
            try await until("it stands") { ledger.progress.stands }
            // What a look before that had to tell is through after another one.
            try await Task.sleep(for: .milliseconds(200))
            _ = try ledger.signs()
            try await Task.sleep(for: .milliseconds(600))
            #expect(try ledger.signs() == 0)
            ledger.keepBusy(false)
            try await until("it is told that it answers") { try ledger.signs() > 0 }
        }
    }
}
