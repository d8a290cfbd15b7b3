import Foundation
import TestKit
import Testing

/// From a new box to a delivered entry, by the programs and files that people have.
@Suite("A gateway becomes a member", .timeLimit(.minutes(3)))
struct EnrolmentTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func keys(_ name: String) async throws -> String {
        let path = folder.file(name)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let made = try await Program.run(["key", "new", "--out", path])
        #expect(made.status == 0, "\(made)")
        return path
    }

    private func node(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments, executable: Program.ledgerNode)
    }

    /// A dev chain that runs, where it is asked, and the block that trust in it begins at.
    private struct RunningChain {
        let program: Program
        let rpc: String
        let anchor: (height: String, hash: String)
    }

    /// A chain whose ledger these authorities decide over, two of them at a time.
    private func chain(of authorities: [String]) async throws -> RunningChain {
        let named = authorities.flatMap { ["--authority", "\($0)/signing.pub"] }
        let genesis = try await Program.run(
            ["genesis", "--threshold", "2"] + named, executable: Program.ledgerNode)
        #expect(genesis.status == 0, "\(genesis)")
        let state = folder.file("app_state.json")
        try genesis.output.write(toFile: state, atomically: true, encoding: .utf8)
        let program = try Program(
            [
                "chain", "--chain-id", "weighpost-1", "--genesis", state, "--interval-ms", "50",
                "--json",
            ], executable: Program.lab)
        try await program.prints("chain.ready")
        let ready = /"rpc":"(.*?)".*"anchor_height":(\d+),"anchor_hash":"(.*?)"/
        let told = try #require(program.output.firstMatch(of: ready))
        return RunningChain(
            program: program, rpc: String(told.1), anchor: (String(told.2), String(told.3)))
    }

    /// A site that delivers to a chain which does not know it.
    private func site(beside chain: RunningChain) async throws -> SiteFolder {
        let site = try await SiteFolder()
        let text = try String(contentsOfFile: site.configuration, encoding: .utf8)
            .replacing(/http:\/\/127\.0\.0\.1:\d+/, with: chain.rpc)
            .replacing("height: 1", with: "height: \(chain.anchor.height)")
            .replacing(SiteFolder.anchorHash, with: chain.anchor.hash)
        try site.write(text, to: "weighpost.yaml")
        return site
    }

    @Test("asked for by the site, decided by two authorities, and heard from then on")
    func enrolment() async throws {
        let authorities = [try await keys("city"), try await keys("county")]
        let chain = try await chain(of: authorities)
        defer { chain.program.destroy() }
        let site = try await site(beside: chain)
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        // It works from its first day on; the ledger does not know it yet.
        try await agent.prints("code 12")
        #expect(!agent.output.contains("\"event\":\"batch.delivered\""))

        let request = try await request(of: site)
        let resolution = try await registration(request, by: authorities, at: chain)
        let submitted = try await node("authority", "submit", "--node", chain.rpc, resolution)
        #expect(submitted.status == 0, "\(submitted)")
        #expect(submitted.output.contains("it holds since block"))
        try await isHeard(agent, of: site, by: chain)
        // Sent once more, by whomever, it holds still and is not decided again.
        let copy = folder.file("copy.resolution")
        let again = try await node("authority", "submit", "--node", chain.rpc, copy)
        #expect(again.status == 0, "\(again)")
        #expect(again.output.contains("holds already"), "\(again)")
        try await allowLists(by: authorities, at: chain.rpc)
    }

    /// The site's request, which an authority reads with the thumbprint that the site has.
    private func request(of site: SiteFolder) async throws -> String {
        let request = folder.file("bridge.enrol")
        let asked = try await Program.run(
            ["key", "enrol", "--config", site.configuration, "--out", request])
        #expect(asked.status == 0, "\(asked)")
        let shown = try await node("authority", "show", request)
        let thumbprint = try #require(
            asked.output.split(separator: "\n").first { $0.hasPrefix("thumbprint") })
        #expect(shown.output.contains(thumbprint), "\(shown)")
        return request
    }

    /// A resolution that registers, signed on two copies; without signatures it counts for nothing.
    private func registration(
        _ request: String, by authorities: [String], at chain: RunningChain
    ) async throws -> String {
        let (resolution, copy) = (folder.file("1.resolution"), folder.file("copy.resolution"))
        let proposed = try await node(
            "authority", "propose", "--chain-id", "weighpost-1", "--number", "1", "--register",
            request, "--out", resolution)
        #expect(proposed.status == 0, "\(proposed)")
        try FileManager.default.copyItem(atPath: resolution, toPath: copy)
        let early = try await node("authority", "submit", "--node", chain.rpc, resolution)
        #expect(early.status == 1, "\(early)")
        #expect(early.errors.contains("code 30"), "\(early)")
        for (authority, file) in zip(authorities, [resolution, copy]) {
            let signed = try await node(
                "authority", "sign", "--key", "\(authority)/signing.key", file)
            #expect(signed.status == 0, "\(signed)")
        }
        let joined = try await node("authority", "join", resolution, copy)
        #expect(joined.output.components(separatedBy: "signed by key").count == 3, "\(joined)")
        return resolution
    }

    /// The agent that was refused delivers what has waited, and its first receipt proves that to
    /// whoever has the chain's anchor; nobody started it anew.
    private func isHeard(
        _ agent: Program, of site: SiteFolder, by chain: RunningChain
    ) async throws {
        try await agent.prints("\"event\":\"batch.delivered\"", within: .seconds(60))
        #expect(agent.status == nil)
        #expect(agent.output.components(separatedBy: "\"event\":\"gateway.ready\"").count == 2)
        let out = folder.file("out")
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
        let exported = try await Program.run(
            ["records", "export", "--config", site.configuration, "--out", out])
        #expect(exported.status == 0, "\(exported)")
        let receipts = try FileManager.default.contentsOfDirectory(atPath: out)
            .filter { $0.hasPrefix("receipt") }.map { "\(out)/\($0)" }
        try #require(!receipts.isEmpty)
        let verified = try await Program.run(
            ["verify", "receipt", "--chain-id", "weighpost-1", "--key", site.publicKey]
                + ["--anchor", "\(chain.anchor.height):\(chain.anchor.hash)"] + receipts)
        #expect(verified.status == 0, "\(verified)")
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(5)).status == 0)
    }

    /// Which kinds of entry count is decided the same way, one version after the other.
    private func allowLists(by authorities: [String], at rpc: String) async throws {
        let next = try await allowList(2, of: [1, 2], by: authorities)
        let allowed = try await node("authority", "submit", "--node", rpc, next)
        #expect(allowed.status == 0, "\(allowed)")
        #expect(allowed.output.contains("it holds since block"), "\(allowed)")
        let far = try await allowList(4, of: [1, 2], by: authorities)
        let refused = try await node("authority", "submit", "--node", rpc, far)
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.errors.contains("allow-list 4 does not follow 2"), "\(refused)")
    }

    @Test("what an authority's telephone reads off the screen is the request, byte for byte")
    func code() async throws {
        let (site, request) = (try await SiteFolder(), folder.file("bridge.enrol"))
        let asked = try await Program.run(
            ["key", "enrol", "--config", site.configuration, "--out", request, "--qr"])
        #expect(asked.status == 0, "\(asked)")
        let code = try RequestCode(drawnIn: asked.output)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: request))
        #expect(try code.contents() == [UInt8](bytes))
    }

    /// A signed resolution that lets only some kinds of entry stand on the chain.
    private func allowList(
        _ version: Int, of kinds: [Int], by authorities: [String]
    ) async throws -> String {
        let printed = try await node("authority", "allow-list", "--version", "\(version)")
        var list = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
        let keys = try #require(list["keys"] as? [String: Any])
        list["kinds"] = kinds
        list["keys"] = keys.filter { key, _ in
            key == "claims" || kinds.contains { "\($0)" == key }
        }
        let (file, out) = (folder.file("\(version).json"), folder.file("allow-\(version)"))
        try JSONSerialization.data(withJSONObject: list).write(to: URL(fileURLWithPath: file))
        let number = version == 2 ? "2" : "3"
        let proposed = try await node(
            "authority", "propose", "--chain-id", "weighpost-1", "--number", number, "--allow",
            file, "--out", out)
        #expect(proposed.status == 0, "\(proposed)")
        #expect(proposed.output.contains("allow-list \(version) of kinds 1, 2,"), "\(proposed)")
        for authority in authorities {
            let signed = try await node(
                "authority", "sign", "--key", "\(authority)/signing.key", out)
            #expect(signed.status == 0, "\(signed)")
        }
        return out
    }

    @Test(
        "a request, a resolution and a checkpoint that somebody changed are refused by their files")
    func damaged() async throws {
        let keys = try await keys("city")
        let path = folder.file("chain.checkpoint")
        let made = try await node(
            "checkpoint", "make", "--chain-id", "c", "--height", "7", "--hash",
            String(repeating: "ab", count: 32), "--out", path)
        #expect(made.status == 0, "\(made)")
        let signed = try await node("checkpoint", "sign", "--key", "\(keys)/signing.key", path)
        #expect(signed.output.contains("block 7 of c"), "\(signed)")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[10] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(
            try await node("checkpoint", "sign", "--key", "\(keys)/signing.key", path).status == 1)
        #expect(try await node("authority", "show", path).status == 1)
        #expect(try await node("authority", "show", folder.file("nothing")).status == 65)
    }
}

/// Reads the code that a site's request is drawn as: version 10 of ISO/IEC 18004 at correction L.
///
/// Only what the message needs: a drawing has no errors to correct, and another version is refused.
private struct RequestCode {
    private static let (size, quietZone) = (57, 4)

    private let isDark: [[Bool]]

    /// The drawing is what is left when the lines of text are over.
    init(drawnIn output: String) throws {
        let side = Self.size + 2 * Self.quietZone
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.allSatisfy { $0 == " " } || $0.isEmpty }
        guard lines.count == side, lines.allSatisfy({ $0.count == 2 * side }) else {
            throw Trouble("\(lines.count) lines are no code of version 10: \(output)")
        }
        isDark = lines.dropFirst(Self.quietZone).prefix(Self.size).map { line in
            let cells = Array(line)
            return (0..<Self.size).map { cells[2 * ($0 + Self.quietZone)] == "#" }
        }
    }

    /// The bytes of its one segment.
    func contents() throws -> [UInt8] {
        let bits = message().flatMap { byte in (0..<8).reversed().map { Int(byte >> $0 & 1) } }
        func number(_ first: Int, _ width: Int) -> Int {
            bits[first..<first + width].reduce(0) { $0 << 1 | $1 }
        }
        let count = number(4, 16)
        guard number(0, 4) == 0b0100, 20 + 8 * count <= bits.count else {
            throw Trouble("not bytes, or more of them than the code holds: \(count)")
        }
        return (0..<count).map { UInt8(number(20 + 8 * $0, 8)) }
    }

    /// The messages of the four blocks, one after the other; their codewords alternate (Table 9).
    private func message() -> [UInt8] {
        var blocks = [[UInt8]](repeating: [], count: 4)
        for (place, word) in codewords().prefix(274).enumerated() {
            // Two blocks have 68 of them, and the other two one more.
            blocks[place < 4 * 68 ? place % 4 : place % 4 + 2].append(word)
        }
        return blocks.flatMap { $0 }
    }

    /// The codewords, in pairs of columns from the right, up and down (7.7.3).
    private func codewords() -> [UInt8] {
        var (bits, isUpward) = ([Int](), true)
        let mask = [2, 3, 4].reduce(0) { $0 << 1 | (isDark[8][$1] ? 1 : 0) } ^ 0b101
        for right in (1..<Self.size).reversed() where right > 6 ? right % 2 == 0 : right % 2 == 1 {
            for step in 0..<Self.size {
                let y = isUpward ? Self.size - 1 - step : step
                for x in [right, right - 1] where !isPattern(x, y) {
                    bits.append(isDark[y][x] != Self.isTurned(x, y, mask) ? 1 : 0)
                }
            }
            isUpward.toggle()
        }
        return stride(from: 0, to: bits.count / 8 * 8, by: 8).map {
            bits[$0..<$0 + 8].reduce(0) { $0 << 1 | UInt8($1) }
        }
    }

    /// Whether a module is part of a pattern or says what the code is.
    private func isPattern(_ x: Int, _ y: Int) -> Bool {
        let far = Self.size - 8
        if x == 6 || y == 6 || x < 9 && (y < 9 || y >= far) || x >= far && y < 9 { return true }
        if x < 6 && y >= far - 3 || y < 6 && x >= far - 3 { return true }
        // The centres of the alignment patterns (Annex E).
        func centre(_ place: Int) -> Int? { [6, 28, 50].first { abs($0 - place) <= 2 } }
        guard let column = centre(x), let row = centre(y) else { return false }
        return ![[6, 50], [50, 6]].contains([column, row])
    }

    private static func isTurned(_ x: Int, _ y: Int, _ mask: Int) -> Bool {
        let (sum, two, three) = (x + y, x * y % 2, x * y % 3)
        let early = [sum % 2, y % 2, x % 3, sum % 3, (y / 2 + x / 3) % 2]
        return (early + [two + three, (two + three) % 2, (sum + three) % 2])[mask] == 0
    }
}
