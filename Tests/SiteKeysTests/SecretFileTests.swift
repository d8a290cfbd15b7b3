import Foundation
import TestKit
import Testing

@testable import SiteKeys

@Suite("Secrets in files")
struct SecretFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func file(_ content: String, mode: Int = 0o600) throws -> String {
        let path = folder.file("secret")
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test("a secret is the line of its file", arguments: ["s3cret ", "s3cret \n"])
    func line(content: String) throws {
        #expect(try SecretFile.text(at: try file(content)) == "s3cret ")
    }

    @Test("a file that holds no single line is refused", arguments: ["", "\n", "a\nb", "a\r\n"])
    func malformed(content: String) throws {
        let path = try file(content)
        let error = #expect(throws: KeyFileError.self) { try SecretFile.text(at: path) }
        #expect(error?.code == .malformed)
    }

    @Test("a secret that others can read is none")
    func exposed() throws {
        let path = try file("s3cret", mode: 0o640)
        let error = #expect(throws: KeyFileError.self) { try SecretFile.text(at: path) }
        #expect(error?.code == .exposed)
    }

    @Test("a file that is not there is told with what to do")
    func missing() {
        let path = folder.file("nothing")
        let error = #expect(throws: KeyFileError.self) { try SecretFile.text(at: path) }
        #expect(error?.code == .missing)
        #expect(error?.message.contains("mode 0600") == true)
    }
}
