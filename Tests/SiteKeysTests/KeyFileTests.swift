import Evidence
import Foundation
import SiteKeys
import TestKit
import Testing
import Wire

@Suite("Keys as files")
struct KeyFileTests {
    private let directory: TemporaryDirectory
    private var folder: String { directory.path }

    init() throws { directory = try TemporaryDirectory() }

    private var random: [UInt8] { (0..<64).map { UInt8($0) } }

    @Test("the public half on disk belongs to the signing key on disk")
    func pair() throws {
        let made = try KeyFile.make(in: folder, random: random)
        let signing = try KeyFile.signingKey(at: "\(folder)/signing.key")
        let verifying = try KeyFile.verifyingKey(at: "\(folder)/signing.pub")
        #expect(signing.publicKey == made)
        #expect(verifying == made)
        #expect(try KeyFile.storeKey(at: "\(folder)/store.key") == Array(random[32...]))
    }

    @Test("the key that follows takes the old one's place, whose public half alone stays")
    func replaced() throws {
        let old = try KeyFile.make(in: folder, random: random)
        let path = "\(folder)/signing.key"
        #expect(try KeyFile.nextKey(of: path) == nil)
        let new = try KeyFile.makeNext(of: path, seed: Array(repeating: 4, count: 32))
        #expect(throws: KeyFileError.self) {
            try KeyFile.makeNext(of: path, seed: Array(repeating: 5, count: 32))
        }
        #expect(try KeyFile.nextKey(of: path)?.publicKey == new)
        try KeyFile.replaceByNext(path)
        #expect(try KeyFile.signingKey(at: path).publicKey == new)
        #expect(try KeyFile.verifyingKey(at: "\(folder)/signing.pub") == new)
        #expect(try KeyFile.verifyingKey(at: "\(folder)/signing.pub.1") == old)
        #expect(try KeyFile.nextKey(of: path) == nil)
    }

    @Test("private files are for their owner alone, whatever the process would allow")
    func modes() throws {
        _ = try KeyFile.make(in: folder, random: random)
        for (name, mode) in [("signing.key", 0o600), ("store.key", 0o600), ("signing.pub", 0o644)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
    }

    @Test(
        "a key that others can read is refused, with the command that mends it",
        arguments: [mode_t(0o644), 0o640, 0o604, 0o620])
    func exposed(mode: mode_t) throws {
        _ = try KeyFile.make(in: folder, random: random)
        for name in ["signing.key", "store.key"] {
            let path = "\(folder)/\(name)"
            chmod(path, mode)
            let error = #expect(throws: KeyFileError.self) {
                if name == "store.key" {
                    _ = try KeyFile.storeKey(at: path)
                } else {
                    _ = try KeyFile.signingKey(at: path)
                }
            }
            #expect(error?.code == .exposed)
            #expect(error?.message.contains("chmod 600 \(path)") == true)
            #expect(error?.message.contains(String(mode, radix: 8)) == true)
        }
    }

    @Test("a key is never overwritten", arguments: ["signing.key", "signing.pub", "store.key"])
    func exists(name: String) throws {
        try "mine".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.make(in: folder, random: random)
        }
        #expect(error?.code == .exists)
        #expect(error?.message.contains("\(folder)/\(name)") == true)
        #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
    }

    @Test("a link that leads nowhere is not followed, and no half of a pair is left behind")
    func danglingLink() throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/store.key", withDestinationPath: "\(folder)/elsewhere")
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.make(in: folder, random: random)
        }
        #expect(error?.code == .exists)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["store.key"])
    }

    @Test("a folder that is not there is told by its path")
    func unwritable() throws {
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.make(in: "\(folder)/absent", random: random)
        }
        #expect(error?.code == .unwritable)
        #expect(error?.message.contains("\(folder)/absent") == true)
    }

    @Test("a file that is no key says what it should be")
    func malformed() throws {
        try "hello".write(toFile: "\(folder)/x", atomically: true, encoding: .utf8)
        chmod("\(folder)/x", 0o600)
        #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: "\(folder)/x") }
        #expect(throws: KeyFileError.self) { try KeyFile.storeKey(at: "\(folder)/x") }
        #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: "\(folder)/absent") }
    }

    @Test("one half of the pair is not taken for the other")
    func halves() throws {
        _ = try KeyFile.make(in: folder, random: random)
        let (key, pub) = ("\(folder)/signing.key", "\(folder)/signing.pub")
        #expect(throws: KeyFileError.self) { try KeyFile.verifyingKey(at: key) }
        chmod(pub, 0o600)
        let error = #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: pub) }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("weighpost key new") == true)
    }

    @Test("a key that went through another system's editor is read")
    func lineEnds() throws {
        _ = try KeyFile.make(in: folder, random: random)
        let path = "\(folder)/signing.key"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let edited = text.replacingOccurrences(of: "\n", with: "\r\n")
        try edited.write(toFile: path, atomically: false, encoding: .utf8)
        let verifying = try KeyFile.verifyingKey(at: "\(folder)/signing.pub")
        #expect(try KeyFile.signingKey(at: path).publicKey == verifying)
    }

    @Test("openssl reads the private key and derives the same public key")
    func opensslReads() throws {
        _ = try KeyFile.make(in: folder, random: random)
        let text = try openssl("pkey", "-in", "\(folder)/signing.key", "-pubout")
        #expect(text == (try String(contentsOfFile: "\(folder)/signing.pub", encoding: .utf8)))
    }

    @Test("a key that openssl made is read, with the public half that openssl derives")
    func opensslWrites() throws {
        let path = "\(folder)/made.key"
        _ = try openssl("genpkey", "-algorithm", "ed25519", "-out", path)
        chmod(path, 0o600)
        let derived = try openssl("pkey", "-in", path, "-pubout")
        #expect(KeyFile.publicPEM(try KeyFile.signingKey(at: path).publicKey) == derived)
    }

    /// What openssl prints.
    private func openssl(_ arguments: String...) throws -> String {
        let output = directory.file("openssl.out")
        let child = try Child(["/usr/bin/openssl"] + arguments, output: output)
        #expect(child.wait() == 0)
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
