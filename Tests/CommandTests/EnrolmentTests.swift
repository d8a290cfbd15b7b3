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

    @Test("asked for by the site, decided by two authorities, and heard from then on")
    func enrolment() async throws {
        let (city, county) = (try await keys("city"), try await keys("county"))
        let genesis = try await node(
            "genesis", "--authority", "\(city)/signing.pub", "--authority", "\(county)/signing.pub",
            "--threshold", "2")
        #expect(genesis.status == 0, "\(genesis)")
        try genesis.output.write(
            toFile: folder.file("app_state.json"), atomically: true, encoding: .utf8)
        let chain = try Program(
            [
                "chain", "--chain-id", "weighpost-1", "--genesis", folder.file("app_state.json"),
                "--interval-ms", "50", "--json",
            ], executable: Program.lab)
        defer { chain.destroy() }
        try await chain.prints("chain.ready")
        let ready = try #require(
            try JSONSerialization.jsonObject(
                with: Data(chain.output.split(separator: "\n")[0].utf8)) as? [String: Any])
        let rpc = try #require(ready["rpc"] as? String)

        let site = try await SiteFolder()
        let request = folder.file("bridge.enrol")
        let asked = try await Program.run(
            ["key", "enrol", "--config", site.configuration, "--out", request])
        #expect(asked.status == 0, "\(asked)")
        let shown = try await node("authority", "show", request)
        let thumbprint = try #require(
            asked.output.split(separator: "\n").first { $0.hasPrefix("thumbprint") })
        #expect(shown.output.contains(thumbprint), "\(shown)")

        let resolution = folder.file("1.resolution")
        let copy = folder.file("copy.resolution")
        let proposed = try await node(
            "authority", "propose", "--chain-id", "weighpost-1", "--number", "1", "--register",
            request, "--out", resolution)
        #expect(proposed.status == 0, "\(proposed)")
        try FileManager.default.copyItem(atPath: resolution, toPath: copy)
        let early = try await node("authority", "submit", "--node", rpc, resolution)
        #expect(early.status == 1, "\(early)")
        #expect(early.errors.contains("code 30"), "\(early)")
        let one = try await node("authority", "sign", "--key", "\(city)/signing.key", resolution)
        let two = try await node("authority", "sign", "--key", "\(county)/signing.key", copy)
        #expect(one.status == 0 && two.status == 0, "\(one) \(two)")
        let joined = try await node("authority", "join", resolution, copy)
        #expect(joined.output.components(separatedBy: "signed by key").count == 3, "\(joined)")
        let submitted = try await node("authority", "submit", "--node", rpc, resolution)
        #expect(submitted.status == 0, "\(submitted)")
        #expect(submitted.output.contains("it holds since block"))
        // Sent once more, by whomever, it holds still and is not decided again.
        let again = try await node("authority", "submit", "--node", rpc, copy)
        #expect(again.status == 0, "\(again)")
        #expect(again.output.contains("holds already"), "\(again)")

        let next = try await allowList(2, of: [1, 2], by: [city, county])
        let allowed = try await node("authority", "submit", "--node", rpc, next)
        #expect(allowed.status == 0, "\(allowed)")
        #expect(allowed.output.contains("it holds since block"), "\(allowed)")
        let far = try await allowList(4, of: [1, 2], by: [city, county])
        let refused = try await node("authority", "submit", "--node", rpc, far)
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.errors.contains("allow-list 4 does not follow 2"), "\(refused)")
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
