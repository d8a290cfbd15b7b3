import ArgumentParser
import DeviceReaders
import Modbus

/// How a device is reached, as options of a command.
struct ModbusOptions: ParsableArguments {
    enum Framing: String, ExpressibleByArgument, CaseIterable {
        case tcp, rtu
    }

    @Option(help: "The device's address on the network.")
    var host: String?

    @Option(help: "Its port.")
    var port: UInt16 = 502

    @Option(help: "tcp, or rtu for a serial device server that hands frames through.")
    var framing: Framing = .tcp

    @Option(help: "A serial line, best by a name in /dev/serial/by-id.")
    var device: String?

    @Option(help: "Bits a second on the line.")
    var baud: Int = 9600

    @Option(help: "none, even or odd.")
    var parity: String = "none"

    @Option(help: "1 or 2.")
    var stopBits: Int = 1

    @Option(help: "The unit number.")
    var unit: UInt8 = 1

    @Option(help: "Milliseconds to wait for an answer.")
    var timeout: Int = 1000

    func validate() throws {
        guard (host == nil) != (device == nil) else {
            throw ValidationError("say --host for a network or --device for a serial line")
        }
        guard ModbusLine.bauds.contains(baud) else {
            let known = ModbusLine.bauds.map { String($0) }.joined(separator: ", ")
            throw ValidationError("--baud is one of \(known)")
        }
        guard ModbusLine.Parity(rawValue: parity) != nil, (1...2).contains(stopBits) else {
            throw ValidationError("--parity is none, even or odd, and --stop-bits 1 or 2")
        }
        guard (50...10_000).contains(timeout) else {
            throw ValidationError("--timeout is 50 to 10000 milliseconds")
        }
    }

    var transport: ModbusTransport {
        if let device {
            return .serial(
                ModbusLine(
                    device: device, baud: baud,
                    parity: ModbusLine.Parity(rawValue: parity) ?? .none,
                    stopBits: stopBits))
        }
        let host = host ?? ""
        return framing == .tcp
            ? .tcp(host: host, port: port) : .rtuOverTCP(host: host, port: port)
    }

    var probe: DeviceProbe {
        DeviceProbe(transport, unit: unit, timeout: .milliseconds(timeout))
    }
}
