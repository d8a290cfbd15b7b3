import DeviceMaps
import Intake
import Modbus
import TestKit
import Testing

@testable import DeviceReaders

@Suite("Reading a scale over Modbus")
struct ModbusReaderTests {
    /// Runs a reader against a port while `body` looks at its lines.
    private func reading(
        port: UInt16, _ body: (Lines) async throws -> Void
    ) async throws {
        let (reader, lines) = (try ReaderKit.reader(port: port), Lines())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await reader.run(taking: lines.take) }
            try await body(lines)
            group.cancelAll()
        }
    }

    @Test(
        "weights, also below zero and beyond 16 bits, arrive as they are shown",
        .timeLimit(.minutes(1)), arguments: [0, 24_860, 400_400, -20, -70_000] as [Int32])
    func weights(counts: Int32) async throws {
        let scale = AnsweringScale(.registers(ReaderKit.registers(counts)))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            let (reading, _) = try await lines.reading()
            #expect(reading.shown.digits == Int64(counts))
            #expect(reading.status == ScaleStatus(isStable: true))
            #expect(reading.registers.count == 16)
        }
        server.stop()
    }

    @Test(
        "one poll is one request, for exactly the registers of a weighing", .timeLimit(.minutes(1)))
    func oneRequest() async throws {
        let scale = AnsweringScale(.registers(ReaderKit.registers(100)))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            var before = try await lines.reading().reading
            for _ in 0..<10 {
                let next = try await lines.reading().reading
                #expect(next.monotonic > before.monotonic)
                before = next
            }
        }
        let asked = scale.requests
        #expect((11...13).contains(asked.count))
        #expect(asked.allSatisfy { $0.function == .readHoldingRegisters })
        #expect(asked.allSatisfy { $0.address == 0 && $0.count == 8 })
        server.stop()
    }

    @Test("busy and error bits reach the weighing", .timeLimit(.minutes(1)))
    func status() async throws {
        let scale = AnsweringScale(.registers(ReaderKit.registers(100, status: 0x0003)))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            #expect(try await lines.reading().reading.status.isBusy)
            scale.set(.registers(ReaderKit.registers(100, status: 0xA000)))
            var status = try await lines.reading().reading.status
            while status.isBusy { status = try await lines.reading().reading.status }
            #expect(status.fault == .programming)
            #expect(!status.isStable)
        }
        server.stop()
    }

    @Test(
        "a device that refuses is silent with its reason, and is polled on", .timeLimit(.minutes(1))
    )
    func exception() async throws {
        let scale = AnsweringScale(.exception(6))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            #expect(try await lines.silence().contains("busy"))
            for _ in 0..<5 { _ = try await lines.silence() }
            scale.set(.registers(ReaderKit.registers(500)))
            #expect(try await lines.reading().reading.shown.digits == 500)
        }
        server.stop()
    }

    @Test("a torn answer is no reading", .timeLimit(.minutes(1)))
    func torn() async throws {
        var registers = ReaderKit.registers(24_860)
        registers[7] = 0x0006
        let scale = AnsweringScale(.registers(registers))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            let reason = try await lines.silence()
            #expect(reason.contains("second reading"))
        }
        server.stop()
    }

    @Test("a scale that goes and comes back is read again without help", .timeLimit(.minutes(1)))
    func awayAndBack() async throws {
        let scale = AnsweringScale(.registers(ReaderKit.registers(1_000)))
        let gone = try scale.server()
        let port = gone.port
        // Returns when its port is closed.
        gone.stop()
        try await reading(port: port) { lines in
            #expect(try await lines.silence().contains("no connection"))
            let first = try scale.server(port: port)
            #expect(try await lines.reading().reading.shown.digits == 1_000)
            first.stop()
            _ = try await lines.silence()
            scale.set(.registers(ReaderKit.registers(2_000)))
            let second = try scale.server(port: port)
            let (reading, silences) = try await lines.reading()
            #expect(reading.shown.digits == 2_000)
            #expect(silences < 10)
            second.stop()
        }
    }

    @Test(
        "a scale that stops answering is silent, and read again when it answers",
        .timeLimit(.minutes(1)))
    func hanging() async throws {
        let scale = AnsweringScale(.registers(ReaderKit.registers(1_000)))
        let server = try scale.server()
        try await reading(port: server.port) { lines in
            _ = try await lines.reading()
            scale.set(.silence)
            _ = try await lines.silence()
            scale.set(.registers(ReaderKit.registers(3_000)))
            #expect(try await lines.reading().reading.shown.digits == 3_000)
        }
        server.stop()
    }
}
