import Evidence
import Foundation
import Intake
import JournalStore
import SiteLab
import TestKit
import Testing

@Suite(
    "What is said of a load after it was weighed", .serialized, .enabled(if: TestBroker.isInstalled)
)
struct AmendmentTests {
    /// The entries of a journal of some kind.
    private func entries(_ kind: EntryKind, in state: String) throws -> [JournalEntry] {
        var found: [JournalEntry] = []
        try JournalReader(state).forEachEntry { _, bytes in
            let entry = try JournalEntry(decoding: bytes)
            if entry.kind == kind { found.append(entry) }
        }
        return found
    }

    private func say(_ words: [String], _ live: LiveSite) async throws -> Program.Outcome {
        try await Program.run(["records"] + words + ["--config", live.configuration])
    }

    @Test(
        "a load is corrected, goes out with another one, and is voided; the chain takes all of it",
        .timeLimit(.minutes(3)))
    func wholeWay() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480),
            TruckPlan(plate: "WP-900", gross: 9_500, tare: 20_020, startAfter: 300),
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        live.trucksCome()
        try await until("a load was taken away", within: 120) {
            agent.output.contains("\"load.taken\"")
        }
        let intake = try #require(try entries(.intake, in: live.state).first)
        let out = try #require(try entries(.outgoing, in: live.state).first)
        guard case .outgoing(let load) = out.body else { return }
        #expect(load.net == .kilograms(10_520))
        #expect(load.loads == [EntryReference(intake)])

        let corrected = try await say(
            ["correct", "\(intake.seq)", "--code", "20 03 07", "--reason", "wrong-code"], live)
        #expect(corrected.status == 0, "\(corrected)")
        #expect(corrected.output.contains("no permit for 20 03 07"), "\(corrected)")
        #expect(
            corrected.output.contains("correction of entry \(intake.seq) to 20 03 07, wrong-code"),
            "\(corrected)")
        let same = try await say(
            ["correct", "\(intake.seq)", "--code", "200307", "--reason", "wrong-code"], live)
        #expect(same.status == 1, "\(same)")
        #expect(same.errors.contains("says already"), "\(same)")

        let voided = try await say(
            ["void", "\(out.seq)", "--reason", "weighed-twice"], live)
        #expect(voided.output.contains("void of entry \(out.seq), weighed-twice"), "\(voided)")
        let again = try await say(["void", "\(out.seq)", "--reason", "not-a-load"], live)
        #expect(again.status == 1, "\(again)")
        #expect(again.errors.contains("which is for good"), "\(again)")

        try await until("every entry has its receipt", within: 30) {
            let reader = try JournalReader(live.state)
            let void = try entries(.void, in: live.state).last
            return try void.map { try reader.deliveredThrough() >= $0.seq } ?? false
        }
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(10)).status == 0)
        try await whileStopped(live, intake)
        await live.close()
    }

    /// What is handed over while the agent stands is recorded with its next start, and once.
    private func whileStopped(_ live: LiveSite, _ intake: JournalEntry) async throws {
        let handed = try await say(
            ["void", "\(intake.seq)", "--reason", "test-weighing"], live)
        #expect(handed.output.contains("records it when it runs"), "\(handed)")
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await until("the void is recorded") {
            try entries(.void, in: live.state).count == 2
        }
        try await until("its file is gone") {
            HandOverFolder(state: live.state, for: .records).waiting().isEmpty
        }
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(10)).status == 0)
        #expect(!agent.output.contains("records.refused"))
    }
}
