import Testing
import Wire

@testable import Evidence

@Suite("Keys of gateways")
struct KeyTests {
    @Test("a key has 32 bytes, and nothing else is taken for one", arguments: [0, 31, 33, 64])
    func lengths(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(throws: EvidenceError.self) { try SigningKey(seed: bytes) }
        #expect(VerifyingKey(raw: bytes) == nil)
    }

    @Test("a private key tells nothing when it is printed")
    func silence() {
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        var text = ""
        dump(Yard.key, to: &text)
        #expect(!"\(text) \(Yard.key)".lowercased().contains(seed.prefix(16)))
    }

    @Test("bytes that are no point of the curve never signed anything")
    func noPoint() throws {
        let key = try #require(VerifyingKey(raw: [UInt8](repeating: 0xff, count: 32)))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: [1, 2, 3]))
    }

    @Test("a signature with another number of bytes is false", arguments: [0, 63, 65])
    func signatureLength(count: Int) {
        #expect(!Yard.key.publicKey.isValid([UInt8](repeating: 0, count: count), for: []))
    }
}
