/// RTU frames through a TCP connection, as serial device servers hand them on; libmodbus connects,
/// and has no such framing.
final class ModbusTunnelLink: ModbusLink {
    private let connection: ModbusConnection

    init(host: String, port: UInt16, within timeout: Duration) throws(ModbusError) {
        connection = try ModbusConnection(host: host, port: port)
        try connection.connect(within: timeout)
    }

    /// A frame that came unasked is another master's, or late: the server behind may keep more.
    var isStale: Bool { connection.isStale }

    /// The whole answer must be there in time, however it trickles; its length follows from what
    /// was asked, for a stream of bytes has no silence between frames.
    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt16] {
        let deadline = ContinuousClock.now + timeout
        try connection.send(question.rtuBytes)
        var answer = try connection.read(2, until: deadline)
        guard let length = question.rtuLength(function: answer[1]) else {
            throw ModbusError(.mismatch, "function \(answer[1]) was not asked for")
        }
        answer += try connection.read(length - answer.count, until: deadline)
        return try question.registers(inRTU: answer)
    }
}
