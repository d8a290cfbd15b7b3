import Foundation
import Glibc
import Synchronization

/// A program that runs beside this one, ended by its process id.
///
/// It has a process group of its own, so that Ctrl-C reaches this program alone and children end in
/// good order. Its standard output comes line by line and is kept in a file, together with what it
/// says on its error channel.
final class ChildProcess: Sendable {
    /// What a child does.
    enum News: Sendable {
        case line(String)
        /// It ended: its exit status, or the negative number of the signal that ended it.
        case ended(Int32)
    }

    let name: String
    /// Where everything it says is kept.
    let log: String
    /// Nil once it is gone: a number that the system may give to somebody else is never signalled.
    private let pid: Mutex<pid_t?>

    /// Starts a program; `report` hears of it from a thread of its own, in order.
    init(
        _ name: String, _ words: [String], log: String,
        report: @escaping @Sendable (News) -> Void
    ) throws(DemoTrouble) {
        (self.name, self.log) = (name, log)
        let (child, output) = try ChildProcess.spawn(words, log: log)
        pid = Mutex(child)
        Thread.detachNewThread { [self] in
            ChildProcess.forEachLine(from: output, log: log) { report(.line($0)) }
            report(.ended(reap(child)))
        }
    }

    var isRunning: Bool { pid.withLock { $0 != nil } }

    /// What it holds now; nil once it is gone.
    func look() throws(DemoTrouble) -> ProcessLook? {
        guard let pid = pid.withLock({ $0 }) else { return nil }
        return try ProcessLook(at: pid)
    }

    /// Sends a signal, if it still runs.
    func signal(_ number: Int32) {
        pid.withLock { pid in
            if let pid { kill(pid, number) }
        }
    }

    /// Ends it as a service manager would, and by force when it has not ended after `patience`.
    func stop(patience: Duration = .seconds(8)) async {
        signal(SIGTERM)
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while isRunning {
            if clock.now > deadline { signal(SIGKILL) }
            // A cancelled sleep only makes the waiting busier.
            try? await clock.sleep(for: .milliseconds(20))
        }
    }

    /// Waits for the end of `child`, and forgets its number in the same moment.
    private func reap(_ child: pid_t) -> Int32 {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        var status: Int32 = 0
        pid.withLock { pid in
            waitpid(child, &status, 0)
            pid = nil
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    private static func forEachLine(
        from descriptor: Int32, log: String, _ body: (String) -> Void
    ) {
        guard let output = fdopen(descriptor, "r") else { return }
        defer { fclose(output) }
        let copy = fopen(log, "ae")
        defer { if let copy { fclose(copy) } }
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        while getline(&buffer, &capacity, output) > 0, let buffer {
            if let copy {
                fputs(buffer, copy)
                fflush(copy)
            }
            let line = String(cString: buffer)
            body(line.hasSuffix("\n") ? String(line.dropLast()) : line)
        }
    }
}
