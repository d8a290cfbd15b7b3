import Glibc

/// Tells the service manager how the agent is doing: one datagram a message.
///
/// The protocol of `sd_notify(3)`, spoken without its library: lines of `KEY=value` to the socket
/// named in `NOTIFY_SOCKET`. Where nobody listens, nothing is sent and nothing fails: the agent
/// runs the same in a terminal.
package struct ServiceNotifier: Sendable {
    /// Bytes of a status that are sent.
    ///
    /// The manager throws away a datagram longer than 4096 bytes whole, `READY=1` with it; a
    /// status of this length leaves room for the other lines.
    private static let longestStatus = 2048

    /// Seconds to wait for a manager that does not read.
    private static let patience = 1

    private let address: UnixAddress?

    /// A notifier for the socket that `NOTIFY_SOCKET` names; silent where it is not set.
    package init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"].flatMap(UnixAddress.init)
    }

    /// The readings, the journal and the delivery are running; also the end of a reload.
    package func ready(_ status: String) {
        announce("READY=1\n\(line(status))\nMAINPID=\(getpid())")
    }

    /// What the agent is doing, in words, for `systemctl status`.
    package func status(_ text: String) {
        mention(line(text))
    }

    /// The agent reads its configuration again; `ready` says when it has.
    ///
    /// The time goes with it, in microseconds of `CLOCK_MONOTONIC`: by that a manager with
    /// `Type=notify-reload` tells this reload from an earlier one. It is not the clock of
    /// `SystemClock`, which counts suspended time.
    package func reloading(_ status: String) {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
        announce("RELOADING=1\nMONOTONIC_USEC=\(microseconds)\n\(line(status))")
    }

    /// The agent has begun to stop; what is acknowledged is already durable.
    package func stopping() {
        announce("STOPPING=1\nSTATUS=stopping")
    }

    /// Start, reload or stop takes longer: the manager is to wait that long from now.
    ///
    /// It has to be said again before that time is over (`EXTEND_TIMEOUT_USEC`).
    package func extendTimeout(by time: Duration) {
        guard time > .zero else { return }
        announce("EXTEND_TIMEOUT_USEC=\(time.wholeMicroseconds)")
    }

    /// Does something that may take long before the agent is ready, and has the manager wait for it.
    ///
    /// It is told again and again while it lasts, and no more once it is over: what hangs afterwards
    /// is found by the manager's usual time.
    package func extendingTimeout<T: Sendable>(
        by time: Duration = .seconds(60), every pause: Duration = .seconds(15),
        while body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while true {
                    try await Task.sleep(for: pause)
                    extendTimeout(by: time)
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// The agent is alive; see `Watchdog` for when that may be said.
    package func feedWatchdog() {
        mention("WATCHDOG=1")
    }

    /// The status as one line: what would end it, or steer a terminal, becomes a space.
    private func line(_ status: String) -> String {
        var line = "STATUS="
        for character in status {
            let isControl = character.unicodeScalars.contains {
                $0.properties.generalCategory == .control
            }
            let next = character.isNewline || isControl ? " " : character
            guard line.utf8.count + next.utf8.count <= ServiceNotifier.longestStatus else { break }
            line.append(next)
        }
        return line
    }

    /// Sends what is said only once, with a little patience.
    private func announce(_ message: String) {
        guard let address, let socket = DatagramSocket() else { return }
        // A manager that does not listen is not the agent's trouble.
        _ = socket.send(
            Array(message.utf8), to: address, waitingAtMost: ServiceNotifier.patience)
    }

    /// Sends what is soon said again: it waits for nobody.
    private func mention(_ message: String) {
        guard let address, let socket = DatagramSocket() else { return }
        _ = socket.send(Array(message.utf8), to: address)
    }
}
