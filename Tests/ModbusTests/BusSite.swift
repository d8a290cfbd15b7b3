import TestKit
import Testing

@testable import Modbus

/// The ways to a device: Modbus TCP, a serial line, and a serial device server on the network.
enum BusWay: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case tcp, line, server

    /// Those with RTU frames.
    static let rtu: [BusWay] = [.line, .server]

    var testDescription: String { rawValue }
}

/// A client of a device behind one of the ways; the device lives as long as this does.
final class BusSite {
    let client: ModbusClient
    private let line: HostileLine?
    private let server: HostileDevice?

    /// Keeps the device there until the test is over.
    func end() {}

    init(
        _ way: BusWay, timeout: Duration = .seconds(2),
        _ script: @escaping @Sendable (HostileDevice.Question) -> [HostileDevice.Step]
    ) throws {
        let transport: ModbusTransport
        switch way {
        case .line:
            let line = try HostileLine(script)
            (self.line, server) = (line, nil)
            transport = .serial(ModbusLine(device: line.device))
        case .tcp, .server:
            let server = try HostileDevice(way == .tcp ? .network : .serial, script)
            (line, self.server) = (nil, server)
            transport =
                way == .tcp
                ? .tcp(host: "127.0.0.1", port: server.port)
                : .rtuOverTCP(host: "127.0.0.1", port: server.port)
        }
        client = ModbusClient(transport, timeout: timeout)
    }
}
