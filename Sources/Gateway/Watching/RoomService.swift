import ServiceLifecycle
import Synchronization

/// Waits for room on the disk where the journal lies, by trying again what found none.
///
/// Meanwhile the agent stays: nobody weighs, whoever looks is told why. To end and be started anew
/// every few seconds would say the same each time, and nobody could ask.
final class RoomService<Outcome: Sendable>: Service {
    private let attempt: @Sendable () async throws -> Outcome
    private let isFull: @Sendable (any Error) -> Bool
    private let feed: @Sendable () -> Void
    private let pause: Duration
    private let found = Mutex<Outcome?>(nil)

    /// What came of it in the end; nil when the agent was told to stop before.
    var outcome: Outcome? { found.withLock { $0 } }

    /// - Parameters:
    ///   - pause: between two attempts.
    ///   - attempt: what needs room.
    ///   - isFull: whether its error says that there is none; any other error ends the waiting.
    ///   - feed: says that the agent is alive, with each attempt and every pause that it lasts: an old
    ///     journal may take minutes to open.
    init(
        every pause: Duration, attempt: @escaping @Sendable () async throws -> Outcome,
        isFull: @escaping @Sendable (any Error) -> Bool, feed: @escaping @Sendable () -> Void
    ) {
        (self.attempt, self.isFull, self.feed, self.pause) = (attempt, isFull, feed, pause)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { [self] in
                while outcome == nil {
                    try await Task.sleep(for: pause)
                    do {
                        let outcome = try await fed()
                        found.withLock { $0 = outcome }
                    } catch  where isFull(error) {
                        // Nothing was kept of the attempt, and nothing was acknowledged.
                    }
                }
            }
        } catch is CancellationError {
            // The agent stops before there was room.
        }
    }

    /// One attempt, while the manager hears that the agent is alive; not for ever.
    private func fed() async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome?.self) { [attempt, feed, pause] group in
            defer { group.cancelAll() }
            group.addTask { try await attempt() }
            group.addTask {
                for _ in 0..<Self.mostFeeds {
                    feed()
                    // Only a cancelled sleep throws: the attempt is over.
                    do { try await Task.sleep(for: pause) } catch { return nil }
                }
                return nil
            }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    /// Pauses for which an attempt that does not end is called alive.
    private static var mostFeeds: Int { 360 }
}
