import Evidence
import Foundation
import Intake
import IntakeLedger
import JournalStore
import SiteLab
import TestKit
import Testing

@Suite("A power cut between any two steps", .serialized, .enabled(if: TestBroker.isInstalled))
struct CrashTests {
    @Test(
        "the agent killed at this point and started again ends in the same delivered state",
        arguments: [
            "plate-kept", "weight-captured", "weigh-in-journaled", "intake-journaled",
            "batch-stored", "batch-sent", "batch-included", "batch-proven", "receipts-stored",
        ])
    func killed(at point: String) async throws {
        // The driver waits long enough for an agent that has to start anew and weigh again, and
        // a vehicle whose plate was just read comes no faster than the deck is seen empty.
        let speed = point == "plate-kept" ? 4.0 : 20
        let dwell = point == "weight-captured" ? 400.0 : 160
        let live = try await LiveSite(
            trucks: [
                TruckPlan(
                    plate: "WP-100", gross: 24_860, tare: 9_480,
                    dwell: point == "plate-kept" ? 24 : dwell)
            ], speed: speed)
        let arguments = ["run", "--config", live.configuration, "--json"]
        let first = try Program(arguments, environment: ["WEIGHPOST_CRASH_AT": point])
        defer { first.destroy() }
        // Only after the agent listens: a camera's read is owed to a session that exists.
        try await until("the agent is ready") {
            first.status != nil || first.output.contains("broker.connected")
        }
        live.trucksCome()
        try await until("the agent died at \(point)", within: 90) { first.status != nil }
        #expect(first.status == -9, "\(first.lastWords)")
        let second = try Program(arguments)
        defer { second.destroy() }
        do {
            try await until("the load is delivered", within: 90) {
                let state = try JournalState(live.state)
                return state.intakes == [15_380_000] && state.isDelivered
            }
        } catch {
            Issue.record("\(error)\n\(second.lastWords)")
        }
        second.terminate()
        try await until("the agent stopped", within: 5) { second.status != nil }
        let state = try JournalState(live.state)
        #expect(state.weighIns == 1)
        #expect(state.intakes == [15_380_000])
        let verified = try await Program.run([
            "verify", "journal", live.state, "--key", live.folder.file("signing.pub"),
        ])
        #expect(verified.status == 0, "\(verified.output)")
        await live.close()
    }
}

/// What a journal holds, boots and other events apart.
struct JournalState {
    var weighIns = 0
    /// The net of each intake, in grams.
    var intakes: [Int64] = []
    /// Whether every entry has its receipt.
    let isDelivered: Bool

    init(_ folder: String) throws {
        let reader = try JournalReader(folder)
        var last = 0
        var entries: [JournalEntry] = []
        try reader.forEachEntry { seq, bytes in
            last = Int(seq)
            entries.append(try JournalEntry(decoding: bytes))
        }
        isDelivered = try reader.delivered().count == last
        for entry in entries {
            switch entry.body {
            case .weighIn: weighIns += 1
            case .intake(let load): intakes.append(load.net.grams)
            default: break
            }
        }
    }
}
