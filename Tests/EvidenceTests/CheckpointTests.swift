import Evidence
import TestKit
import Testing
import Wire

@Suite("A checkpoint that people vouch for")
struct CheckpointTests {
    private static let checkpoint = Checkpoint(
        chainID: "weighpost-1", height: 1_000, hash: Digest.of([1]), issuedAt: 1_000,
        expiresAt: 2_000)

    private static func keys(_ count: UInt8) throws -> [SigningKey] {
        try (0..<count).map { try SigningKey(seed: Array(repeating: $0 + 1, count: 32)) }
    }

    private static func signed(by keys: [SigningKey]) throws -> SignedCheckpoint {
        var signed = SignedCheckpoint(checkpoint)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    @Test("signed by enough of the pinned keys it counts, however it was put together")
    func threshold() throws {
        let keys = try Self.keys(4)
        let pinned = keys.prefix(3).map(\.publicKey)
        var one = try Self.signed(by: [keys[0]])
        let other = try Self.signed(by: [keys[2], keys[3]])
        try one.join(other)
        #expect(try one.bytes == Self.signed(by: [keys[3], keys[0], keys[2]]).bytes)
        let read = try SignedCheckpoint(decoding: one.bytes)
        #expect(read == one)
        try read.check(chainID: "weighpost-1", keys: pinned, threshold: 2, now: 1_500)
        #expect(throws: EvidenceError.self) {
            // The fourth key is nobody's here.
            try read.check(chainID: "weighpost-1", keys: pinned, threshold: 3, now: 1_500)
        }
        #expect(throws: EvidenceError.self) {
            try read.check(chainID: "weighpost-2", keys: pinned, threshold: 2, now: 1_500)
        }
        #expect(throws: EvidenceError.self) {
            try read.check(chainID: "weighpost-1", keys: pinned, threshold: 2, now: 2_000)
        }
    }

    @Test("one key counts once, however often it is pinned or signs")
    func once() throws {
        let key = try Self.keys(1)[0]
        let signed = try Self.signed(by: [key, key])
        #expect(signed.message.signers.count == 1)
        #expect(throws: EvidenceError.self) {
            try signed.check(
                chainID: "weighpost-1", keys: [key.publicKey, key.publicKey], threshold: 2,
                now: 1_500)
        }
    }

    @Test("no bit of it can be changed")
    func damage() throws {
        let keys = try Self.keys(2)
        let bytes = try Self.signed(by: keys).bytes
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1
            do {
                let read = try SignedCheckpoint(decoding: damaged)
                try read.check(
                    chainID: "weighpost-1", keys: keys.map(\.publicKey), threshold: 2, now: 1_500)
                Issue.record("byte \(place) may be changed")
            } catch {
                // Refused, as it must be.
            }
        }
    }

    @Test("signatures for another text are not joined")
    func otherText() throws {
        let key = try Self.keys(1)[0]
        var signed = try Self.signed(by: [key])
        let other = SignedCheckpoint(
            Checkpoint(
                chainID: "weighpost-1", height: 1_001, hash: Digest.of([1]), issuedAt: 1_000,
                expiresAt: 2_000))
        #expect(throws: EvidenceError.self) { try signed.join(other) }
    }
}
