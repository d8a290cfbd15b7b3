import Testing
import Wire

@testable import Evidence

@Suite("Copies that several have signed come together")
struct COSESignJoiningTests {
    private static func keys(_ count: UInt8) throws -> [SigningKey] {
        try (1...count).map { try SigningKey(seed: [UInt8](repeating: $0, count: 32)) }
    }

    private static func signed(by keys: [SigningKey]) throws -> COSESign {
        var message = COSESign([1, 2, 3], contentType: "application/x")
        for key in keys { try message.sign(with: key) }
        return message
    }

    /// Somebody else's signature under the name of a key.
    private static func forged(under key: SigningKey) throws -> COSESign {
        var message = try signed(by: [key])
        let one = try #require(message.signatures.first)
        message.signatures = [
            COSESign.Signature(
                keyThumbprint: one.keyThumbprint, protected: one.protected,
                bytes: [UInt8](repeating: 7, count: 64))
        ]
        return message
    }

    @Test("the true signature stays in whichever copy it stood, and the false one goes")
    func trueOneStays() throws {
        let keys = try Self.keys(2)
        let (good, bad) = (try Self.signed(by: [keys[0]]), try Self.forged(under: keys[0]))
        for (first, other) in [(good, bad), (bad, good)] {
            var one = first
            try one.join(other, checkedBy: keys.map(\.publicKey))
            #expect(one == good)
            #expect(try one.signed(by: [keys[0].publicKey]) == [keys[0].publicKey])
        }
    }

    @Test("without the key nobody can tell which is true, so neither copy is changed")
    func cannotTell() throws {
        let keys = try Self.keys(2)
        let bad = try Self.forged(under: keys[0])
        var good = try Self.signed(by: [keys[0]])
        let before = good
        for known in [[], [keys[1].publicKey]] {
            let error = #expect(throws: EvidenceError.self) {
                try good.join(bad, checkedBy: known)
            }
            #expect(error?.code == .falseSignature)
        }
        #expect(good == before)
        // The same signature twice is no question.
        try good.join(before)
        #expect(good == before)
    }

    @Test("two false signatures of one key are an error, whoever is asked")
    func bothFalse() throws {
        let key = try Self.keys(1)[0]
        var one = try Self.forged(under: key)
        var other = one
        other.signatures = one.signatures.map {
            COSESign.Signature(
                keyThumbprint: $0.keyThumbprint, protected: $0.protected,
                bytes: [UInt8](repeating: 8, count: 64))
        }
        #expect(throws: EvidenceError.self) { try one.join(other, checkedBy: [key.publicKey]) }
    }

    @Test("a signature is worth what the keys at hand say, and a claim without them")
    func worth() throws {
        let keys = try Self.keys(3)
        var message = try Self.signed(by: [keys[0], keys[1]])
        try message.join(try Self.forged(under: keys[2]))
        let worth = message.worth(to: [keys[0].publicKey, keys[2].publicKey])
        let byKey = Dictionary(uniqueKeysWithValues: worth.map { ($0.signer, $0.worth) })
        #expect(byKey[keys[0].publicKey.thumbprint] == .good)
        #expect(byKey[keys[1].publicKey.thumbprint] == .unchecked)
        #expect(byKey[keys[2].publicKey.thumbprint] == .bad)
    }

    @Test("more signatures than are read come together in no file")
    func tooMany() throws {
        let keys = try Self.keys(66)
        var one = try Self.signed(by: Array(keys[..<60]))
        let other = try Self.signed(by: Array(keys[60...]))
        #expect(throws: EvidenceError.self) { try one.join(other) }
        #expect(one.signers.count == 60)
        try one.join(try Self.signed(by: Array(keys[60..<64])))
        #expect(try COSESign(decoding: one.bytes, contentType: "application/x") == one)
    }
}
