import Threads

/// Asks one device for registers over Modbus TCP, one question at a time.
///
/// It connects when it is first asked, and again when it has to. Every doubt ends the connection:
/// after a time-out or an answer that does not fit, nothing more that comes over it is read, so a
/// late answer is never taken for a value. A device's exception is an answer; the connection stays.
package actor ModbusTCPClient {
    private let host: String
    private let port: UInt16
    private let timeout: Duration
    private let thread: BlockingThread
    private var link: ModbusLink?
    private var transaction: UInt16

    /// A client of the device at `host` and `port`; connects to nothing yet.
    ///
    /// `timeout` is the most a connect may take, and again the most a whole answer may take. Give
    /// an address rather than a name: a name may wait longer for its resolver.
    package init(host: String, port: UInt16, timeout: Duration) {
        (self.host, self.port) = (host, port)
        self.timeout = min(max(timeout, .milliseconds(1)), .seconds(3600))
        thread = BlockingThread(name: "modbus-client")
        // Not from 0: an answer to a program that asked before us should not fit by chance.
        transaction = UInt16.random(in: 1...UInt16.max)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// Reads `count` (1...125) holding registers from the address as it is on the wire (from 0).
    package func readHoldingRegisters(
        at address: UInt16, count: Int, unit: UInt8
    ) async throws(ModbusError) -> [UInt16] {
        try read(.holding, at: address, count: count, unit: unit)
    }

    /// Reads `count` (1...125) input registers from the address as it is on the wire (from 0).
    package func readInputRegisters(
        at address: UInt16, count: Int, unit: UInt8
    ) async throws(ModbusError) -> [UInt16] {
        try read(.input, at: address, count: count, unit: unit)
    }

    /// Ends the connection; the next question makes a new one.
    package func close() {
        link = nil
    }

    private func read(
        _ table: ModbusTable, at address: UInt16, count: Int, unit: UInt8
    ) throws(ModbusError) -> [UInt16] {
        guard (1...ModbusQuestion.countLimit).contains(count), Int(address) + count <= 0x1_0000
        else {
            throw ModbusError(.invalidRequest, "\(count) registers from \(address) do not exist")
        }
        transaction &+= 1
        let question = ModbusQuestion(
            transaction: transaction, unit: unit, table: table, address: address, count: count)
        do throws(ModbusError) {
            let answer = try connected().connection.ask(question)
            return try question.registers(in: answer)
        } catch {
            if error.code.exceptionNumber == nil { link = nil }
            throw ModbusError(error.code, "device \(host):\(port) unit \(unit): \(error.message)")
        }
    }

    /// The connection, made new when there is none or when something unasked came over it.
    private func connected() throws(ModbusError) -> ModbusLink {
        if let link, !link.connection.isStale { return link }
        link = nil
        let fresh = ModbusLink(try ModbusConnection(host: host, port: port))
        try fresh.connection.connect(within: timeout)
        link = fresh
        return fresh
    }
}

/// Holds a connection that may be there or not.
private final class ModbusLink {
    let connection: ModbusConnection

    init(_ connection: consuming ModbusConnection) {
        self.connection = connection
    }
}
