import CModbus
import Glibc

/// A serial line through libmodbus, RTU.
final class ModbusSerialLink: ModbusLink {
    private let port: ModbusSerialPort

    init(_ line: ModbusLine) throws(ModbusError) {
        var port = try ModbusSerialPort(line)
        try port.open(line)
        self.port = port
    }

    /// Bytes between two questions are noise, or another master's: they are thrown away instead.
    var isStale: Bool { false }

    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt16] {
        try question.registers(inRTU: port.ask(question, within: timeout))
    }
}

/// Owns one `modbus_t *` on a serial line.
///
/// Made by `modbus_new_rtu`; closed and freed once, by `deinit`.
@safe private struct ModbusSerialPort: ~Copyable {
    private let raw: OpaquePointer
    /// Whether this one keeps others out of the line.
    private var isExclusive = false

    init(_ line: ModbusLine) throws(ModbusError) {
        guard let made = unsafe line.context() else {
            throw ModbusError(.unreachable, "\(line.device) is no serial line")
        }
        unsafe raw = made
    }

    deinit {
        // A driver forgets it at the last close, a pseudo-terminal only when its other side goes.
        if isExclusive { _ = unsafe ioctl(modbus_get_socket(raw), UInt(TIOCNXCL)) }
        unsafe modbus_close(raw)
        unsafe modbus_free(raw)
    }

    mutating func open(_ line: ModbusLine) throws(ModbusError) {
        // No recovery of its own: it would sleep and open again behind our back.
        unsafe modbus_set_error_recovery(raw, MODBUS_ERROR_RECOVERY_NONE)
        guard unsafe modbus_connect(raw) == 0 else { throw Self.notOpened(line.device, errno) }
        guard unsafe modbus_get_socket(raw) < FD_SETSIZE else {
            throw ModbusError(.unreachable, "too many files are open in this program")
        }
        try keepOthersOut(line.device)
        if line.isRS485, unsafe modbus_rtu_set_serial_mode(raw, MODBUS_RTU_RS485) != 0 {
            throw ModbusError(
                .unreachable,
                "the driver of \(line.device) does not switch RS-485 (\(ModbusError.words(for: errno)))"
                    + "; most USB adapters do it themselves: leave rs485 out")
        }
    }

    /// Takes the line for this program alone: of two, each would take the other's answers.
    ///
    /// Nothing in a frame tells them apart.
    /// The system itself refuses the second, unless root runs it.
    private mutating func keepOthersOut(_ device: String) throws(ModbusError) {
        let file = unsafe modbus_get_socket(raw)
        var isTaken: Int32 = 0
        // Fails only where there is no such mark; the line is then nobody's.
        _ = unsafe ioctl(file, Self.askExclusive, &isTaken)
        guard isTaken == 0 else { throw Self.notOpened(device, EBUSY) }
        isExclusive = ioctl(file, UInt(TIOCEXCL)) == 0
    }

    /// TIOCGEXCL of ioctl_tty(2), a macro that Swift does not see.
    private static let askExclusive: UInt = 0x8004_5440

    /// Sends the question and returns the frame that came back, checksum included.
    ///
    /// What lies on the line before the question belongs to nobody and is thrown away.
    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt8] {
        let seconds = UInt32(timeout.components.seconds)
        let microseconds = UInt32(timeout.components.attoseconds / 1_000_000_000_000)
        unsafe modbus_set_response_timeout(raw, seconds, max(microseconds, seconds == 0 ? 1 : 0))
        unsafe modbus_set_byte_timeout(raw, 0, 0)
        unsafe modbus_set_slave(raw, Int32(question.unit))
        unsafe modbus_flush(raw)
        let bytes = [question.unit] + question.pdu
        guard unsafe modbus_send_raw_request(raw, bytes, Int32(bytes.count)) > 0 else {
            throw ModbusError(.closed, "not sent: \(ModbusError.words(for: errno))")
        }
        var answer = [UInt8](repeating: 0, count: Int(MODBUS_RTU_MAX_ADU_LENGTH))
        let count = unsafe modbus_receive_confirmation(raw, &answer)
        guard count >= 0 else { throw Self.noAnswer(cause: errno) }
        // libmodbus passes over the frame of another unit and says that it is empty.
        guard count > 0 else { throw ModbusError(.mismatch, "an answer of another unit") }
        return Array(answer.prefix(Int(count)))
    }

    private static func noAnswer(cause: Int32) -> ModbusError {
        switch cause {
        case ETIMEDOUT:
            ModbusError(
                .timedOut, "no whole answer in time; are unit number, baud rate and parity right?")
        case EIO, ENXIO, EBADF, ENODEV, ECONNRESET:
            ModbusError(.closed, "the line is gone: \(ModbusError.words(for: cause))")
        default:
            ModbusError(
                .mismatch,
                "no answer: \(ModbusError.words(for: cause)); is there noise, or an adapter whose "
                    + "echo is not switched off?")
        }
    }

    private static func notOpened(_ device: String, _ cause: Int32) -> ModbusError {
        let hint =
            switch cause {
            case ENOENT: "; is the adapter plugged in? Names that stay are in /dev/serial/by-id"
            case EBUSY: "; another program has it open: is the agent running?"
            case EACCES: "; the agent's user must be in the group of the device, mostly dialout"
            default: ""
            }
        return ModbusError(.unreachable, "no line: \(ModbusError.words(for: cause))\(hint)")
    }
}

extension ModbusLine {
    /// libmodbus's context for this line, not opened yet, or nil without a name.
    ///
    /// The caller frees it.
    @unsafe func context() -> OpaquePointer? {
        let parity: CChar =
            switch parity {
            case .none: 0x4E
            case .even: 0x45
            case .odd: 0x4F
            }
        return unsafe modbus_new_rtu(device, Int32(baud), parity, 8, Int32(stopBits))
    }
}
