import Synchronization

/// Speaks to the system's log, journald, in its native protocol: one datagram a message.
///
/// (systemd.io/JOURNAL_NATIVE_PROTOCOL.) It never waits and never fails: a site weighs on while its
/// log is away. Messages that nobody took are counted, and the next one that is taken says how many.
package final class JournaldSocket: Sendable {
    /// Where journald listens.
    package static let standardPath = "/run/systemd/journal/socket"

    private let address: UnixAddress?
    private let state: Mutex<State>

    /// Nothing is sent yet; use it only where `JournaldStream.isConnected`.
    package init(path: String = JournaldSocket.standardPath) {
        address = UnixAddress(path)
        state = Mutex(State(socket: DatagramSocket()))
    }

    /// Messages that nobody took since the last one that was taken.
    package var lost: Int { state.withLock { $0.lost } }

    /// Sends a message; false when nobody took it.
    ///
    /// Any thread may call. It costs one system call, and a few more when the message is larger
    /// than a datagram may be.
    @discardableResult
    package func send(_ message: JournaldMessage) -> Bool {
        state.withLock { state in
            let bytes = message.bytes(afterLosing: state.lost)
            let isTaken = address.map { state.deliver(bytes, to: $0) } ?? false
            state.lost = isTaken ? 0 : state.lost + 1
            return isTaken
        }
    }
}

/// The socket, and how many messages nobody took.
private struct State: ~Copyable {
    let socket: DatagramSocket?
    var lost = 0

    init(socket: consuming DatagramSocket?) {
        self.socket = socket
    }

    /// Sends bytes as a datagram, or as sealed memory when they are too many for one.
    borrowing func deliver(_ bytes: [UInt8], to address: UnixAddress) -> Bool {
        switch socket {
        case .some(let socket):
            switch socket.send(bytes, to: address) {
            case .taken: return true
            case .refused: return false
            case .tooLarge: break
            }
            guard let memory = SealedMemory(bytes, name: "weighpost-message") else { return false }
            return socket.pass(memory.descriptor, to: address) == .taken
        case .none: return false
        }
    }
}
