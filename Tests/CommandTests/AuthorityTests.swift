import Foundation
import TestKit
import Testing

/// What an authority reads before it signs, and what it is kept from writing.
@Suite("The authorities' files", .timeLimit(.minutes(2)))
struct AuthorityTests {
    private static let gateway = "https://site.example/gateways/bridge-1"

    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func node(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(arguments, executable: Program.ledgerNode)
    }

    private func propose(
        _ arguments: [String], chain: String = "weighpost-1"
    ) async throws
        -> Program.Outcome
    {
        try await node(
            ["authority", "propose", "--chain-id", chain, "--number", "1", "--out", out]
                + arguments)
    }

    private var out: String { folder.file("1.resolution") }
    private var isWritten: Bool { FileManager.default.fileExists(atPath: out) }

    /// An authority's keys, as `name.key` and `name.pub`.
    private func keys(_ name: String) async throws {
        let place = folder.file(name)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        let made = try await Program.run(["key", "new", "--out", place])
        #expect(made.status == 0, "\(made)")
        for half in ["key", "pub"] {
            try FileManager.default.moveItem(
                atPath: "\(place)/signing.\(half)", toPath: folder.file("\(name).\(half)"))
        }
    }

    /// The request of a site of chain weighpost-1.
    private func request() async throws -> String {
        let (site, file) = (try await SiteFolder(), folder.file("bridge-1.enrol"))
        let asked = try await Program.run(
            ["key", "enrol", "--config", site.configuration, "--out", file])
        #expect(asked.status == 0, "\(asked)")
        return file
    }

    /// Nothing that a terminal obeys, beside the ends of our own lines.
    private static func isPlain(_ outcome: Program.Outcome) -> Bool {
        (outcome.output + outcome.errors).unicodeScalars.allSatisfy { scalar in
            scalar == "\n"
                || ![.control, .format].contains(scalar.properties.generalCategory)
        }
    }

    // MARK: What is read

    @Test(
        "a request that fakes the thumbprint of another box is shown, proposed and begun with nowhere"
    )
    func faked() async throws {
        let file = folder.file("faked.enrol")
        try #require(StrangeRequest.faked).write(to: URL(fileURLWithPath: file))
        for outcome in [
            try await node(["authority", "show", file]), try await propose(["--register", file]),
            try await propose(["--rekey", file]),
            try await node(["genesis", "--chain-id", "weighpost-1", "--request", file]),
        ] {
            #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.errors.contains("is no name of a site"), "\(outcome)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
            #expect(Self.isPlain(outcome))
        }
        #expect(!isWritten)
    }

    @Test("the words of a file stay on their line, and colour nothing")
    func plain() async throws {
        let chain = "weighpost-1\nsigned by key 00\u{1B}[8m"
        let proposed = try await propose(["--suspend", Self.gateway], chain: chain)
        #expect(proposed.status == 0 && Self.isPlain(proposed), "\(proposed)")
        #expect(proposed.output.contains(#"of chain weighpost-1\u000asigned by key 00\u001b[8m"#))
        #expect(proposed.output.split(separator: "\n").count == 3, "\(proposed)")
        try await keys("city")
        let file = folder.file("c.checkpoint")
        let made = try await node([
            "checkpoint", "make", "--chain-id", chain, "--height", "7", "--hash",
            String(repeating: "ab", count: 32), "--out", file,
        ])
        #expect(made.status == 0, "\(made)")
        let signed = try await node(["checkpoint", "sign", "--key", folder.file("city.key"), file])
        #expect(signed.status == 0 && Self.isPlain(signed), "\(signed)")
        #expect(signed.output.split(separator: "\n").count == 2, "\(signed)")
        let missing = try await node(["authority", "show", folder.file("no\u{1B}[8m\nfile")])
        #expect(missing.status == 65 && Self.isPlain(missing), "\(missing)")
    }

    // MARK: What is signed

    @Test("the true signature of two is kept by whoever has the key, and by nobody else dropped")
    func joined() async throws {
        try await keys("city")
        let (copy, key) = (folder.file("copy"), folder.file("city.pub"))
        let proposed = try await propose(["--suspend", Self.gateway])
        #expect(proposed.output.contains("not signed yet"), "\(proposed)")
        let signed = try await node(["authority", "sign", "--key", folder.file("city.key"), out])
        #expect(signed.output.contains("\nsigned by key "), "\(signed)")
        let good = try Data(contentsOf: URL(fileURLWithPath: out))
        // The signature is what stands last.
        try Data(good.dropLast() + [(good.last ?? 0) ^ 1]).write(to: URL(fileURLWithPath: copy))
        for (first, second) in [(out, copy), (copy, out)] {
            let before = try Data(contentsOf: URL(fileURLWithPath: first))
            let blind = try await node(["authority", "join", first, second])
            #expect(blind.status == 1, "\(blind)")
            #expect(blind.errors.contains("two different signatures"), "\(blind)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: first)) == before)
        }
        let claimed = try await node(["authority", "show", copy])
        #expect(claimed.status == 0, "\(claimed)")
        #expect(claimed.output.contains("claims to be signed by key"), "\(claimed)")
        let checked = try await node(["authority", "show", "--authority", key, copy])
        #expect(checked.status == 1 && checked.output.contains("FALSE"), "\(checked)")
        let joined = try await node(["authority", "join", "--authority", key, copy, out])
        #expect(joined.status == 0 && joined.output.contains("\nsigned by key "), "\(joined)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == good)
    }

    // MARK: What is written

    @Test(
        "a permit without its list, or of a code that there cannot be, is not proposed",
        arguments: [
            "yard=200301", "yard=20 03 01", "yard=EWC 2003", "yard=ewc 20 03 01",
            "yard=EWC:20 03 01", "yard=EWC 20 03 O1", "=EWC 20 03 01", "yard",
            "yard=EWC 20 03 01,200307",
        ])
    func slip(permit: String) async throws {
        let outcome = try await propose(["--permit", permit])
        #expect(outcome.status == 64 && !isWritten, "\(outcome)")
        #expect(outcome.errors.contains("permit"), "\(outcome)")
    }

    @Test("a permit for a site that nothing at hand knows is written, and that is said")
    func unknownSite() async throws {
        let request = try await request()
        let shown = try await node(["authority", "show", request])
        let site = try #require(shown.output.firstMatch(of: /\nsite +(.*)\n/)?.1)
        let genesis = try await node([
            "genesis", "--chain-id", "weighpost-1", "--request", request,
        ])
        #expect(genesis.status == 0, "\(genesis)")
        let state = folder.file("app_state.json")
        try Data(genesis.output.utf8).write(to: URL(fileURLWithPath: state))
        let right = ["--permit", "\(site)=EWC 20 03 01,EWC 200121*"]
        let known = [["--register", request] + right, ["--genesis", state] + right]
        for arguments in known {
            let outcome = try await propose(arguments)
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
            try FileManager.default.removeItem(atPath: out)
        }
        let wrong = ["--permit", "yrad=EWC 20 03 01"]
        for (arguments, words) in [
            (wrong, "is not known here"), (["--genesis", state] + wrong, "no gateway of"),
            (["--register", request] + wrong, "is not known here"),
        ] {
            let outcome = try await propose(arguments)
            #expect(outcome.status == 0 && isWritten, "\(outcome)")
            #expect(outcome.errors.contains("'yrad'"), "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
            try FileManager.default.removeItem(atPath: out)
        }
    }

    @Test("what no node takes and nobody can read is not written")
    func unreadable() async throws {
        let codes = (0...2_000).map { "X \($0)" }.joined(separator: ",")
        let many = (0...1_000).flatMap { ["--suspend", "https://a.example/\($0)"] }
        for (arguments, words) in [
            (["--permit", "yard=\(codes)"], "permits"), (many, "1,000 decisions"),
            (["--suspend", "notauri"], "no URI"), (["--revoke", "a b"], "no URI"),
        ] {
            let outcome = try await propose(arguments)
            #expect(outcome.status == 1 && !isWritten, "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
        }
    }

    @Test("a genesis names a gateway once, by its URI, and those of its own chain alone")
    func genesis() async throws {
        let (asked, nameless) = (try await request(), folder.file("nameless.enrol"))
        try #require(StrangeRequest.nameless).write(to: URL(fileURLWithPath: nameless))
        let chain = ["--chain-id", "weighpost-1"]
        for (arguments, words) in [
            (chain + ["--request", asked, "--request", asked], "named twice"),
            (chain + ["--request", nameless], "not a URI"),
            (["--chain-id", "weighpost-2", "--request", asked], "asks for chain 'weighpost-1'"),
        ] {
            let outcome = try await node(["genesis"] + arguments)
            #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
        }
        let unsaid = try await node(["genesis", "--request", asked])
        #expect(unsaid.status == 64 && unsaid.errors.contains("--chain-id"), "\(unsaid)")
    }

    @Test(
        "nobody waits for less than a second or more than a day, and nothing is sent before that is said",
        arguments: ["-1", "0", "86401", "9223372036854775807"])
    func patience(seconds: String) async throws {
        let outcome = try await node([
            "authority", "submit", "--node", "http://127.0.0.1:1", "--patience=\(seconds)",
            folder.file("none"),
        ])
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("--patience is 1 to 86400 seconds"), "\(outcome)")
    }
}
