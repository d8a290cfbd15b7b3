import DeviceMaps
import Glibc

/// Owns one open serial port, or one connection to a serial device server.
///
/// The descriptor is made by one of the two `init`, and closed once, by `deinit`. Its calls block,
/// though never longer than they are told to: only a `BlockingThread` makes them.
struct SerialPort: ~Copyable {
    private let descriptor: Int32
    private let name: String
    private let isTTY: Bool

    /// Short beside the time of a frame, long beside that of a byte.
    private static let gatheringMicroseconds: UInt32 = 4_000
    /// The most bytes one read takes: a second of the fastest line would be six of these.
    private static let piece = 4_096

    /// Opens a tty; `canWrite` false opens it so that nothing can be sent.
    init(path: String, line: SerialLine, canWrite: Bool) throws(SerialError) {
        descriptor = try SerialTTY.open(path: path, line: line, canWrite: canWrite)
        (name, isTTY) = (path, true)
        // What waited in the system is of a time that nobody knows.
        discardInput()
    }

    /// Connects to a device server within `patience`; a name may wait longer for its resolver.
    init(host: String, port: UInt16, within patience: Duration) throws(SerialError) {
        descriptor = try SerialSocket.connect(host: host, port: port, within: patience)
        (name, isTTY) = ("\(host):\(port)", false)
    }

    deinit {
        if isTTY { SerialTTY.giveUp(descriptor) } else { close(descriptor) }
    }

    /// What has come, waiting for the first byte no longer than `patience`; empty when none came.
    func read(within patience: Duration) throws(SerialError) -> [UInt8] {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&state, 1, patience.wholeMilliseconds)
        guard ready > 0 else { return [] }
        // A slow line delivers byte by byte: a few milliseconds bring several at one waking.
        if isTTY { usleep(Self.gatheringMicroseconds) }
        var bytes = [UInt8](repeating: 0, count: Self.piece)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard count > 0 else {
            throw SerialError(.closed, "\(name) is gone: unplugged, or closed by the other side")
        }
        return Array(bytes.prefix(count))
    }

    /// Sends a question; one is a few bytes, which the system always takes at once.
    func write(_ bytes: [UInt8]) throws(SerialError) {
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw SerialError(.closed, "\(name): not sent: \(SerialError.words(for: errno))")
        }
    }

    /// Forgets what has come and nobody read.
    func discardInput() {
        if isTTY { tcflush(descriptor, TCIFLUSH) }
        var bytes = [UInt8](repeating: 0, count: Self.piece)
        while Glibc.read(descriptor, &bytes, bytes.count) > 0 {}
    }
}

extension Duration {
    /// For `poll`: rounded up, so that a short wait is not a busy one.
    var wholeMilliseconds: Int32 {
        let (seconds, rest) = components
        guard seconds < 3_600 else { return 3_600_000 }
        return Int32(seconds) * 1_000 + Int32((rest + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
