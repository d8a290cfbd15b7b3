import Foundation
import TestKit
import Testing

/// Verifying files that others hand over, whatever is in them.
struct VerifyTests {
    private static let anchor = "1:" + String(repeating: "0a", count: 32)

    @Test(
        "A file that is no receipt is not verified, and the program ends with 1",
        arguments: [
            [], [0x80], [0xA0], Array("{\"receipt\": true}".utf8),
            [UInt8](repeating: 0xFF, count: 4096),
        ])
    func garbageForReceipt(bytes: [UInt8]) async throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("receipt.cbor")
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let outcome = try await Program.run(receipt(file))
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.output.contains("\(file): not verified"), "\(outcome)")
    }

    @Test("Noise is not a receipt and not an entry")
    func noise() async throws {
        let site = try await SiteFolder()
        let file = site.directory.file("noise")
        var random = SeededGenerator(seed: 17)
        for length in [1, 32, 400, 9000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let asReceipt = try await Program.run(receipt(file))
            #expect(asReceipt.status == 1, "\(length) bytes: \(asReceipt)")
            let asEntry = try await Program.run(entry(file, key: site.publicKey))
            #expect(asEntry.status == 1, "\(length) bytes: \(asEntry)")
        }
    }

    @Test("A file that is missing ends with 65 and is named")
    func missingFile() async throws {
        let site = try await SiteFolder()
        let file = site.directory.file("none")
        for arguments in [receipt(file), entry(file, key: site.publicKey)] {
            let outcome = try await Program.run(arguments)
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.errors.contains("cannot read \(file): No such file"))
        }
    }

    @Test("A public key that is missing or is none ends with 65 and is named")
    func missingKey() async throws {
        let site = try await SiteFolder()
        let file = try site.write("", to: "entry.cose")
        for key in [site.directory.file("none.pub"), site.configuration] {
            let outcome = try await Program.run(entry(file, key: key))
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.errors.contains(key))
        }
    }

    @Test("A state folder without a journal ends with 65")
    func missingJournal() async throws {
        let site = try await SiteFolder()
        let outcome = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.errors.contains(site.state))
    }

    @Test(
        "An anchor on the command line that is malformed is a matter of usage: 64",
        arguments: ["", "1", "1:", "1:0a", "x:" + String(repeating: "0a", count: 32)])
    func malformedAnchor(anchor: String) async throws {
        let outcome = try await Program.run(
            ["verify", "receipt", "any", "--chain-id", "weighpost-1", "--anchor", anchor])
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("--anchor"))
    }

    @Test("One entry among several that does not verify is named, and the program ends with 1")
    func oneOfSeveral() async throws {
        let site = try await SiteFolder()
        try await site.runOnce()
        let entries = try await site.export()
        try #require(entries.count >= 2)
        let good = try await Program.run(
            ["verify", "entry", "--key", site.publicKey] + entries)
        #expect(good.status == 0, "\(good)")
        #expect(good.output.contains("\(entries.count) of \(entries.count) verified"))

        try Flip.byte(at: 0.5, of: entries[1])
        let bad = try await Program.run(
            ["verify", "entry", "--key", site.publicKey] + entries)
        #expect(bad.status == 1, "\(bad)")
        #expect(bad.output.contains("\(entries[0]): verified"))
        #expect(bad.output.contains("\(entries[1]): not verified"))
        #expect(bad.output.contains("\(entries.count - 1) of \(entries.count) verified"))
    }

    @Test("An entry beside a receipt that is not of it verifies nothing, alone or among others")
    func strangeEntry() async throws {
        let (receipt, trust) = try Self.outsider()
        let strange = Checkout.root.appending(
            path: "Tests/EvidenceTests/Fixtures/entry-intake.cbor"
        )
        .path
        let alone = try await Program.run(["verify", "receipt", receipt] + trust)
        #expect(alone.status == 0, "\(alone)")
        let one = try await Program.run(
            ["verify", "receipt", receipt, "--entry", strange] + trust)
        #expect(one.status == 1, "\(one)")
        #expect(one.output.contains("\(receipt): not verified"), "\(one)")
        #expect(one.output.contains("the entry beside it has the digest"), "\(one)")
        let among = ["verify", "receipt", receipt, receipt, "--entry", strange] + trust
        let several = try await Program.run(among)
        #expect(several.status == 1, "\(several)")
        #expect(several.output.contains("\(strange): not verified"), "\(several)")
        #expect(several.output.contains("2 of 3 verified"), "\(several)")
        let lines = try await Program.run(among + ["--json"]).output.split(separator: "\n")
        #expect(lines.count == 3 && lines.last?.contains("\"verified\":false") == true)
    }

    /// The receipt that anybody can verify, and what it is verified with.
    private static func outsider() throws -> (receipt: String, trust: [String]) {
        let folder = Checkout.root.appending(path: "Tests/Outsider/Fixtures")
        let words = try String(
            contentsOf: folder.appending(path: "trust.txt"), encoding: .utf8
        ).split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(words.count == 4)
        return (
            folder.appending(path: "receipt.cbor").path,
            ["--chain-id", words[0], "--anchor", "\(words[1]):\(words[2])", "--at", words[3]]
        )
    }

    @Test("Exported files are never overwritten")
    func exportTwice() async throws {
        let site = try await SiteFolder()
        try await site.runOnce()
        let entries = try await site.export()
        let before = try Data(contentsOf: URL(fileURLWithPath: entries[0]))
        let again = try await Program.run(
            ["records", "export", "--config", site.configuration, "--out", site.exported])
        #expect(again.status == 73, "\(again)")
        #expect(again.errors.contains("entry-1.cose"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: entries[0])) == before)
    }

    private func receipt(_ file: String) -> [String] {
        ["verify", "receipt", file, "--chain-id", "weighpost-1", "--anchor", Self.anchor]
    }

    private func entry(_ file: String, key: String) -> [String] {
        ["verify", "entry", file, "--key", key]
    }
}
