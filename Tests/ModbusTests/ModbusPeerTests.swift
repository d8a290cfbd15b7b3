import Foundation
import Modbus
import TestKit
import Testing

/// Devices and masters by somebody else's hand.
///
/// A pseudo-terminal proves neither parity nor the direction of RS-485.
@Suite("Independent Modbus devices and masters, register by register", .timeLimit(.minutes(1)))
struct ModbusPeerTests {
    private static let mbpoll = ["/usr/bin/mbpoll", "/usr/local/bin/mbpoll"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// pymodbus behind one of the ways, and a client of it.
    private func pymodbus(_ way: BusWay) async throws -> (Program, ModbusClient) {
        let port = try FreePort.next()
        let kinds: [BusWay: [String]] = [
            .tcp: ["tcp", "\(port)"], .server: ["rtu", "\(port)"], .line: ["serial"],
        ]
        let device = try Program(
            [Peer.script("device.py")] + (kinds[way] ?? []), executable: Peer.python)
        try await device.prints("ready ")
        let place = try #require(device.output.split(whereSeparator: \.isWhitespace).last)
        let transport: ModbusTransport =
            switch way {
            case .tcp: .tcp(host: "127.0.0.1", port: port)
            case .server: .rtuOverTCP(host: "127.0.0.1", port: port)
            case .line: .serial(ModbusLine(device: String(place)))
            }
        return (device, ModbusClient(transport, timeout: .seconds(2)))
    }

    @Test(
        "pymodbus as a device: all four tables, its exceptions, a busy unit and one that is dead",
        .enabled(if: Peer.isPresent, "'make test' installs pymodbus into .venv"),
        arguments: BusWay.allCases)
    func tables(way: BusWay) async throws {
        let (device, client) = try await pymodbus(way)
        defer { device.destroy() }
        func code(_ table: ModbusTable, at address: UInt16, unit: UInt8) async -> ModbusError.Code?
        {
            do throws(ModbusError) {
                _ = try await client.read(table, at: address, count: 2, unit: unit)
                return nil
            } catch {
                return error.code
            }
        }
        let coils: [UInt16] = [1, 0, 1, 1, 0, 0, 0, 1, 1, 0]
        for _ in 0..<2 {
            #expect(
                try await client.read(.holding, at: 0, count: 8, unit: 1)
                    == [0x0006, 0x1C10, 0x0002, 0, 0, 0x0006, 0x1C10, 0x0002])
            #expect(try await client.read(.input, at: 0, count: 2, unit: 1) == [0x1234, 0xFFFF])
            #expect(try await client.read(.coil, at: 0, count: 10, unit: 1) == coils)
            #expect(
                try await client.read(.discrete, at: 1, count: 9, unit: 1)
                    == coils.dropFirst().map { 1 - $0 })
            #expect(await code(.holding, at: 7, unit: 1) == .exception(2))
            #expect(await code(.holding, at: 0, unit: 2) == .exception(6))
            #expect(try await client.read(.holding, at: 0, count: 2, unit: 2) == [6, 0x1C10])
            // Nobody has that number; pymodbus says so for it, as a gateway does.
            let stranger = await code(.holding, at: 0, unit: 9)
            #expect(stranger == .exception(11) || stranger == .timedOut, "\(stranger as Any)")
        }
    }

    @Test(
        "pymodbus as a device takes what is written, and says what it cannot take",
        .enabled(if: Peer.isPresent, "'make test' installs pymodbus into .venv"),
        arguments: BusWay.allCases)
    func writes(way: BusWay) async throws {
        let (device, client) = try await pymodbus(way)
        defer { device.destroy() }
        try await client.write(.register(at: 3, word: 0xBEEF), unit: 1)
        try await client.write(.registers(at: 5, words: [1, 2, 3]), unit: 1)
        try await client.write(.coil(at: 1, isOn: true), unit: 1)
        #expect(
            try await client.read(.holding, at: 2, count: 6, unit: 1) == [2, 0xBEEF, 0, 1, 2, 3])
        #expect(try await client.read(.coil, at: 0, count: 3, unit: 1) == [1, 1, 1])
        let error = await #expect(throws: ModbusError.self) {
            try await client.write(.registers(at: 7, words: [1, 2]), unit: 1)
        }
        #expect(error?.code == .exception(2))
    }

    /// A device of unit 5 with register n holding n, and nothing beyond 100: libmodbus's own server.
    @Sendable private static func answer(_ request: ModbusRequest) -> ModbusAnswer {
        guard Int(request.address) + request.count <= 100 else { return .exception(2) }
        if !request.values.isEmpty { return .written }
        return .registers((0..<request.count).map { request.address + UInt16($0) })
    }

    @Test(
        "mbpoll reads and writes our server over TCP and on a serial line",
        .enabled(if: mbpoll != nil, "'make test' installs mbpoll"), arguments: [false, true])
    func master(onLine: Bool) async throws {
        let cable = try SerialCable()
        defer { cable.cut() }
        let server =
            onLine
            ? try ModbusServer(
                line: ModbusLine(device: cable.device, baud: 19_200, parity: .even), unit: 5,
                registers: Self.answer)
            : try ModbusServer(port: 0, units: [5], registers: Self.answer)
        defer { server.stop() }
        let mbpoll = try #require(Self.mbpoll)
        let way =
            onLine
            ? (words: ["-m", "rtu", "-b", "19200", "-P", "even"], place: cable.master)
            : (words: ["-p", "\(server.port)"], place: "127.0.0.1")
        func ask(_ words: String, write values: [String] = []) async throws -> Program.Outcome {
            try await Program.run(
                ["-a", "5", "-0", "-1", "-o", "2"] + way.words
                    + words.split(separator: " ").map(String.init) + [way.place] + values,
                executable: mbpoll)
        }
        for table in ["4:hex", "3:hex"] {
            let read = try await ask("-t \(table) -r 10 -c 3")
            #expect(read.status == 0, "\(read)")
            for (address, word) in [(10, "0x000A"), (11, "0x000B"), (12, "0x000C")] {
                let line = read.output.split(separator: "\n").first { $0.hasPrefix("[\(address)]") }
                #expect(line?.contains(word) == true, "\(read)")
            }
        }
        for values in [["7"], ["7", "8", "9"]] {
            let written = try await ask("-t 4 -r 20", write: values)
            #expect(written.status == 0, "\(written)")
            #expect(written.output.contains("Written \(values.count) reference"), "\(written)")
        }
        let beyond = try await ask("-t 4 -r 99 -c 2")
        #expect(beyond.errors.contains("Illegal data address"), "\(beyond)")
        #expect(try await ask("-t 0 -r 0 -c 1").errors.contains("Illegal function"))
    }

    @Test("libmodbus as a device on a serial line is read and written; another unit is silent")
    func libmodbus() async throws {
        let cable = try SerialCable()
        defer { cable.cut() }
        let server = try ModbusServer(
            line: ModbusLine(device: cable.device), unit: 5, registers: Self.answer)
        defer { server.stop() }
        let client = ModbusClient(
            .serial(ModbusLine(device: cable.master)), timeout: .milliseconds(500))
        for _ in 0..<3 {
            #expect(try await client.read(.holding, at: 10, count: 3, unit: 5) == [10, 11, 12])
            #expect(try await client.read(.input, at: 0, count: 100, unit: 5).last == 99)
            try await client.write(.registers(at: 20, words: [1, 2]), unit: 5)
            let beyond = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: 99, count: 2, unit: 5)
            }
            #expect(beyond?.code == .exception(2))
        }
        let stranger = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 1, unit: 6)
        }
        #expect(stranger?.code == .timedOut)
    }

    @Test("at another speed than the device's, all that comes back is noise and no value")
    func speed() async throws {
        let cable = try SerialCable()
        defer { cable.cut() }
        let server = try ModbusServer(
            line: ModbusLine(device: cable.device, baud: 9600), unit: 5, registers: Self.answer)
        defer { server.stop() }
        func read(_ baud: Int) async throws -> [UInt16] {
            let line = ModbusLine(device: cable.master, baud: baud)
            return try await ModbusClient(.serial(line), timeout: .milliseconds(300))
                .read(.holding, at: 1, count: 2, unit: 5)
        }
        #expect(try await read(9600) == [1, 2])
        await #expect(throws: ModbusError.self) { try await read(19_200) }
        #expect(try await read(9600) == [1, 2])
    }
}
