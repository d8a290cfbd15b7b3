import DeviceMaps
import Foundation
import Intake
import Modbus
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

/// A WTX120 that does what its control word says, a few reads later, as the real one does.
private final class Terminal: Sendable {
    struct State {
        var registers = [UInt16](repeating: 0, count: 16)
        /// Reads of the mode word until a handshake goes on.
        var delay = 2
        var number: UInt16 = 41
        var keepsNothing = false
        var isDeaf = false
        var written: [UInt16] = []
    }

    let state = Mutex(State())

    init(gross: Int32) {
        state.withLock { state in
            state.registers[2] = UInt16(truncatingIfNeeded: gross >> 16)
            state.registers[3] = UInt16(truncatingIfNeeded: gross)
            state.registers[12] = state.number
        }
    }

    var written: [UInt16] { state.withLock { $0.written } }

    func answer(_ request: ModbusRequest) -> ModbusAnswer {
        state.withLock { state in
            guard request.function == .readHoldingRegisters else {
                guard request.function == .writeSingleRegister, request.address == 0,
                    let word = request.values.first
                else { return .exception(2) }
                state.written.append(word)
                state.delay = 2
                if word == 0x4000, !state.keepsNothing {
                    state.number += 1
                    state.registers[12] = state.number
                }
                return .written
            }
            let range = Int(request.address)..<(Int(request.address) + request.count)
            guard range.upperBound <= state.registers.count else { return .exception(2) }
            if range.contains(5) { handshake(&state) }
            return .registers(Array(state.registers[range]))
        }
    }

    private func handshake(_ state: inout State) {
        guard let last = state.written.last, !state.isDeaf else { return }
        state.delay -= 1
        guard state.delay <= 0 else { return }
        let done: UInt16 = state.keepsNothing ? 0 : 0x8000
        state.registers[5] = last == 0x4000 ? 0x4000 : done
    }
}

@Suite("The indicator's own memory", .timeLimit(.minutes(1)))
struct AlibiTests {
    private func map(_ path: String) throws -> DeviceMap {
        let file = Checkout.root.appendingPathComponent("Devices/\(path).yaml")
        let bytes = [UInt8](try Data(contentsOf: file))
        return try DeviceMap(parsing: YAML.parse(bytes, file: path), bytes: bytes)
    }

    private let shown = ShownWeight(digits: 24_680, exponent: 0, unit: .kilogram)

    private func running(
        _ terminal: Terminal, mayCommand: Bool = true, clock: SiteClock = ReaderKit.clock,
        _ body: (ModbusReader, Lines) async throws -> Void
    ) async throws {
        let server = try ModbusServer(port: 0, units: [0]) { terminal.answer($0) }
        let reader = ModbusReader(
            ReaderKit.bus(port: server.port),
            units: [
                .scale(
                    ScaleUnit(
                        name: "bridge", map: try map("hbk/wtx120"), number: 0,
                        settings: ScaleSettings(), mayCommand: mayCommand,
                        interval: .milliseconds(20)))
            ], clock: clock)
        let lines = Lines()
        try await reader.running(taking: lines.take) { try await body(reader, lines) }
        server.stop()
    }

    /// Why a weighing was not kept.
    private func refusal(_ reader: ModbusReader) async throws -> String {
        let result = await reader.store(shown)
        return try #require(throws: CommandError.self) { try result.get() }.message
    }

    @Test("a weighing is stored with the handshake of the manual, and its number is read back")
    func stored() async throws {
        let terminal = Terminal(gross: 24_680)
        try await running(terminal) { reader, lines in
            let record = try await reader.store(shown).get()
            #expect(record == AlibiRecord(number: 42, weight: nil))
            #expect(terminal.written == [0x4000, 0])
            #expect(try await reader.store(shown).get().number == 43)
            // The weighings go on.
            let (next, _) = try await lines.reading()
            #expect(next.shown.digits == 24_680)
        }
    }

    @Test("an indicator that says it kept nothing is not believed to have kept something")
    func refused() async throws {
        let terminal = Terminal(gross: 24_680)
        terminal.state.withLock { $0.keepsNothing = true }
        try await running(terminal) { reader, _ in
            let reason = try await refusal(reader)
            #expect(reason.contains("record, step 5"), "\(reason)")
        }
    }

    @Test("an indicator that does not take part in the handshake is given up on in time")
    func deaf() async throws {
        let terminal = Terminal(gross: 24_680)
        terminal.state.withLock { $0.isDeaf = true }
        try await running(terminal) { reader, lines in
            let reason = try await refusal(reader)
            #expect(reason.contains("in time"), "\(reason)")
            let (next, _) = try await lines.reading()
            #expect(next.shown.digits == 24_680)
        }
    }

    @Test("a seal is said as it is, again when it is opened, and not in between")
    func seal() async throws {
        let terminal = Terminal(gross: 24_680)
        let minutes = Mutex<Int64>(0)
        let clock = SiteClock(
            monotonic: {
                MonotonicTime(nanoseconds: 1).advanced(
                    milliseconds: minutes.withLock { $0 } * 60_000)
            }, wall: ReaderKit.clock.wall, bootID: ReaderKit.clock.bootID)
        try await running(terminal, clock: clock) { reader, _ in
            var news = reader.news.makeAsyncIterator()
            #expect(await news.next() == .audit(Self.seal(0)))
            for minute in 1...2 {
                let polls = reader.punctuality[0].1.polls
                minutes.withLock { $0 = Int64(minute) }
                try await until("it was looked at") { reader.punctuality[0].1.polls > polls + 2 }
            }
            terminal.state.withLock { $0.registers[4] = 1 << 5 }
            minutes.withLock { $0 = 3 }
            #expect(await news.next() == .audit(Self.seal(1)))
        }
    }

    private static func seal(_ number: Int64) -> AuditFinding {
        AuditFinding(name: "seal", number: number, meaning: "the seal is open")
    }

    @Test("where the site allows no commands nothing is written")
    func notAllowed() async throws {
        let terminal = Terminal(gross: 24_680)
        try await running(terminal, mayCommand: false) { reader, _ in
            let reason = try await refusal(reader)
            #expect(reason.contains("allows no commands"), "\(reason)")
            #expect(terminal.written == [])
        }
    }

    @Test("who ends while a weighing waits is told so")
    func ended() async throws {
        let reader = try ReaderKit.reader(port: 1)
        let run = Task { await reader.run { _ in } }
        run.cancel()
        await run.value
        let result = await reader.store(shown)
        #expect(throws: CommandError.self) { try result.get() }
    }

    @Test("a number and a weight are read back as a DD700 keeps them")
    func readBack() throws {
        let map = try map("bilanciai/dd700")
        let alibi = try #require(map.alibi)
        #expect(alibi.requests.count == 1)
        let request = try #require(alibi.requests.first)
        let weight = Float(24_680).bitPattern
        let words: [UInt16] = [1, 0x86A1, UInt16(weight >> 16), UInt16(truncatingIfNeeded: weight)]
        let record = map.alibiRecord(
            in: [RegisterAnswer(to: request, words: words)], like: shown)
        #expect(record == AlibiRecord(number: 100_001, weight: shown))
    }
}
