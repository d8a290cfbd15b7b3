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
