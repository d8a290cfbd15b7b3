import Dispatch
import Glibc

/// Signals as something to wait for.
package enum LabSignals {
    /// The signals named, as they come, instead of what they would do; to be asked once a program.
    package static func stream(_ numbers: [Int32]) -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let sources = numbers.map { number in
            // Ignored, not blocked: a blocked one would never reach the queue below.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: DispatchQueue.global())
            source.setEventHandler { continuation.yield(number) }
            source.activate()
            return Source(source)
        }
        continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        return stream
    }

    /// Keeps a source alive until nobody waits any more.
    private struct Source: Sendable {
        /// May be cancelled from any thread, and nothing else is done with it.
        private nonisolated(unsafe) let source: any DispatchSourceSignal

        init(_ source: any DispatchSourceSignal) {
            self.source = source
        }

        func cancel() { source.cancel() }
    }
}
