import Glibc
import TestKit
import Testing
import Wire

@testable import Modbus

@Suite("RTU, on a line and through a device server", .timeLimit(.minutes(1)))
struct ModbusLineTests {
    @Test("registers and bits of all tables come back as sent", arguments: BusWay.rtu)
    func read(way: BusWay) async throws {
        let site = try BusSite(way) { question in
            question.bytes[1] < 3
                ? [.send(question.answer(bytes: [0b0100_0010]))]
                : [.send(question.answer([0x1234, 0xFFFF]))]
        }
        defer { site.end() }
        for table in [ModbusTable.holding, .input] {
            #expect(
                try await site.client.read(table, at: 40, count: 2, unit: 3) == [0x1234, 0xFFFF])
        }
        for table in [ModbusTable.coil, .discrete] {
            #expect(
                try await site.client.read(table, at: 32, count: 8, unit: 3)
                    == [0, 1, 0, 0, 0, 0, 1, 0])
        }
    }

    @Test("an answer that comes too late is not the next answer", arguments: BusWay.rtu)
    func late(way: BusWay) async throws {
        let site = try BusSite(way, timeout: .milliseconds(300)) { question in
            question.number == 1
                ? [.wait(milliseconds: 400), .send(question.answer([111]))]
                : [.send(question.answer([222]))]
        }
        defer { site.end() }
        let error = await #expect(throws: ModbusError.self) {
            try await site.client.read(.holding, at: 0, count: 1, unit: 1)
        }
        #expect(error?.code == .timedOut)
        #expect(try await site.client.read(.holding, at: 0, count: 1, unit: 1) == [222])
    }

    @Test(
        "an answer of another unit, with a wrong checksum or of another length is no value",
        arguments: BusWay.rtu, ["unit", "checksum", "length", "function"])
    func mismatch(way: BusWay, fault: String) async throws {
        let site = try BusSite(way, timeout: .milliseconds(300)) { question in
            guard question.number == 1 else { return [.send(question.answer([222]))] }
            var answer = question.answer([666])
            switch fault {
            case "unit": answer = CRC16.closing([9] + answer.dropFirst().dropLast(2))
            case "checksum": answer[answer.count - 1] ^= 1
            case "length": answer = CRC16.closing([answer[0], 3, 4, 2, 154, 2, 154])
            default: answer = CRC16.closing([answer[0], 4] + answer[2...].dropLast(2))
            }
            return [.send(answer)]
        }
        defer { site.end() }
        let error = await #expect(throws: ModbusError.self) {
            try await site.client.read(.holding, at: 0, count: 1, unit: 1)
        }
        #expect(
            error?.code == .mismatch || error?.code == .timedOut, "\(String(describing: error))")
        #expect(try await site.client.read(.holding, at: 0, count: 1, unit: 1) == [222])
    }

    @Test("unit 0, which every unit obeys, is never asked on a line", arguments: BusWay.rtu)
    func broadcast(way: BusWay) async throws {
        let site = try BusSite(way) { _ in [] }
        defer { site.end() }
        let error = await #expect(throws: ModbusError.self) {
            try await site.client.read(.holding, at: 0, count: 1, unit: 0)
        }
        #expect(error?.code == .invalidRequest)
    }

    private static let speeds: [Int: Int32] = [
        1200: B1200, 2400: B2400, 4800: B4800, 9600: B9600, 19_200: B19200, 38_400: B38400,
        57_600: B57600, 115_200: B115200, 230_400: B230400,
    ]

    /// A pseudo-terminal is told its settings and has no wire on which they could be seen.
    @Test(
        "the line is set to its baud rate, parity and stop bits", arguments: ModbusLine.bauds,
        ModbusLine.Parity.allCases)
    func settings(baud: Int, parity: ModbusLine.Parity) async throws {
        let site = try HostileLine { [.send($0.answer([7]))] }
        for stopBits in 1...2 {
            let line = ModbusLine(
                device: site.device, baud: baud, parity: parity, stopBits: stopBits)
            let client = ModbusClient(.serial(line), timeout: .seconds(2))
            #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [7])
            let set = try #require(site.terminal.settings)
            #expect(set.speed == Self.speeds[baud].map { UInt32($0) })
            #expect(set.isParityChecked == (parity != .none))
            #expect(set.isParityOdd == (parity == .odd))
            #expect(set.stopBits == stopBits)
            await client.close()
        }
    }

    @Test("two programs never ask over one line: each would take the other's answers")
    func exclusive() async throws {
        let site = try HostileLine { [.send($0.answer([UInt16($0.bytes[3])]))] }
        func client() -> ModbusClient {
            ModbusClient(.serial(ModbusLine(device: site.device)), timeout: .seconds(1))
        }
        let (first, second) = (client(), client())
        #expect(try await first.read(.holding, at: 1, count: 1, unit: 1) == [1])
        let error = await #expect(throws: ModbusError.self) {
            try await second.read(.holding, at: 2, count: 1, unit: 1)
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("another program") == true, "\(error as Any)")
        #expect(try await first.read(.holding, at: 3, count: 1, unit: 1) == [3])
        await first.close()
        #expect(try await second.read(.holding, at: 4, count: 1, unit: 1) == [4])
    }

    @Test("a line that is not there says where names are that stay")
    func noLine() async throws {
        let client = ModbusClient(
            .serial(ModbusLine(device: "/dev/serial/by-id/nothing")), timeout: .seconds(1))
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 1, unit: 1)
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("/dev/serial/by-id") == true)
    }
}
