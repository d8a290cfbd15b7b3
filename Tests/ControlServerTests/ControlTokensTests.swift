import Foundation
import HTTPTypes
import TestKit
import Testing

@testable import ControlServer

/// The file of tokens.
@Suite("Who may ask on TCP")
struct ControlTokensTests {
    private static let hash = ControlKit.hash("secret")

    @Test("a token gives the role that its line says, and no other text gives any")
    func roles() throws {
        let tokens = try ControlTokens(ControlKit.tokens + "\r\n", file: "tokens")
        #expect(tokens.role(of: ControlKit.viewToken) == .view)
        #expect(tokens.role(of: ControlKit.controlToken) == .control)
        for other in ["", " ", "board", ControlKit.hash(ControlKit.viewToken)] {
            #expect(tokens.role(of: other) == nil)
        }
    }

    @Test(
        "a file that is wrong is refused with its line",
        arguments: [
            ("a:view", 1), ("a:owner:\(hash)", 1), (":view:\(hash)", 1), ("a:view:12", 1),
            ("a:view:\(hash)x", 1), ("#\n\na:view:\(hash):b", 3),
            ("a:view:\(hash)\na:control:\(hash)", 2),
        ])
    func wrong(text: String, line: Int) {
        let error = #expect(throws: ControlError.self) { try ControlTokens(text, file: "tokens") }
        #expect(error?.message.hasPrefix("tokens:\(line): ") == true, "\(error?.message ?? "")")
    }

    @Test("an empty file is refused: nobody could ask")
    func empty() {
        #expect(throws: ControlError.self) { try ControlTokens("# none\n", file: "tokens") }
    }

    @Test("a file that others can read or its group can change is refused")
    func modes() throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("tokens")
        try "a:view:\(Self.hash)".write(toFile: file, atomically: true, encoding: .utf8)
        for (mode, isTaken) in [(0o600, true), (0o640, true), (0o644, false), (0o660, false)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            if isTaken {
                #expect(try ControlTokens(file: file).role(of: "secret") == .view)
            } else {
                #expect(throws: ControlError.self) { try ControlTokens(file: file) }
            }
        }
        #expect(throws: ControlError.self) { try ControlTokens(file: folder.path) }
        #expect(throws: ControlError.self) { try ControlTokens(file: folder.file("none")) }
    }

    @Test("a token that was taken out of the file opens nothing any more, though nobody said so")
    func revoked() throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("tokens")
        func write(_ text: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
        try write("a:view:\(Self.hash)\nb:view:\(ControlKit.hash("other"))\n")
        let gate = try ControlGate(tokens: file)
        let fields: HTTPFields = [.authorization: "Bearer secret"]
        try gate.admit(fields, to: .view)
        try write("b:view:\(ControlKit.hash("other"))\n")
        #expect(throws: ControlFault.self) { try gate.admit(fields, to: .view) }
    }
}
