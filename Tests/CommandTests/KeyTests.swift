import Foundation
import TestKit
import Testing

/// Making keys, as it is done once at a new gateway.
struct KeyTests {
    @Test("New keys are there for their owner alone, and the public half for everybody")
    func made() async throws {
        let folder = try TemporaryDirectory()
        let outcome = try await Program.run(["key", "new", "--out", folder.path])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("key thumbprint "))
        #expect(try mode(folder.file("signing.key")) == 0o600)
        #expect(try mode(folder.file("store.key")) == 0o600)
        #expect(try mode(folder.file("signing.pub")) & 0o444 == 0o444)
    }

    @Test("Keys are never overwritten: a second time ends with 73 and changes nothing")
    func never() async throws {
        let folder = try TemporaryDirectory()
        #expect(try await Program.run(["key", "new", "--out", folder.path]).status == 0)
        let before = try contents(folder)

        let outcome = try await Program.run(["key", "new", "--out", folder.path])

        #expect(outcome.status == 73, "\(outcome)")
        #expect(outcome.errors.contains("signing.key exists already"))
        #expect(try contents(folder) == before)
    }

    @Test("A folder that is not there ends with 73 and is named")
    func noFolder() async throws {
        let folder = try TemporaryDirectory()
        let outcome = try await Program.run(["key", "new", "--out", folder.file("none")])
        #expect(outcome.status == 73, "\(outcome)")
        #expect(outcome.errors.contains(folder.file("none")))
    }

    @Test("A key is changed step by step, and either of the two verifies the whole journal")
    func rotated() async throws {
        let site = try await SiteFolder()
        let rotate = ["key", "rotate", "--config", site.configuration]
        try await site.runOnce()
        let made = try await Program.run(rotate)
        #expect(made.status == 0 && made.output.contains("start the agent anew"), "\(made)")
        #expect(try mode(site.directory.file("keys/signing.key.next")) == 0o600)
        let waits = try await Program.run(rotate)
        #expect(waits.output.contains("waits beside the old one"), "\(waits)")
        try await site.runOnce()
        // Without a node nothing is delivered, so the old key is needed still.
        let needed = try await Program.run(rotate)
        #expect(needed.status == 0 && needed.output.contains("the old key is needed"), "\(needed)")
        let list = try await Program.run(["key", "list", "--config", site.configuration])
        #expect(list.output.split(separator: "\n").count == 2, "\(list)")
        // The new one takes over again at the next start, and not a second time.
        try await site.runOnce()
        let again = try await Program.run(["key", "list", "--config", site.configuration])
        #expect(again.output == list.output)
        let verified = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(verified.status == 0, "\(verified)")
        #expect(verified.output.contains("on with key"), "\(verified)")
    }

    @Test(
        "A lost key is replaced by one that signs for itself, and the old one does not vouch for it"
    )
    func lost() async throws {
        let site = try await SiteFolder()
        try await site.runOnce()
        let old = site.directory.file("old.pub")
        try FileManager.default.copyItem(atPath: site.publicKey, toPath: old)
        for name in ["signing.key", "signing.pub", "store.key"] {
            try FileManager.default.moveItem(
                atPath: site.directory.file("keys/\(name)"),
                toPath: site.directory.file("gone-\(name)"))
        }
        _ = try await Program.run(["key", "new", "--out", site.directory.file("keys")])
        try FileManager.default.removeItem(atPath: site.directory.file("keys/store.key"))
        try FileManager.default.copyItem(
            atPath: site.directory.file("gone-store.key"),
            toPath: site.directory.file("keys/store.key"))
        let refused = try await Program.run(["run", "--config", site.configuration])
        #expect(refused.status == 78 && refused.errors.contains("gateway's key?"), "\(refused)")
        let replaced = try await Program.run(
            ["key", "rotate", "--config", site.configuration, "--lost", "--previous", old])
        #expect(replaced.status == 0, "\(replaced)")
        try await site.runOnce()
        let byNew = try await Program.run(
            ["verify", "journal", site.state, "--key", site.publicKey])
        #expect(byNew.status == 0, "\(byNew)")
        let byOld = try await Program.run(["verify", "journal", site.state, "--key", old])
        #expect(byOld.status == 1 && byOld.output.contains("ask the authorities"), "\(byOld)")
    }

    private func contents(_ folder: TemporaryDirectory) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        }
        return contents
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
}
