import Foundation
import Glibc
import Synchronization
import TestKit
import Testing
import Wire

@testable import Modbus

/// What goes wrong on buses.
///
/// A pseudo-terminal proves neither parity nor the direction of RS-485.
@Suite("Faults of a bus", .timeLimit(.minutes(2)))
struct ModbusFaultTests {
    private func read(
        _ site: BusSite, at address: UInt16 = 0, count: Int = 1, unit: UInt8 = 1
    ) async -> Result<[UInt16], ModbusError> {
        do throws(ModbusError) {
            return .success(
                try await site.client.read(.holding, at: address, count: count, unit: unit))
        } catch {
            return .failure(error)
        }
    }

    private func code(_ result: Result<[UInt16], ModbusError>) -> ModbusError.Code? {
        if case .failure(let error) = result { error.code } else { nil }
    }

    @Test(
        "unit dead: it times out, and the one beside it is read before and after",
        arguments: BusWay.allCases)
    func unitDead(way: BusWay) async throws {
        let site = try BusSite(way, timeout: .milliseconds(200)) { question in
            let unit = question.bytes[question.framing == .network ? 6 : 0]
            return unit == 1 ? [.send(question.answer([7]))] : []
        }
        defer { site.end() }
        for _ in 0..<3 {
            #expect(try await read(site, unit: 1).get() == [7])
            #expect(code(await read(site, unit: 2)) == .timedOut)
        }
        #expect(try await read(site, unit: 1).get() == [7])
    }

    @Test(
        "answers late by 1 s: it is waited out, never taken for the next answer",
        arguments: BusWay.allCases)
    func lateByASecond(way: BusWay) async throws {
        let site = try BusSite(way, timeout: .milliseconds(600)) { question in
            question.number == 1
                ? [.wait(milliseconds: 1_000), .send(question.answer([111]))]
                : [.send(question.answer([222]))]
        }
        defer { site.end() }
        #expect(code(await read(site)) == .timedOut)
        // A device that is busy with the first question may miss the second as well.
        var values: [[UInt16]] = []
        for _ in 0..<4 { if case .success(let value) = await read(site) { values.append(value) } }
        #expect(values.count >= 2)
        #expect(values.allSatisfy { $0 == [222] })
    }

    @Test("swapped answers: on a network each carries its question's number and is refused")
    func swapped() async throws {
        let kept = Mutex<[[UInt8]]>([])
        let site = try BusSite(.tcp, timeout: .milliseconds(300)) { question in
            let answer = question.answer([UInt16(question.bytes[9])])
            guard question.number <= 2 else { return [.send(answer)] }
            // The first answer is held back and comes in the place of the second.
            return kept.withLock { kept in
                kept.append(answer)
                return question.number == 1 ? [] : [.send(kept[0])]
            }
        }
        defer { site.end() }
        #expect(code(await read(site, at: 10)) == .timedOut)
        let second = await read(site, at: 20)
        #expect(code(second) == .mismatch || code(second) == .timedOut)
        #expect(try await read(site, at: 30).get() == [30])
    }

    @Test(
        "swapped answers: on a line one of another length is refused, and says no more than that",
        arguments: BusWay.rtu)
    func swappedOnALine(way: BusWay) async throws {
        let site = try BusSite(way, timeout: .milliseconds(300)) { question in
            let count = Int(question.bytes[5])
            let other = question.number == 1 ? 3 - count : count
            return [.send(question.answer([UInt16](repeating: 9, count: other)))]
        }
        defer { site.end() }
        #expect(code(await read(site, count: 2)) != nil)
        #expect(try await read(site, count: 1).get() == [9])
    }

    @Test(
        "noise on the line: no value but the right one is ever taken", arguments: BusWay.rtu,
        0..<4 as Range<UInt64>)
    func noise(way: BusWay, seed: UInt64) async throws {
        let generator = Mutex(SeededGenerator(seed: seed))
        let site = try BusSite(way, timeout: .milliseconds(120)) { question in
            let value = UInt16(question.bytes[3]) &* 257
            var answer = question.answer([value])
            guard question.number <= 12 else { return [.send(answer)] }
            return generator.withLock { generator in
                let noise = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: return [.send(noise + answer)]
                case 1: return [.send(answer + noise)]
                case 2: answer.insert(contentsOf: noise, at: 3)
                default: answer[Int.random(in: 0..<answer.count, using: &generator)] ^= 0x10
                }
                return [.send(answer)]
            }
        }
        defer { site.end() }
        for number in 1...12 as ClosedRange<UInt16> {
            if case .success(let value) = await read(site, at: number) {
                #expect(value == [number &* 257])
            }
        }
        // Once it is quiet the line is read again without help.
        var isBack = false
        for _ in 0..<4 where !isBack {
            if case .success(let value) = await read(site, at: 40) { isBack = value == [40 * 257] }
        }
        #expect(isBack)
    }

    @Test("the tty vanishes and returns under the same by-id name: it is opened again")
    func ttyReturns() async throws {
        let folder = try TemporaryDirectory()
        let name = folder.file("usb-Example_RS485-if00-port0")
        var line: HostileLine? = try HostileLine(path: name) { [.send($0.answer([1]))] }
        let client = ModbusClient(
            .serial(ModbusLine(device: name)), timeout: .milliseconds(300))
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [1])
        line?.terminal.vanish()
        line = nil
        for _ in 0..<2 {
            await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: 0, count: 1, unit: 1)
            }
        }
        line = try HostileLine(path: name) { [.send($0.answer([2]))] }
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [2])
        line?.terminal.vanish()
    }

    @Test("a gateway that does not reach a unit says so", arguments: BusWay.allCases)
    func gatewayWithoutUnit(way: BusWay) async throws {
        let site = try BusSite(way) { question in [.send(question.exception(0x0B))] }
        defer { site.end() }
        #expect(code(await read(site)) == .exception(11))
    }

    @Test(
        "exception 6, then OK: a busy device is told as busy and is read again",
        arguments: BusWay.allCases)
    func busy(way: BusWay) async throws {
        let site = try BusSite(way) { question in
            question.number == 1 ? [.send(question.exception(6))] : [.send(question.answer([5]))]
        }
        defer { site.end() }
        #expect(code(await read(site)) == .exception(6))
        #expect(try await read(site).get() == [5])
    }

    @Test(
        "a short frame is no answer, and the rest of it is none to the next question",
        arguments: BusWay.allCases, 1...6)
    func shortFrame(way: BusWay, missing: Int) async throws {
        let site = try BusSite(way, timeout: .milliseconds(200)) { question in
            let answer = question.answer([666])
            return question.number == 1
                ? [
                    .send(answer.dropLast(missing)), .wait(milliseconds: 250),
                    .send(answer.suffix(missing)),
                ]
                : [.send(question.answer([222]))]
        }
        defer { site.end() }
        #expect(code(await read(site)) != nil)
        #expect(try await read(site).get() == [222])
    }

    @Test(
        "no damage to a frame of a line passes for another answer",
        arguments: 0..<300 as Range<UInt64>)
    func damage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...125, using: &generator)
        let question = ModbusQuestion(
            transaction: 0, unit: .random(in: 1...247, using: &generator), table: .holding,
            address: 0, count: count)
        let registers = (0..<count).map { _ in
            UInt16.random(in: .min ... .max, using: &generator)
        }
        let right = HostileDevice.Question(
            bytes: question.rtuBytes, number: 1, framing: .serial
        ).answer(registers)
        #expect(try question.registers(inRTU: right) == registers)
        // A CRC-16 finds every burst of up to 16 bits.
        var wrong = right
        wrong[Int.random(in: 0..<right.count, using: &generator)] ^= UInt8.random(
            in: 1...255, using: &generator)
        let junk = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        let cut = Array(right.prefix(Int.random(in: 0..<right.count, using: &generator)))
        for bytes in [wrong, cut, right + [0], right + right, junk, cut + junk] {
            #expect(throws: ModbusError.self) { try question.registers(inRTU: bytes) }
        }
    }
}
