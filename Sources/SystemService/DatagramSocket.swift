import Glibc

/// Owns one unix datagram socket without a name of its own.
///
/// Made by `socket(2)`; closed once, by `deinit`. It is never connected: each datagram is
/// addressed, so that a listener may go away and come back under the same name.
struct DatagramSocket: ~Copyable {
    /// What became of a datagram.
    enum Outcome {
        /// It stands in the listener's queue.
        case taken
        /// The system carries no datagram of this size (EMSGSIZE, ENOBUFS).
        case tooLarge
        /// Nobody listens there, or the queue is full.
        case refused
    }

    /// No waiting, and no signal when the listener is gone (send(2)).
    private static let atOnce = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

    private let descriptor: Int32

    /// Nil when this process may open no further file.
    init?() {
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Sends bytes without waiting for room in the listener's queue.
    borrowing func send(_ bytes: [UInt8], to address: UnixAddress) -> Outcome {
        send(bytes, to: address, flags: DatagramSocket.atOnce)
    }

    /// Sends bytes, and waits at most so many seconds for room in the listener's queue.
    borrowing func send(
        _ bytes: [UInt8], to address: UnixAddress, waitingAtMost seconds: Int
    ) -> Outcome {
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // Without the limit a listener that hangs would hang the sender: rather not wait at all.
        guard setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size) == 0 else {
            return send(bytes, to: address)
        }
        return send(bytes, to: address, flags: Int32(MSG_NOSIGNAL))
    }

    /// Hands over an open file in an empty datagram (SCM_RIGHTS, unix(7)), without waiting.
    borrowing func pass(_ file: Int32, to address: UnixAddress) -> Outcome {
        DatagramSocket.withRights(to: file) { control in
            address.withSockaddr { name, length in
                var message = msghdr()
                message.msg_name = UnsafeMutableRawPointer(mutating: name)
                message.msg_namelen = length
                message.msg_control = control.baseAddress
                message.msg_controllen = control.count
                return DatagramSocket.outcome(
                    of: sendmsg(descriptor, &message, DatagramSocket.atOnce))
            }
        }
    }

    private borrowing func send(
        _ bytes: [UInt8], to address: UnixAddress, flags: Int32
    ) -> Outcome {
        address.withSockaddr { name, length in
            DatagramSocket.outcome(
                of: sendto(descriptor, bytes, bytes.count, flags, name, length))
        }
    }

    private static func outcome(of answer: Int) -> Outcome {
        guard answer < 0 else { return .taken }
        return errno == EMSGSIZE || errno == ENOBUFS ? .tooLarge : .refused
    }

    /// The control message that carries one descriptor, laid out as cmsg(3) says.
    ///
    /// Its macros are not seen from here: a header, the descriptor, and room up to a whole word.
    private static func withRights<R>(
        to file: Int32, _ body: (UnsafeMutableRawBufferPointer) -> R
    ) -> R {
        let header = MemoryLayout<cmsghdr>.size
        let word = MemoryLayout<Int>.size
        let space = header + (MemoryLayout<Int32>.size + word - 1) / word * word
        return withUnsafeTemporaryAllocation(byteCount: space, alignment: word) { control in
            control.initializeMemory(as: UInt8.self, repeating: 0)
            var head = cmsghdr()
            head.cmsg_len = header + MemoryLayout<Int32>.size
            head.cmsg_level = SOL_SOCKET
            head.cmsg_type = Int32(SCM_RIGHTS)
            control.storeBytes(of: head, as: cmsghdr.self)
            control.storeBytes(of: file, toByteOffset: header, as: Int32.self)
            return body(control)
        }
    }
}
