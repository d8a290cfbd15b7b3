/// Modbus TCP through libmodbus.
final class ModbusTCPLink: ModbusLink {
    private let connection: ModbusConnection

    init(host: String, port: UInt16, within timeout: Duration) throws(ModbusError) {
        connection = try ModbusConnection(host: host, port: port)
        try connection.connect(within: timeout)
    }

    var isStale: Bool { connection.isStale }

    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt16] {
        try question.registers(in: connection.ask(question))
    }
}
