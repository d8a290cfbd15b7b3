import CSpawn
import Foundation
import Glibc
import Synchronization

/// A process of another program, from its start until a thread of its own has reaped it.
///
/// It has no descriptor of this process but its three channels, the signals that a shell gives, and
/// a number that is signalled only while it is its own. `Foundation.Process` promises none of that:
/// it changes the directory of the whole process for a moment, and inherits what is masked.
package final class Child: Sendable {
    private struct State {
        var pid: pid_t?
        var status: Int32?
    }

    private let state: Mutex<State>
    private let over = DispatchGroup()

    /// Starts `words[0]`, an absolute path, in `folder` or where this process is, with additions
    /// to the environment; what it prints goes into two files.
    package init(
        _ words: [String], environment: [String: String] = [:], in folder: String? = nil,
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pid = try Child.spawn(
            words, all.map { "\($0)=\($1)" }, in: folder, output: output, errors: errors)
        state = Mutex(State(pid: pid))
        over.enter()
        Thread.detachNewThread { [self] in
            reap(pid)
            over.leave()
        }
    }

    /// Its exit status, or the negative number of the signal that ended it; nil while it runs.
    package var status: Int32? { state.withLock(\.status) }

    /// Its number; nil once it is gone.
    package var pid: Int32? { state.withLock(\.pid) }

    /// Sends a signal, if it still runs.
    package func signal(_ number: Int32) {
        state.withLock { if let pid = $0.pid { kill(pid, number) } }
    }

    /// Waits for its end, on this thread: how it ended.
    @discardableResult
    package func wait() -> Int32 {
        over.wait()
        return status ?? 0
    }

    private func reap(_ child: pid_t) {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        state.withLock { state in
            var status: Int32 = 0
            waitpid(child, &status, 0)
            let signal = status & 0x7F
            state = State(pid: nil, status: signal == 0 ? (status >> 8) & 0xFF : -signal)
        }
    }

    private static func spawn(
        _ words: [String], _ environment: [String], in folder: String?, output: String,
        errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let written = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, written, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, written, 0o600)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var variables = environment.map { strdup($0) } + [nil]
        defer { variables.forEach { free($0) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &variables)
        guard failure == 0 else {
            throw Trouble("\(words[0]) does not start: \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// A group of its own, nothing masked, nothing ignored.
    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    }
}
