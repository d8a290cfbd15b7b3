import DeviceMaps
import Threads

/// One serial line, opened when it is needed and again after it went away.
///
/// Its calls run on a thread of their own: a dead line must not stop the site.
actor SerialConnection {
    private let route: SerialRoute
    private let line: SerialLine
    private let canWrite: Bool
    private let timeout: Duration
    private let thread = BlockingThread(name: "serial-reader")
    private var link: SerialLink?

    init(_ route: SerialRoute, line: SerialLine, canWrite: Bool, timeout: Duration) {
        (self.route, self.line) = (route, line)
        (self.canWrite, self.timeout) = (canWrite, timeout)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Opens the line if it is not; whether it was opened just now.
    func open() throws(SerialError) -> Bool {
        guard link == nil else { return false }
        switch route {
        case .tty(let path, let line):
            link = SerialLink(
                try SerialPort(path: path, line: line ?? self.line, canWrite: canWrite))
        case .tcp(let host, let port):
            link = SerialLink(try SerialPort(host: host, port: port, within: timeout))
        }
        return true
    }

    /// What has come, waiting no longer than `patience` for the first byte.
    func receive(within patience: Duration) throws(SerialError) -> [UInt8] {
        try using { port throws(SerialError) in try port.read(within: patience) }
    }

    /// Sends a question after forgetting what came before it.
    func ask(_ question: [UInt8]) throws(SerialError) {
        try using { port throws(SerialError) in
            port.discardInput()
            try port.write(question)
        }
    }

    /// Closes the line; it is opened again when it is next needed.
    func close() {
        link = nil
    }

    /// Closes a connection that says nothing, for the other side may be gone without a word.
    ///
    /// Not a tty: the system tells when that goes, and opening restarts some indicators.
    func closeIfRemote() {
        if case .tcp = route { link = nil }
    }

    private func using<T>(
        _ body: (borrowing SerialPort) throws(SerialError) -> T
    ) throws(SerialError) -> T {
        guard let link else { throw SerialError(.closed, "the line is not open") }
        do {
            return try body(link.port)
        } catch {
            self.link = nil
            throw error
        }
    }
}

/// Holds a port that may be open or not.
private final class SerialLink {
    let port: SerialPort

    init(_ port: consuming SerialPort) {
        self.port = port
    }
}
