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
            TruckPlan(plate: "WP-200", gross: 14_000, tare: 9_000, startAfter: 300),
            TruckPlan(plate: "WP-900", gross: 9_500, tare: 30_020, startAfter: 600),
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        live.trucksCome()
        try await until("a load was taken away", within: 120) {
            agent.output.contains("\"load.taken\"")
        }
        let intake = try #require(try entries(.intake, in: live.state).first)
        let out = try #require(try entries(.outgoing, in: live.state).first)
        guard case .outgoing(let load) = out.body else { throw Trouble("\(out.kind)") }
        #expect(load.net == .kilograms(20_520))
        // The other load is held, and nobody is told of it.
        #expect(load.loads == [EntryReference(intake)])
        try await heldLoad(live)

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

        let shown = try await say(["show", "\(intake.seq)"], live)
        #expect(shown.output.contains("CORRECTED   by entry"), "\(shown)")
        #expect(shown.output.contains("20 03 07 (EWC)"), "\(shown)")

        let voided = try await say(
            ["void", "\(out.seq)", "--reason", "weighed-twice"], live)
        #expect(voided.output.contains("void of entry \(out.seq), weighed-twice"), "\(voided)")
        let again = try await say(["void", "\(out.seq)", "--reason", "not-a-load"], live)
        #expect(again.status == 1, "\(again)")
        #expect(again.errors.contains("which is for good"), "\(again)")

        let listed = try await say(["list"], live).output.split(separator: "\n")
        for (seq, mark) in [(intake.seq, "corrected by"), (out.seq, "voided by")] {
            #expect(listed.contains { $0.contains(" \(seq)  ") && $0.contains("(\(mark) ") })
        }

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

    /// What is said of a load that is held back is held back as well.
    private func heldLoad(_ live: LiveSite) async throws {
        let held = try #require(try entries(.intake, in: live.state).last)
        let said = try await say(
            [
                "correct", "\(held.seq)", "--destination", "sorting-line-1", "--reason",
                "wrong-destination",
            ], live)
        #expect(said.output.contains("held back from the chain"), "\(said)")
        let correction = try #require(try entries(.correction, in: live.state).last)
        #expect(try JournalReader(live.state).isWithheld(correction.seq))
        let stranger = try await say(
            [
                "correct", "\(held.seq)", "--destination", "behind the house", "--reason",
                "wrong-destination",
            ], live)
        #expect(stranger.status == 1, "\(stranger)")
    }

    /// What is handed over while the agent stands is recorded with its next start, in order and
    /// once, also when the power goes between the entry and the end of its file.
    private func whileStopped(_ live: LiveSite, _ intake: JournalEntry) async throws {
        for destination in ["bay-2", "sorting-line-1"] {
            let handed = try await say(
                [
                    "correct", "\(intake.seq)", "--destination", destination, "--code", "19 12 12",
                    "--reason", "judged-later",
                ], live)
            #expect(handed.output.contains("records it when it runs"), "\(handed)")
        }
        let before = try entries(.correction, in: live.state).count
        let arguments = ["run", "--config", live.configuration, "--json"]
        let first = try Program(
            arguments, environment: ["WEIGHPOST_CRASH_AT": "amendment-journaled"])
        defer { first.destroy() }
        #expect(try await first.outcome().status == -9)
        #expect(try entries(.correction, in: live.state).count == before + 1)

        let agent = try Program(arguments)
        defer { agent.destroy() }
        try await until("their files are gone") {
            HandOverFolder(state: live.state, for: .records).waiting().isEmpty
        }
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(10)).status == 0)
        #expect(agent.output.contains("says so already"), "\(agent.lastWords)")
        let said = try entries(.correction, in: live.state).suffix(2).map { entry in
            guard case .correction(let body) = entry.body else { throw Trouble("\(entry.kind)") }
            return body.destination
        }
        #expect(said == ["bay-2", "sorting-line-1"])
        #expect(try entries(.correction, in: live.state).count == before + 2)
    }
}
