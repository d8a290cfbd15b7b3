import Evidence
import Foundation
import Intake
import JournalStore
import LightClients
import SiteLab
import Synchronization
import SystemService
import TestKit
import Testing

@testable import Gateway

/// A box whose battery is flat: its clock begins in 1970 with every start, until somebody sets it.
private final class FlatBattery: Sendable {
    private let system = SystemClock()
    private let isSet = Mutex(false)

    func set() { isSet.withLock { $0 = true } }

    var clock: SiteClock {
        let began = system.monotonic()
        return SiteClock(
            monotonic: { [system] in system.monotonic() },
            wall: { [self] in
                let passed = system.monotonic().milliseconds(since: began) / 1000
                guard isSet.withLock({ $0 }) else {
                    return WallTime(seconds: passed, nanoseconds: 0, clock: .unset)
                }
                return WallTime(
                    seconds: system.wall().seconds, nanoseconds: 0, clock: .synchronised)
            }, bootID: system.bootID)
    }
}

@Suite("A clock in 1970 at the start", .serialized, .enabled(if: TestBroker.isInstalled))
struct ClockAtStartTests {
    @Test("vehicles are weighed and records say so, proof waits with a warning, and goes on later")
    func flatBattery() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        // What is verified is a lower bound for the clock, so the chain has to be well beyond it.
        let anchor = await live.chain.anchor.height
        try await until("the chain is older than a clock may be wrong") {
            await live.chain.newest.height > anchor + 80
        }
        let (battery, said) = (FlatBattery(), Lines())
        let agent = try Agent(
            file: live.configuration, version: "test", clock: battery.clock,
            report: { said.add("\($0.warning?.code ?? "-") \($0.name) \($0.text)") })
        let running = Task { try await agent.run() }
        func heard(_ words: String) -> Bool { said.all.contains { $0.contains(words) } }
        do {
            try await until("it is ready") { heard("gateway.ready") }
            live.trucksCome()
            try await until("the load is recorded", within: 90) { heard("load.recorded") }
            #expect(heard("WQ-27"), "the record is flagged for its clock")
            try await until("the clock is told of") { heard("WP402 clock.unset") }
            try await until("proof waits") { heard("WP202 batch.waits") }
            #expect(!heard("batch.delivered"))
            let load = try lastLoad(live.state)
            #expect(load.time < 365 * 86_400)

            battery.set()
            try await until("everything is delivered", within: 90) { heard("batch.delivered") }
            try await until("the clock is set") { heard("clock.set") }
        } catch {
            Issue.record("\(error): \(said.all.suffix(40).joined(separator: " | "))")
        }
        running.cancel()
        _ = await running.result
        await live.close()
    }

    private func lastLoad(_ state: String) throws -> JournalEntry {
        var found: JournalEntry?
        try JournalReader(state).forEachEntry(of: .intake) {
            found = try JournalEntry(decoding: $0)
        }
        return try #require(found)
    }
}
