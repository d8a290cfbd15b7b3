import Glibc
import Threads

/// Devices on the network that answer for their registers, by libmodbus's own server side.
///
/// One thread serves all clients, one request after the other: the answers come from `registers`,
/// which runs there. Requests for any other unit get silence, other functions exception 1.
package final class ModbusTCPServer: Sendable {
    /// The port it listens on.
    package let port: UInt16

    private let thread: BlockingThread
    /// The writing end of a pipe; a byte in it ends the thread's loop.
    private let end: Monitor<Int32?>
    private let hasEnded: Monitor<Bool>

    /// Listens at once; port 0 lets the system choose a free one.
    ///
    /// `host` is an IPv4 address of this machine: by default only this machine can connect.
    package init(
        host: String = "127.0.0.1", port: UInt16, units: Set<UInt8>,
        registers: @escaping @Sendable (ModbusRequest) -> ModbusAnswer
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
            Self.serve(
                host: host, port: port, until: reading, started: started,
                reply: { Self.reply(to: $0, units: units, registers) })
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

    /// The body of the thread: listens, says so, and serves until the end.
    private static func serve(
        host: String, port: UInt16, until end: Int32,
        started: Monitor<Result<UInt16, ModbusError>?>, reply: ([UInt8]) -> ModbusReply
    ) {
        do throws(ModbusError) {
            var listener = try ModbusListener(host: host, port: port)
            let chosen = listener.port
            started.with { $0 = .success(chosen) }
            listener.serve(until: end, reply)
        } catch {
            started.with { $0 = .failure(error) }
        }
    }

    private static func reply(
        to bytes: [UInt8], units: Set<UInt8>, _ registers: (ModbusRequest) -> ModbusAnswer
    ) -> ModbusReply {
        switch ModbusRequest.read(bytes, units: units) {
        case .notForUs: return .nothing
        case .refused(let exception): return .exception(exception)
        case .request(let request):
            switch registers(request) {
            case .registers(let values):
                precondition(values.count == request.count, "not as many registers as asked for")
                return .registers(address: request.address, values: values)
            case .written: return .registers(address: request.address, values: request.values)
            case .exception(let number): return .exception(number)
            case .silence: return .nothing
            }
        }
    }
}
