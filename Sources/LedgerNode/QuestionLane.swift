import LedgerQueries
import LedgerStore
import Synchronization
import Threads

/// One thread that answers questions of one kind, one after the other, from a connection of its own.
///
/// A bounded number waits; a question is given up when it has taken too long. So a storm of one kind
/// costs one thread, and holds up neither blocks nor questions of another kind.
actor QuestionLane {
    /// How much is asked at once, and how long.
    struct Limits: Sendable {
        /// Questions that wait or are being answered; more are turned away.
        var waiting = 16
        /// How long the store is read for one answer.
        var reading = Duration.seconds(2)
        /// The time that passes.
        var now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    }

    private let path: String
    private let limits: Limits
    private let thread: BlockingThread
    private let waiting = Atomic(0)
    private var reader: LedgerReader?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// `path` is the store's; it is opened with the first question.
    init(_ name: String, path: String, limits: Limits) {
        (self.path, self.limits) = (path, limits)
        thread = BlockingThread(name: name)
    }

    deinit { thread.shutdown() }

    /// Answers a question; `most` is how many may wait, where that is fewer than usual.
    ///
    /// Throws `QuestionTrouble`.
    nonisolated func ask<T: Sendable>(
        most: Int = .max, _ body: @escaping @Sendable (LedgerReader, _ height: Int64?) throws -> T
    ) async throws -> T {
        let place = waiting.add(1, ordering: .relaxed).oldValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard place < min(most, limits.waiting) else { throw QuestionTrouble.busy }
        return try await answer(body)
    }

    private func answer<T: Sendable>(
        _ body: @Sendable (LedgerReader, _ height: Int64?) throws -> T
    ) throws -> T {
        // Who asked and went away leaves nothing to be done.
        try Task.checkCancellation()
        let reader = try opened()
        let deadline = limits.now() + limits.reading
        do {
            return try reader.answer(while: { limits.now() < deadline }) { height in
                try body(reader, height)
            }
        } catch let error as LedgerStoreError where error.code == .tooLong {
            throw QuestionTrouble.tooLong(error.message)
        }
    }

    private func opened() throws -> LedgerReader {
        if let reader { return reader }
        let opened = try LedgerReader(path: path)
        reader = opened
        return opened
    }
}
