import CModbus

/// Owns one `modbus_t *` that answers questions; frees it once, by `deinit`.
///
/// Its sockets are somebody else's, who also closes them.
@safe struct ModbusResponder: ~Copyable {
    private let raw: OpaquePointer
    private let framing: ModbusIndication.Framing

    init(owning raw: OpaquePointer, _ framing: ModbusIndication.Framing) {
        (unsafe self.raw, self.framing) = (unsafe raw, framing)
    }

    deinit {
        unsafe modbus_set_socket(raw, -1)
        unsafe modbus_free(raw)
    }

    /// The socket of the next client, or a negative number.
    func accept(_ listener: inout Int32) -> Int32 {
        unsafe modbus_tcp_accept(raw, &listener)
    }

    /// Reads one request and answers it; false when it was not to be understood or not to be
    /// answered, as after the end of a connection.
    func serve(_ socket: Int32, _ answer: (ModbusIndication) -> ModbusReply) -> Bool {
        unsafe modbus_set_socket(raw, socket)
        var request = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let count = unsafe modbus_receive(raw, &request)
        // On a line, a frame for somebody else counts nothing and is passed over.
        guard count > 0 else { return count == 0 && framing == .rtu }
        request.removeLast(request.count - Int(count))
        switch answer(ModbusIndication(bytes: request, framing: framing)) {
        case .nothing: return true
        case .exception(let number):
            return unsafe modbus_reply_exception(raw, request, UInt32(number)) >= 0
        case .registers(let address, let values):
            return reply(to: request, address: address, values: values)
        }
    }

    /// Lets libmodbus answer out of a mapping that holds just these registers, in both tables.
    private func reply(to request: [UInt8], address: UInt16, values: [UInt16]) -> Bool {
        let (start, count) = (UInt32(address), UInt32(values.count))
        guard
            let mapping = unsafe modbus_mapping_new_start_address(
                0, 0, 0, 0, start, count, start, count)
        else { return false }
        defer { unsafe modbus_mapping_free(mapping) }
        for (index, value) in values.enumerated() {
            unsafe mapping.pointee.tab_registers[index] = value
            unsafe mapping.pointee.tab_input_registers[index] = value
        }
        return unsafe modbus_reply(raw, request, Int32(request.count), mapping) >= 0
    }
}

/// What a server sends back.
enum ModbusReply {
    case registers(address: UInt16, values: [UInt16])
    case exception(UInt8)
    case nothing
}
