import Modbus
import Synchronization
import Testing
import Threads

@Suite("A bus rests between two questions")
struct ModbusRestTests {
    @Test("buses that rest keep nothing from whoever else works in this program")
    func restsOnItsOwnThread() async throws {
        let clock = ContinuousClock()
        let until = clock.now + .seconds(30)
        let clients = (0..<64).map { _ in
            ModbusClient(.tcp(host: "127.0.0.1", port: 9), timeout: .seconds(1))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients {
                group.addTask { await client.rest(until: until) }
            }
            // More of them than the pool has threads: one that rested there would end this only then.
            try await Task.sleep(for: .milliseconds(100))
            for _ in 0..<100 { await Task.yield() }
            #expect(clock.now < until - .seconds(20))
            group.cancelAll()
        }
        #expect(clock.now < until - .seconds(10))
    }

    @Test("a rest ends at its moment, and at once when nobody waits for it any more")
    func ends() async throws {
        let client = ModbusClient(.tcp(host: "127.0.0.1", port: 9), timeout: .seconds(1))
        let clock = ContinuousClock()
        let moment = clock.now + .milliseconds(50)
        await client.rest(until: moment)
        #expect(clock.now >= moment)
        let resting = Task { await client.rest(until: .now + .seconds(3600)) }
        resting.cancel()
        await resting.value
        #expect(clock.now < moment + .seconds(60))
    }
}
