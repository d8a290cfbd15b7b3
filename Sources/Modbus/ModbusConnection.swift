import CModbus
import Glibc

/// Owns one `modbus_t *` with its connection to a device.
///
/// Made by `modbus_new_tcp` or `modbus_new_tcp_pi`; closed and freed once, by `deinit`.
@safe struct ModbusConnection: ~Copyable {
    private let raw: OpaquePointer
    private let isNamed: Bool

    /// Prepares; connects to nothing yet.
    init(host: String, port: UInt16) throws(ModbusError) {
        // An address needs no resolver, and `modbus_new_tcp` asks none.
        let made =
            if Self.isAddress(host) {
                unsafe modbus_new_tcp(host, Int32(port))
            } else {
                unsafe modbus_new_tcp_pi(host, String(port))
            }
        isNamed = !Self.isAddress(host)
        guard let made = unsafe made else {
            throw ModbusError(.unreachable, "\(host) is no host name or address")
        }
        unsafe raw = made
    }

    deinit {
        unsafe modbus_close(raw)
        unsafe modbus_free(raw)
    }

    /// Connects; takes no longer than `timeout`, except to look up a name.
    func connect(within timeout: Duration) throws(ModbusError) {
        let seconds = UInt32(timeout.components.seconds)
        let microseconds = UInt32(timeout.components.attoseconds / 1_000_000_000_000)
        unsafe modbus_set_response_timeout(raw, seconds, max(microseconds, seconds == 0 ? 1 : 0))
        // No allowance byte by byte: the whole answer must be there in time, however it trickles.
        unsafe modbus_set_byte_timeout(raw, 0, 0)
        // No recovery of its own either: it would sleep and connect again behind our back.
        unsafe modbus_set_error_recovery(raw, MODBUS_ERROR_RECOVERY_NONE)
        try Self.checkFilesAreFew()
        guard unsafe modbus_connect(raw) == 0 else {
            let cause = errno
            if cause == EINPROGRESS {
                throw ModbusError(.timedOut, "no connection within \(timeout)")
            }
            // The library asks the resolver and keeps its answer to itself.
            let hint = isNamed ? "; is the name of the host right, and known here?" : ""
            throw ModbusError(
                .unreachable, "no connection: \(ModbusError.words(for: cause))\(hint)")
        }
        guard unsafe modbus_get_socket(raw) < FD_SETSIZE else { throw Self.tooManyFiles }
    }

    /// Refuses where the next socket's number could reach `FD_SETSIZE`.
    ///
    /// libmodbus waits by `select(2)`, already while it connects; for a number beyond the set the
    /// C library ends the program. Other threads open files meanwhile, hence the margin.
    private static func checkFilesAreFew() throws(ModbusError) {
        let next = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard next >= 0 else { throw tooManyFiles }
        Glibc.close(next)
        guard next < FD_SETSIZE - 64 else { throw tooManyFiles }
    }

    private static var tooManyFiles: ModbusError {
        ModbusError(.unreachable, "too many files are open in this program")
    }

    /// Whether the device has sent something unasked or has gone: then nothing that comes can be
    /// trusted to belong to the next question.
    var isStale: Bool {
        // A closed connection reads as an end, so this sees it too.
        var state = unsafe pollfd(fd: modbus_get_socket(raw), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&state, 1, 0) != 0
    }

    /// Sends the question and returns the bytes of what came back, not yet compared with it.
    ///
    /// The library's own call is not used: it builds no question whose answer it shows, and it
    /// compares the transaction of an answer but not the unit.
    func ask(_ question: ModbusQuestion) throws(ModbusError) -> [UInt8] {
        try send(question.bytes)
        var answer = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let count = unsafe modbus_receive_confirmation(raw, &answer)
        guard count >= 0 else { throw Self.noAnswer(cause: errno) }
        return Array(answer.prefix(Int(count)))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) throws(ModbusError) {
        let socket = unsafe modbus_get_socket(raw)
        guard unsafe Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { throw ModbusError(.closed, "not sent: \(ModbusError.words(for: errno))") }
    }

    /// Exactly that many bytes as they come, all of them before `deadline`.
    func read(
        _ count: Int, until deadline: ContinuousClock.Instant
    ) throws(ModbusError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard waits(until: deadline) else { throw Self.noAnswer(cause: ETIMEDOUT) }
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let length = unsafe recv(modbus_get_socket(raw), &part, part.count, 0)
            if length < 0, errno == EAGAIN || errno == EINTR { continue }
            guard length > 0 else { throw Self.noAnswer(cause: ECONNRESET) }
            bytes += part.prefix(length)
        }
        return bytes
    }

    /// Whether something came before `deadline`.
    private func waits(until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let rest = ContinuousClock.now.duration(to: deadline)
            let milliseconds = Int32(clamping: max(0, Int64(rest / .milliseconds(1))))
            var state = unsafe pollfd(
                fd: modbus_get_socket(raw), events: Int16(POLLIN), revents: 0)
            if unsafe poll(&state, 1, milliseconds) > 0 { return true }
            guard rest > .milliseconds(1) else { return false }
        }
    }

    private static func noAnswer(cause: Int32) -> ModbusError {
        switch cause {
        case ETIMEDOUT: ModbusError(.timedOut, "no whole answer in time")
        case ECONNRESET: ModbusError(.closed, "the device closed the connection")
        default: ModbusError(.mismatch, "no answer: \(ModbusError.words(for: cause))")
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        var address = in_addr()
        return unsafe inet_pton(AF_INET, host, &address) == 1
    }
}
