import Synchronization

/// Tells whoever delivers at present how long the journal is.
final class JournalGrowth: Sendable {
    private let listener = Mutex<AsyncStream<UInt64>.Continuation?>(nil)

    /// The journal's last number, each time it grew, beginning with `last`; the newest counts.
    ///
    /// Whoever listened before hears nothing more.
    func listen(from last: UInt64) -> AsyncStream<UInt64> {
        let (stream, source) = AsyncStream<UInt64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        source.yield(last)
        let former = listener.withLock { listener in
            defer { listener = source }
            return listener
        }
        former?.finish()
        return stream
    }

    func tell(_ last: UInt64) {
        _ = listener.withLock { $0 }?.yield(last)
    }
}
