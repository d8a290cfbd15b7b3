import Evidence
import Foundation
import SiteKeys
import Testing
import Wire

@Suite("Keys as files")
struct KeyFileTests {
    private let folder: String

    init() throws {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("keys-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.path
    }

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

    @Test("a key that others can read is refused, with the command that mends it")
    func exposed() throws {
        _ = try KeyFile.make(in: folder, random: random)
        chmod("\(folder)/signing.key", 0o644)
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.signingKey(at: "\(folder)/signing.key")
        }
        #expect(error?.code == .exposed)
        #expect(error?.message.contains("chmod 600") == true)
    }

    @Test("a key is never overwritten")
    func exists() throws {
        _ = try KeyFile.make(in: folder, random: random)
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.make(in: folder, random: random)
        }
        #expect(error?.code == .exists)
    }

    @Test("a file that is no key says what it should be")
    func malformed() throws {
        try "hello".write(toFile: "\(folder)/x", atomically: true, encoding: .utf8)
        chmod("\(folder)/x", 0o600)
        #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: "\(folder)/x") }
        #expect(throws: KeyFileError.self) { try KeyFile.storeKey(at: "\(folder)/x") }
        #expect(throws: KeyFileError.self) { try KeyFile.signingKey(at: "\(folder)/absent") }
    }

    @Test("openssl reads the private key and derives the same public key")
    func openssl() throws {
        _ = try KeyFile.make(in: folder, random: random)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "pkey", "-in", "\(folder)/signing.key", "-pubout"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text == (try String(contentsOfFile: "\(folder)/signing.pub", encoding: .utf8)))
    }
}
