/// A connection that libmodbus made: Modbus TCP, or RTU frames as serial device servers hand them
/// on, for which the library has no transport.
final class ModbusNetworkLink: ModbusLink {
    private let connection: ModbusConnection
    private let isRTU: Bool

    init(
        host: String, port: UInt16, isRTU: Bool, within timeout: Duration
    ) throws(ModbusError) {
        self.isRTU = isRTU
        connection = try ModbusConnection(host: host, port: port)
        try connection.connect(within: timeout)
    }

    /// Something unasked is another master's, or late; behind a device server more may follow.
    var isStale: Bool { connection.isStale }

    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt16] {
        guard isRTU else { return try question.registers(in: connection.ask(question)) }
        return try question.registers(inRTU: frame(answering: question, within: timeout))
    }

    /// The whole answer must be there in time, however it trickles; its length follows from what
    /// was asked, for a stream of bytes has no silence between frames.
    private func frame(
        answering question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt8] {
        let deadline = ContinuousClock.now + timeout
        try connection.send(question.rtuBytes)
        let head = try connection.read(2, until: deadline)
        guard let length = question.rtuLength(function: head[1]) else {
            throw ModbusError(.mismatch, "function \(head[1]) was not asked for")
        }
        return head + (try connection.read(length - head.count, until: deadline))
    }
}
