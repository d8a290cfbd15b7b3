import Synchronization
import Threads

/// The lines of a log on their way out, written in order by a thread of their own.
///
/// A pipe that nobody reads and a terminal that was stopped block who writes to them; here that is
/// this thread alone. What then finds no room is dropped and counted, and the count is written in
/// its place as soon as there is room again.
final class LogLines: Sendable {
    private struct State {
        /// Of the lines that wait or are being written.
        var bytes = 0
        /// Lines dropped since the last one that found room.
        var lost: Int64 = 0

        mutating func takeLost() -> Int64 {
            defer { lost = 0 }
            return lost
        }
    }

    private let room: Int
    private let write: @Sendable (String) -> Void
    private let noteLost: @Sendable (Int64) -> String
    private let thread = BlockingThread(name: "log")
    private let state = Mutex(State())

    /// - Parameters:
    ///   - room: bytes that may wait: minutes of a site where everything is lost.
    ///   - lost: the line that says how many were dropped.
    ///   - write: writes a line, for as long as that takes.
    init(
        room: Int = 128 << 10, lost: @escaping @Sendable (Int64) -> String,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.room, noteLost, self.write) = (room, lost, write)
    }

    /// Takes a line; any thread may call, and none waits.
    func take(_ line: String) {
        let size = line.utf8.count
        state.withLock { state in
            guard state.bytes + size <= room else {
                state.lost += 1
                return
            }
            state.bytes += size
            let lost = state.takeLost()
            // Under the lock, so that the lines stand in the thread's queue as they were taken.
            thread.start { [self] in
                if lost > 0 { write(noteLost(lost)) }
                write(line)
                leave(size)
            }
        }
    }

    /// Waits until everything that was taken is written, but no longer than `limit`.
    func finish(within limit: Duration) async {
        let (writing, end) = AsyncStream<Never>.makeStream()
        thread.start { end.finish() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in writing {} }
            group.addTask {
                // Only a cancelled sleep throws: everything is written.
                try? await Task.sleep(for: limit)
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// A line is written; where it was the last, nobody else says what was lost behind it.
    private func leave(_ size: Int) {
        let lost = state.withLock { state in
            state.bytes -= size
            return state.bytes == 0 ? state.takeLost() : 0
        }
        if lost > 0 { write(noteLost(lost)) }
    }
}
