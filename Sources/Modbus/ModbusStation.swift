import CModbus
import Glibc

/// One unit on a serial line, through libmodbus's server side.
///
/// Made by `modbus_new_rtu` and opened by `modbus_connect`; the line is closed once, by `deinit`. It
/// lives and ends on the server's thread.
@safe struct ModbusStation: ~Copyable {
    private let responder: ModbusResponder
    private let line: Int32

    init(_ line: ModbusLine, unit: UInt8) throws(ModbusError) {
        guard let made = unsafe line.context() else {
            throw ModbusError(.cannotListen, "\(line.device) is no serial line")
        }
        guard unsafe modbus_set_slave(made, Int32(unit)) == 0, unsafe modbus_connect(made) == 0
        else {
            let words = ModbusError.words(for: errno)
            unsafe modbus_free(made)
            throw ModbusError(.cannotListen, "cannot answer on \(line.device): \(words)")
        }
        // Between the bytes of one question; what was noise must be over before the next one.
        unsafe modbus_set_byte_timeout(made, 0, 50_000)
        self.line = unsafe modbus_get_socket(made)
        responder = unsafe ModbusResponder(owning: made, .rtu)
    }

    deinit { Glibc.close(line) }

    /// Answers until there is a byte in `end`, the reading end of a pipe, or the line is gone.
    func serve(until end: Int32, _ answer: (ModbusIndication) -> ModbusReply) {
        while true {
            let heard = ModbusListener.wait(for: [end, line])
            if heard.contains(end) { return }
            guard heard.contains(line) else { continue }
            if responder.serve(line, answer) { continue }
            if isGone { return }
            // What is not understood is noise, and so is what came with it.
            tcflush(line, TCIFLUSH)
        }
    }

    /// Whether the other end was unplugged.
    private var isGone: Bool {
        var state = pollfd(fd: line, events: 0, revents: 0)
        return unsafe poll(&state, 1, 0) > 0 && state.revents & Int16(POLLHUP | POLLERR) != 0
    }
}
