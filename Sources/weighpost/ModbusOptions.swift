import ArgumentParser
import DeviceMaps
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

    @Option(help: "Bits a second on the line (default: 9600, or the map's for strings).")
    var baud: Int?

    @Option(help: "none, even or odd (default: none, or the map's for strings).")
    var parity: String?

    @Option(help: "1 or 2 (default: 1, or the map's for strings).")
    var stopBits: Int?

    @Option(help: "7 or 8, for strings.")
    var bits: Int?

    @Option(help: "The unit number.")
    var unit: UInt8 = 1

    @Option(help: "Milliseconds to wait for an answer.")
    var timeout: Int = 1000

    func validate() throws {
        guard (host == nil) != (device == nil) else {
            throw ValidationError("say --host for a network or --device for a serial line")
        }
        guard baud.map(SerialLine.bauds.contains) ?? true else {
            let known = SerialLine.bauds.map { String($0) }.joined(separator: ", ")
            throw ValidationError("--baud is one of \(known)")
        }
        guard parity.map({ SerialLine.Parity(rawValue: $0) != nil }) ?? true,
            stopBits.map((1...2).contains) ?? true, bits.map((7...8).contains) ?? true
        else {
            throw ValidationError(
                "--parity is none, even or odd, --stop-bits 1 or 2, and --bits 7 or 8")
        }
        guard (50...10_000).contains(timeout) else {
            throw ValidationError("--timeout is 50 to 10000 milliseconds")
        }
    }

    var transport: ModbusTransport {
        if let device {
            return .serial(
                ModbusLine(
                    device: device, baud: baud ?? 9600,
                    parity: parity.flatMap { ModbusLine.Parity(rawValue: $0) } ?? .none,
                    stopBits: stopBits ?? 1))
        }
        let host = host ?? ""
        return framing == .tcp
            ? .tcp(host: host, port: port) : .rtuOverTCP(host: host, port: port)
    }

    /// The way strings come: a line as the map proposes it but for what is said here.
    func route(_ proposed: SerialLine) -> SerialRoute {
        guard let device else { return .tcp(host: host ?? "", port: port) }
        return .tty(
            path: device,
            line: SerialLine(
                baud: baud ?? proposed.baud, bits: bits ?? proposed.bits,
                parity: parity.flatMap { SerialLine.Parity(rawValue: $0) } ?? proposed.parity,
                stop: stopBits ?? proposed.stop))
    }

    var probe: DeviceProbe {
        DeviceProbe(transport, unit: unit, timeout: .milliseconds(timeout))
    }
}
