import Synchronization

/// Tells whoever delivers at present how long the journal is.
final class JournalGrowth: Sendable {
    private struct State {
        /// The highest number ever told: two entries may be told of in the wrong order, and one
        /// while nobody listens.
        var last: UInt64 = 0
        var listener: AsyncStream<UInt64>.Continuation?
    }

    private let state = Mutex(State())

    /// The journal's last number, each time it grew, beginning with `last` or what was told since;
    /// the newest counts.
    ///
    /// Whoever listened before hears nothing more.
    func listen(from last: UInt64) -> AsyncStream<UInt64> {
        let (stream, source) = AsyncStream<UInt64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let former = state.withLock { state in
            defer { state.listener = source }
            state.last = max(state.last, last)
            source.yield(state.last)
            return state.listener
        }
        former?.finish()
        return stream
    }

    func tell(_ last: UInt64) {
        state.withLock { state in
            guard last > state.last else { return }
            state.last = last
            state.listener?.yield(last)
        }
    }
}
