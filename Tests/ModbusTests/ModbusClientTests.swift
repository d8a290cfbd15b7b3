import Glibc
import TestKit
import Testing

@testable import Modbus

private func client(
    _ device: HostileDevice, timeout: Duration = .seconds(5)
) -> ModbusClient {
    ModbusClient(.tcp(host: "127.0.0.1", port: device.port), timeout: timeout)
}

@Suite("Only the answer to the question is a value")
struct ModbusClientTests {
    @Test("two holding registers come back as the device sent them")
    func read() async throws {
        let device = try HostileDevice { [.send($0.answer([0x1234, 0xFFFF]))] }
        defer { device.stop() }
        let client = client(device)
        #expect(
            try await client.read(.holding, at: 40, count: 2, unit: 3) == [0x1234, 0xFFFF])
        #expect(try await client.read(.input, at: 0, count: 2, unit: 3) == [0x1234, 0xFFFF])
        #expect(device.connections == 1)
    }

    @Test("an answer that comes too late is not the answer to the next question")
    func late() async throws {
        let device = try HostileDevice { question in
            question.number == 1
                ? [.wait(milliseconds: 500), .send(question.answer([111]))]
                : [.wait(milliseconds: 250), .send(question.answer([222]))]
        }
        defer { device.stop() }
        let client = client(device, timeout: .milliseconds(400))
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 1, unit: 1)
        }
        #expect(error?.code == .timedOut)
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [222])
    }

    @Test("an answer sent before the question was asked is thrown away with its connection")
    func early() async throws {
        let device = try HostileDevice { question in
            guard question.number == 1 else { return [.send(question.answer([222]))] }
            var next = question.answer([666])
            let transaction = UInt16(next[0]) << 8 | UInt16(next[1])
            (next[0], next[1]) = (UInt8((transaction &+ 1) >> 8), UInt8((transaction &+ 1) & 0xFF))
            return [.send(question.answer([111]) + next)]
        }
        defer { device.stop() }
        let client = client(device)
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [111])
        #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [222])
        #expect(device.connections == 2)
    }

    @Test(
        "an answer that differs in any header field is refused, and the next question is answered",
        arguments: [
            (0, "transaction, high byte"), (1, "transaction"), (2, "protocol, high byte"),
            (3, "protocol"), (4, "length, high byte"), (5, "length"), (6, "unit"), (7, "function"),
            (8, "count of bytes"),
        ])
    func wrongField(index: Int, name: String) async throws {
        let device = try HostileDevice { question in
            var answer = question.answer([666, 666])
            if question.number == 1 { answer[index] ^= index == 8 ? 0x02 : 0x01 }
            return [.send(answer)]
        }
        defer { device.stop() }
        let client = client(device, timeout: .seconds(1))
        let error = await #expect(throws: ModbusError.self) {
            try await client.read(.holding, at: 0, count: 2, unit: 1)
        }
        // A count that promises two bytes more than come is a time-out, not a value either.
        #expect(error?.code == .mismatch || error?.code == .timedOut)
        #expect(try await client.read(.holding, at: 0, count: 2, unit: 1) == [666, 666])
        #expect(device.connections == 2)
    }

    @Test("a frame that is cut off is no answer, and the time-out holds however it trickles")
    func short() async throws {
        let device = try HostileDevice { question in
            let answer = question.answer([111, 222])
            switch question.number {
            case 1: return [.send(Array(answer.prefix(7))), .wait(milliseconds: 600)]
            case 2: return [.send(Array(answer.prefix(10))), .close]
            case 3: return answer.flatMap { [.send([$0]), .wait(milliseconds: 60)] }
            default: return [.close]
            }
        }
        defer { device.stop() }
        let client = client(device, timeout: .milliseconds(400))
        for expected in [ModbusError.Code.timedOut, .closed, .timedOut, .closed] {
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: 0, count: 2, unit: 1)
            }
            #expect(error?.code == expected)
        }
    }

    @Test("an exception is an answer: its number is told and the connection stays")
    func exception() async throws {
        let device = try HostileDevice { [.send($0.exception($0.number == 1 ? 6 : 2))] }
        defer { device.stop() }
        let client = client(device)
        for number: UInt8 in [6, 2] {
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.input, at: 0, count: 2, unit: 1)
            }
            #expect(error?.code == .exception(number))
            #expect(error?.code.exceptionNumber == number)
        }
        #expect(device.connections == 1)
    }

    @Test("a device that closed the connection while idle is connected to again")
    func idle() async throws {
        let device = try HostileDevice { [.send($0.answer([7])), .close] }
        defer { device.stop() }
        let client = client(device)
        for _ in 1...3 {
            #expect(try await client.read(.holding, at: 0, count: 1, unit: 1) == [7])
            // The end of the connection must have come before the next question: wait for it.
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(device.connections == 3)
    }

    @Test("where nobody listens the device is unreachable, by address and by name")
    func unreachable() async throws {
        let port = try FreePort.next()
        for host in ["127.0.0.1", "localhost"] {
            let client = ModbusClient(.tcp(host: host, port: port), timeout: .milliseconds(200))
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: 0, count: 1, unit: 1)
            }
            #expect(error?.code == .unreachable)
            #expect(error?.message.contains("\(host):\(port)") == true)
            #expect(error?.message.contains("name of the host") == (host == "localhost"))
        }
    }

    @Test("registers that cannot exist are not asked for")
    func invalid() async throws {
        let client = ModbusClient(.tcp(host: "127.0.0.1", port: 9), timeout: .seconds(1))
        for (address, count) in [(0, 0), (0, 126), (65_535, 2)] {
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: UInt16(address), count: count, unit: 1)
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test("no damage to an answer passes for another answer", arguments: 0..<200)
    func damage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...125, using: &generator)
        let question = ModbusQuestion(
            transaction: .random(in: .min ... .max, using: &generator),
            unit: .random(in: .min ... .max, using: &generator), table: .holding, address: 0,
            count: count)
        let registers = (0..<count).map { _ in
            UInt16.random(in: .min ... .max, using: &generator)
        }
        let right = HostileDevice.Question(
            bytes: question.bytes, number: 1, framing: .network
        ).answer(registers)
        #expect(try question.registers(in: right) == registers)
        var wrong = right
        wrong[Int.random(in: 0..<9, using: &generator)] ^= UInt8.random(
            in: 1...255, using: &generator)
        #expect(throws: ModbusError.self) { try question.registers(in: wrong) }
        let length = Int.random(in: 0..<right.count, using: &generator)
        #expect(throws: ModbusError.self) {
            try question.registers(in: Array(right.prefix(length)))
        }
        #expect(throws: ModbusError.self) { try question.registers(in: right + [0]) }
    }

    @Test("more open files than `select` can count are an error of the client, not its end")
    func tooManyFiles() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 2048, rlim_max: 2048)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = min(2048, limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let device = try HostileDevice { [.send($0.answer([1]))] }
            for _ in 0..<FD_SETSIZE { _ = open("/dev/null", O_RDONLY) }
            let client = client(device)
            let error = await #expect(throws: ModbusError.self) {
                try await client.read(.holding, at: 0, count: 1, unit: 1)
            }
            #expect(error?.code == .unreachable)
            #expect(error?.message.contains("too many files") == true)
        }
    }
}
