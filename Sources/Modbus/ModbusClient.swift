import Threads

/// Asks the devices of one bus for registers, one question at a time, on a thread of its own.
///
/// It connects when it is first asked, and again when it has to. Every doubt ends the connection:
/// after a time-out or an answer that does not fit, nothing more that comes over it is read, so a
/// late answer is never taken for a value. A device's exception is an answer; the connection stays.
package actor ModbusClient {
    private let transport: ModbusTransport
    private let timeout: Duration
    private let thread: BlockingThread
    private var link: (any ModbusLink)?
    private var transaction: UInt16
    /// A frame of a serial line has no number, and its line no connection to end, also where a
    /// device server stands between: what may still come is waited out.
    private var quietAt: ContinuousClock.Instant?

    /// A client of what `transport` reaches; connects to nothing yet.
    ///
    /// `timeout` is the most a connect may take, and again the most a whole answer may take. Give
    /// an address rather than a name: a name may wait longer for its resolver.
    package init(_ transport: ModbusTransport, timeout: Duration) {
        self.transport = transport
        self.timeout = min(max(timeout, .milliseconds(1)), .seconds(3600))
        thread = BlockingThread(name: "modbus-client")
        // Not from 0: an answer to a program that asked before us should not fit by chance.
        transaction = UInt16.random(in: 1...UInt16.max)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// Reads `count` registers (1...125), or bits of a table of bits (1...2000), from the address
    /// as it is on the wire (from 0); one word each, 0 or 1 for a bit.
    package func read(
        _ table: ModbusTable, at address: UInt16, count: Int, unit: UInt8
    ) async throws(ModbusError) -> [UInt16] {
        guard (1...table.countLimit).contains(count), Int(address) + count <= 0x1_0000 else {
            throw ModbusError(.invalidRequest, "\(count) registers from \(address) do not exist")
        }
        return try ask(unit) {
            ModbusQuestion(
                transaction: $0, unit: unit, table: table, address: address, count: count)
        }
    }

    /// Tells a device to do something; returns when it says that it has.
    package func write(_ write: ModbusWrite, unit: UInt8) async throws(ModbusError) {
        guard write.isPossible else {
            throw ModbusError(.invalidRequest, "no function writes so many registers")
        }
        _ = try ask(unit) { ModbusQuestion(transaction: $0, unit: unit, writing: write) }
    }

    private func ask(
        _ unit: UInt8, _ question: (_ transaction: UInt16) -> ModbusQuestion
    ) throws(ModbusError) -> [UInt16] {
        try checkUnit(unit)
        transaction &+= 1
        do throws(ModbusError) {
            return try connected().ask(question(transaction), within: timeout)
        } catch {
            if error.code.exceptionNumber == nil { giveUp(error.code) }
            throw ModbusError(error.code, "device \(transport) unit \(unit): \(error.message)")
        }
    }

    /// Waits until a moment, on the client's own thread, or until the task is cancelled.
    ///
    /// For who asks at a rate: between two questions the thread has nothing else to do, and no timer
    /// and no other thread has to wake for the next one. Whoever else asks meanwhile waits.
    package func rest(until moment: ContinuousClock.Instant) async {
        let isCancelled = Monitor(false)
        await withTaskCancellationHandler {
            // A closure that had no need of this actor would block a thread of the pool instead.
            self.block(until: moment, or: isCancelled)
        } onCancel: {
            isCancelled.with { $0 = true }
        }
    }

    private func block(until moment: ContinuousClock.Instant, or isCancelled: Monitor<Bool>) {
        let rest = ContinuousClock.now.duration(to: moment)
        guard rest > .zero else { return }
        _ = isCancelled.wait(atMost: rest) { $0 ? () : nil }
    }

    /// Ends the connection; the next question makes a new one.
    package func close() {
        link = nil
    }

    /// Refuses what is no unit of a line: 0, which all obey and none answers, and those above 247.
    private func checkUnit(_ unit: UInt8) throws(ModbusError) {
        if case .tcp = transport { return }
        guard (1...247).contains(unit) else {
            throw ModbusError(.invalidRequest, "unit \(unit) is no unit of a line: 1 to 247 are")
        }
    }

    /// Ends the connection, and lets a serial line grow quiet; a line that is gone is opened anew.
    private func giveUp(_ code: ModbusError.Code) {
        switch transport {
        case .tcp: link = nil
        case .rtuOverTCP: (link, quietAt) = (nil, .now + timeout)
        case .serial:
            quietAt = .now + timeout
            if code == .closed || code == .unreachable { link = nil }
        }
    }

    /// The connection, made new when there is none or when something unasked came over it.
    private func connected() throws(ModbusError) -> any ModbusLink {
        if let quietAt {
            // A device server hands what is late to whoever is connected then: to this link, which
            // it makes stale.
            if link == nil { link = try open() }
            // Blocks this thread alone. What came meanwhile on a line goes with the next question.
            block(until: quietAt, or: Monitor(false))
            self.quietAt = nil
        }
        if let link, !link.isStale { return link }
        link = nil
        let fresh = try open()
        link = fresh
        return fresh
    }

    private func open() throws(ModbusError) -> any ModbusLink {
        switch transport {
        case .tcp(let host, let port):
            return try ModbusNetworkLink(
                host: host, port: port, isRTU: false, within: timeout)
        case .rtuOverTCP(let host, let port):
            return try ModbusNetworkLink(
                host: host, port: port, isRTU: true, within: timeout)
        case .serial(let line): return try ModbusSerialLink(line)
        }
    }

}

/// A way over which one question is asked at a time.
protocol ModbusLink: AnyObject {
    /// Whether something came unasked, or the other side has gone: nothing that comes can then be
    /// trusted to belong to the next question.
    var isStale: Bool { get }

    /// Sends the question; returns the registers of the one answer that belongs to it.
    func ask(
        _ question: ModbusQuestion, within timeout: Duration
    ) throws(ModbusError) -> [UInt16]
}
