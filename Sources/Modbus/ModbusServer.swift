import Glibc
import Threads

/// Devices that answer for their registers, by libmodbus's own server side.
///
/// One thread serves all clients, one request after the other: the answers come from `registers`,
/// which runs there. Requests for any other unit get silence, other functions exception 1.
package final class ModbusServer: Sendable {
    /// The port it listens on; 0 on a serial line.
    package let port: UInt16

    private let thread: BlockingThread
    /// The writing end of a pipe; a byte in it ends the thread's loop.
    private let end: Monitor<Int32?>
    private let hasEnded: Monitor<Bool>

    /// Listens on the network at once; port 0 lets the system choose a free one.
    ///
    /// `host` is an IPv4 address of this machine: by default only this machine can connect.
    package convenience init(
        host: String = "127.0.0.1", port: UInt16, units: Set<UInt8>,
        registers: @escaping @Sendable (ModbusRequest) -> ModbusAnswer
    ) throws(ModbusError) {
        try self.init { end, started throws(ModbusError) in
            var listener = try ModbusListener(host: host, port: port)
            let chosen = listener.port
            started.with { $0 = .success(chosen) }
            listener.serve(until: end) { $0.answered(units: units, by: registers) }
        }
    }

    /// Answers as one unit on a serial line.
    ///
    /// libmodbus serves one unit a line: it takes what follows a question to another unit for that
    /// one's answer.
    package convenience init(
        line: ModbusLine, unit: UInt8,
        registers: @escaping @Sendable (ModbusRequest) -> ModbusAnswer
    ) throws(ModbusError) {
        try self.init { end, started throws(ModbusError) in
            let station = try ModbusStation(line, unit: unit)
            started.with { $0 = .success(0) }
            station.serve(until: end) { $0.answered(units: [unit], by: registers) }
        }
    }

    /// Runs `serve` on a thread of its own; it says when it has started, and ends with its pipe.
    private init(
        _ serve:
            @escaping @Sendable (Int32, Monitor<Result<UInt16, ModbusError>?>)
            throws(ModbusError) -> Void
    ) throws(ModbusError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw ModbusError(.cannotListen, "too many files are open")
        }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = Monitor<Result<UInt16, ModbusError>?>(nil)
        let hasEnded = Monitor(false)
        let thread = BlockingThread(name: "modbus-server")
        thread.start {
            do throws(ModbusError) {
                try serve(reading, started)
            } catch {
                started.with { $0 = .failure(error) }
            }
            Glibc.close(reading)
            hasEnded.with { $0 = true }
        }
        (self.thread, self.hasEnded) = (thread, hasEnded)
        end = Monitor(writing)
        do throws(ModbusError) {
            self.port = try started.wait { $0 }.get()
        } catch {
            Glibc.close(writing)
            throw error
        }
    }

    deinit {
        end.with { Self.announce(&$0) }
    }

    /// Closes the port and every connection, and returns when that is done.
    package func stop() {
        end.with { Self.announce(&$0) }
        hasEnded.wait { $0 ? () : nil }
    }

    /// Tells the loop to end, once; a byte works also where a child process has inherited the pipe.
    private static func announce(_ end: inout Int32?) {
        guard let writing = end else { return }
        _ = unsafe write(writing, [0], 1)
        Glibc.close(writing)
        end = nil
    }
}
