import JournalStore
import Synchronization
import Threads

/// Looks into the journal beside its writer: one after the other, on a thread of their own.
///
/// A card that is slow to read keeps those waiting who look, and nobody else: the loops of the site
/// run on a pool of one thread a core. A reader is opened for each look, so that nothing of the
/// journal stays in memory, and a file that is gone is seen to be gone.
actor JournalLooks {
    /// How much is looked at, and how long.
    struct Limits: Sendable {
        /// Looks that wait or are under way; more are turned away.
        var waiting = 8
        /// How long one may read.
        var reading = Duration.seconds(10)
        /// The time that passes.
        var now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    }

    /// As many look as may.
    struct Busy: Error, CustomStringConvertible {
        let description = "as many look into it as may; ask again in a few seconds"
    }

    private let state: String
    private let limits: Limits
    private let thread = BlockingThread(name: "looks")
    private let waiting = Atomic(0)

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// `state` is the state folder, which may come to be later.
    init(state: String, limits: Limits = Limits()) {
        (self.state, self.limits) = (state, limits)
    }

    deinit { thread.shutdown() }

    /// Reads the journal for somebody who asks.
    ///
    /// Throws `Busy`, or what keeps the journal from being read.
    nonisolated func look<T: Sendable>(
        _ body: @escaping @Sendable (JournalReader) throws -> T
    ) async throws -> T {
        let place = waiting.add(1, ordering: .relaxed).oldValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard place < limits.waiting else { throw Busy() }
        return try await read(body)
    }

    /// Why the journal cannot be read beside its writer; nil when it can.
    ///
    /// The agent's own question, one at a time: it is never turned away.
    func unreadable() -> String? {
        do {
            _ = try JournalReader(state).lastEntry()
            return nil
        } catch {
            return "the journal cannot be read: \(error)"
        }
    }

    private func read<T: Sendable>(_ body: @Sendable (JournalReader) throws -> T) throws -> T {
        // Who asked and went away leaves nothing to be done.
        try Task.checkCancellation()
        let reader = try JournalReader(state)
        let deadline = limits.now() + limits.reading
        return try reader.bounded(while: { limits.now() < deadline }) { try body(reader) }
    }
}
