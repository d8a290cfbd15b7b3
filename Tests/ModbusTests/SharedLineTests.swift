import Synchronization
import TestKit
import Testing
import Wire

@testable import Modbus

/// What an adapter or another master puts on the line beside the answer.
///
/// A pseudo-terminal proves neither parity nor the direction of RS-485.
@Suite("A line that carries more than answers", .timeLimit(.minutes(2)))
struct SharedLineTests {
    /// An adapter that repeats every question, and the device behind it.
    private func echoing(
        _ way: BusWay, table: ModbusTable = .holding, until last: Int = .max
    ) throws -> BusSite {
        try BusSite(way, timeout: .milliseconds(150)) { question in
            let count = Int(question.bytes[5])
            let answer =
                table.isBits
                ? question.answer(bytes: [0x55])
                : question.answer((0..<count).map { UInt16($0) + 7 })
            return question.number > last
                ? [.send(answer)] : [.send(question.bytes), .send(answer)]
        }
    }

    private func read(
        _ site: BusSite, _ table: ModbusTable = .holding, at address: UInt16 = 0, count: Int = 1,
        unit: UInt8 = 1
    ) async -> Result<[UInt16], ModbusError> {
        do throws(ModbusError) {
            return .success(
                try await site.client.read(table, at: address, count: count, unit: unit))
        } catch {
            return .failure(error)
        }
    }

    private func isEcho(_ result: Result<[UInt16], ModbusError>) -> Bool {
        if case .failure(let error) = result { error.message.contains("echo") } else { false }
    }

    @Test(
        "an adapter that repeats every question gives no value, and is named as the cause",
        arguments: BusWay.rtu, [1, 2, 3, 4, 10])
    func echo(way: BusWay, count: Int) async throws {
        let site = try echoing(way, until: 1)
        defer { site.end() }
        #expect(isEcho(await read(site, count: count)))
        // Its echo was switched off.
        let values = try await read(site, count: count).get()
        #expect(values == (0..<UInt16(count)).map { $0 + 7 })
    }

    /// Questions whose first bytes are a whole answer with a right checksum.
    private static let treacherous: [(ModbusTable, unit: UInt8, address: UInt16, count: Int)] = [
        (.holding, 4, 688, 1), (.input, 4, 689, 1), (.coil, 84, 511, 4), (.discrete, 168, 302, 8),
    ]

    @Test(
        "an echo whose own bytes make up a right answer is still an echo", arguments: BusWay.rtu,
        treacherous)
    func treacherousEcho(
        way: BusWay, asked: (table: ModbusTable, unit: UInt8, address: UInt16, count: Int)
    ) async throws {
        let question = ModbusQuestion(
            transaction: 0, unit: asked.unit, table: asked.table, address: asked.address,
            count: asked.count)
        let length = try #require(question.rtuLength(function: asked.table.rawValue))
        #expect(CRC16.closes(Array(question.rtuBytes.prefix(length))))
        let site = try echoing(way, table: asked.table)
        defer { site.end() }
        let result = await read(
            site, asked.table, at: asked.address, count: asked.count, unit: asked.unit)
        #expect(isEcho(result), "\(result)")
    }

    @Test("an echo of several registers written is no confirmation", arguments: BusWay.rtu)
    func writtenEcho(way: BusWay) async throws {
        let site = try BusSite(way, timeout: .milliseconds(150)) { [.send($0.bytes)] }
        defer { site.end() }
        await #expect(throws: ModbusError.self) {
            try await site.client.write(.registers(at: 1, words: [1, 2]), unit: 1)
        }
    }

    /// Frames that another master and its units exchange, broadcasts among them.
    private static func traffic(_ random: inout SeededGenerator) -> [UInt8] {
        func byte() -> UInt8 { .random(in: .min ... .max, using: &random) }
        let unit = UInt8.random(in: 2...247, using: &random)
        let frames: [[UInt8]] = [
            [unit, 3, 0, byte(), 0, 2], [unit, 3, 4, byte(), byte(), byte(), byte()],
            [unit, 0x83, 2], [0, 6, 0, byte(), byte(), byte()],
            [0, 16, 0, byte(), 0, 1, 2, byte(), byte()],
        ]
        return (0..<Int.random(in: 1...3, using: &random)).flatMap { _ in
            CRC16.closing(frames.randomElement(using: &random) ?? frames[0])
        }
    }

    @Test(
        "another master's traffic, broadcasts included, is passed over or refused, never believed",
        arguments: BusWay.rtu, 0..<4 as Range<UInt64>)
    func foreignTraffic(way: BusWay, seed: UInt64) async throws {
        let generator = Mutex(SeededGenerator(seed: seed))
        let site = try BusSite(way, timeout: .milliseconds(120)) { question in
            let answer = question.answer([UInt16(question.bytes[3]), 8])
            guard question.number <= 8 else { return [.send(answer)] }
            return generator.withLock { random in
                let other = Self.traffic(&random)
                return [
                    [.send(other + answer)], [.send(answer + other)], [.send(other)],
                    [.send(other), .wait(milliseconds: 20), .send(answer)],
                ].randomElement(using: &random) ?? []
            }
        }
        defer { site.end() }
        for address in 1...8 as ClosedRange<UInt16> {
            if case .success(let value) = await read(site, at: address, count: 2) {
                #expect(value == [address, 8])
            }
        }
        // Once the other master is gone the line is read again without help.
        var back: [UInt16]?
        for _ in 0..<4 where back == nil {
            if case .success(let value) = await read(site, at: 40, count: 2) { back = value }
        }
        #expect(back == [40, 8])
    }
}
