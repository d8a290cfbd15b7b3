import Evidence
import JournalStore
import TestKit
import Testing

@Suite("What a load may be corrected to")
struct CorrectionRangeTests {
    /// What `records correct` says to words about an entry, and what it then left for the agent.
    private func say(
        _ words: [String], of entry: JournalEntry, _ box: JournalBox
    ) async throws -> (outcome: Program.Outcome, handedOver: Int) {
        let site = try ShippedConfiguration()
        let state = box.folder.file("state")
        try site.layOver("{state: \"\(state)\"}")
        let outcome = try await Program.run(
            [
                "records", "correct", "\(entry.seq)", "--config", site.file, "--reason",
                "judged-later",
            ]
                + words)
        return (outcome, HandOverFolder(state: state, for: .records).waiting().count)
    }

    @Test(
        "what no directive and no list has is refused, and nothing is handed over to be signed",
        arguments: [
            (["--purpose", "R99"], "R1 to R13"), (["--purpose", "D16"], "D1 to D15"),
            (["--code", "20 03 01 99"], "six digits"), (["--code", "A12"], "six digits"),
            (["--code", "20 03 01", "--scheme", "ewc"], "EWC"),
        ])
    func outOfRange(words: [String], range: String) async throws {
        let box = try JournalBox()
        let load = try await box.load(1, of: 9_000, to: "sorting-line-1")
        let isCode = words.contains("--code")
        let list = isCode ? ["--list-version", "2014/955/EU"] : []
        let scheme = isCode && !words.contains("--scheme") ? ["--scheme", "EWC"] : []
        let said = try await say(words + scheme + list, of: load, box)
        #expect(said.outcome.status == 1, "\(said)")
        #expect(said.outcome.errors.contains(range), "\(said)")
        #expect(said.handedOver == 0)
    }

    @Test("what they have is handed over")
    func inRange() async throws {
        let box = try JournalBox()
        let load = try await box.load(1, of: 9_000, to: "sorting-line-1")
        let said = try await say(
            [
                "--purpose", "D15", "--code", "20 01 21*", "--scheme", "EWC", "--list-version",
                "2014/955/EU",
            ], of: load, box)
        #expect(said.outcome.status == 0, "\(said)")
        #expect(said.handedOver == 1)
    }

    @Test("of a weigh-in it is said first that it is no load, whatever it is to be corrected to")
    func weighIn() async throws {
        let box = try JournalBox()
        let entry = try await box.weighIn()
        for words in [["--code", "20 03 01"], ["--purpose", "R99"]] {
            let said = try await say(words, of: entry, box)
            #expect(said.outcome.status == 1, "\(said)")
            #expect(
                said.outcome.errors.contains("only a load that came in is corrected"), "\(said)")
            #expect(said.handedOver == 0)
        }
    }
}
