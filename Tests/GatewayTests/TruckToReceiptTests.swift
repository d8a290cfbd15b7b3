import Foundation
import JournalStore
import SiteLab
import TestKit
import Testing
import Wire

@Suite("A truck becomes a verified receipt", .serialized, .enabled(if: TestBroker.isInstalled))
struct TruckToReceiptTests {
    @Test("one load, weighed full and empty, ends in receipts that verify offline")
    func load() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        do {
            live.trucksCome()
            try await until("the load is recorded", within: 90) {
                agent.output.contains("\"load.recorded\"")
            }
            let recorded = try #require(
                agent.output.split(separator: "\n").first { $0.contains("\"load.recorded\"") })
            #expect(recorded.contains("\"gross_grams\":24860000"))
            #expect(recorded.contains("\"tare_grams\":9480000"))
            #expect(recorded.contains("\"net_grams\":15380000"))
            try await until("every entry has its receipt") {
                let reader = try JournalReader(live.state)
                var last: UInt64 = 0
                try reader.forEachEntry { seq, _ in last = seq }
                return try reader.delivered().count == Int(last) && last >= 4
            }
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        agent.terminate()
        try await until("the agent stopped", within: 5) { agent.status != nil }
        #expect(agent.status == 0)
        try await verifyAll(live)
        await live.close()
    }

    /// Everything that was delivered verifies, and one flipped byte does not.
    private func verifyAll(_ live: LiveSite) async throws {
        let out = live.folder.file("out")
        try FileManager.default.createDirectory(
            atPath: out, withIntermediateDirectories: false)
        let exported = try await Program.run([
            "records", "export", "--config", live.configuration, "--out", out,
        ])
        #expect(exported.status == 0)
        let receipts = try FileManager.default.contentsOfDirectory(atPath: out)
            .filter { $0.hasPrefix("receipt") }.map { "\(out)/\($0)" }
        #expect(receipts.count >= 4)
        let trust = [
            "--chain-id", LiveSite.chainID, "--anchor", await live.anchor, "--key",
            live.folder.file("signing.pub"),
        ]
        let verified = try await Program.run(["verify", "receipt"] + receipts + trust)
        #expect(verified.status == 0, "\(verified.output)")
        let journal = try await Program.run([
            "verify", "journal", live.state, "--key", live.folder.file("signing.pub"),
        ])
        #expect(journal.status == 0, "\(journal.output)")
        let first = try #require(receipts.first)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: first)))
        bytes[bytes.count / 2] ^= 1
        let flipped = live.folder.file("flipped.cbor")
        try Data(bytes).write(to: URL(fileURLWithPath: flipped))
        let refused = try await Program.run(["verify", "receipt", flipped] + trust)
        #expect(refused.status == 1, "\(refused.output)")
    }
}
