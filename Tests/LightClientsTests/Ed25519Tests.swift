import ChainKit
import Crypto
import Foundation
import TestKit
import Testing
import Wire

@testable import LightClients

@Suite("Signatures by the rule of ZIP 215")
struct Ed25519Tests {
    @Test("what Crypto signs, both verifiers accept, and nothing changed", arguments: UInt64(1)...4)
    func agreement(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: Digest.of([UInt8(seed)]).bytes)
        let publicKey = [UInt8](key.publicKey.rawRepresentation)
        let message = (0..<Int(generator.next() % 200)).map { UInt8($0) }
        let signature = [UInt8](try key.signature(for: message))
        #expect(Ed25519.isValid(signature: signature, message: message, publicKey: publicKey))
        #expect(ZIP215.isValid(signature: signature, message: message, publicKey: publicKey))
        var changed = signature
        changed[Int(generator.next() % 64)] ^= 1 << UInt8(generator.next() % 8)
        #expect(!Ed25519.isValid(signature: changed, message: message, publicKey: publicKey))
        #expect(
            !ZIP215.isValid(signature: signature, message: message + [0], publicKey: publicKey))
    }

    @Test("signatures and keys of another length are none")
    func lengths() {
        let zeros = [UInt8](repeating: 0, count: 64)
        for count in [0, 31, 33] {
            #expect(
                !Ed25519.isValid(
                    signature: zeros, message: [], publicKey: Array(zeros.prefix(count))))
        }
        for count in [0, 63] {
            #expect(
                !Ed25519.isValid(
                    signature: Array(zeros.prefix(count)), message: [],
                    publicKey: Array(zeros.prefix(32))))
        }
    }

    @Test("the field's numbers add, multiply and divide as numbers modulo p do")
    func field() {
        let five = FieldElement(5)
        #expect((five * five.inverted - .one).isZero)
        #expect((-five + five).isZero)
        #expect((FieldElement(7) - FieldElement(9) + FieldElement(2)).isZero)
        #expect(!five.isZero)
        #expect(five.isOdd)
        // p - 5 is even; p itself, in its 255 bits, is 0.
        #expect(!(-five).isOdd)
        let p = [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        #expect(FieldElement(littleEndian: p).isZero)
        #expect((FieldElement(littleEndian: [0xee] + p.dropFirst()) - .one).isZero)
    }

    /// A point of order 8.
    ///
    /// [8]P is the neutral point: whatever it is multiplied with, the equation times 8 does not
    /// see it.
    private static let orderEight = Hex.decode(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    /// The neutral point, with p + 1 for its y instead of 1.
    private static let oneBeyond = [0xee] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
    private static let base = [0x58] + [UInt8](repeating: 0x66, count: 31)
    private static let zero = [UInt8](repeating: 0, count: 32)
    private static let one = [1] + [UInt8](repeating: 0, count: 31)

    @Test("the point for the votes below has order 8")
    func smallOrder() throws {
        let encoded = try #require(Self.orderEight)
        let point = try #require(EdwardsPoint(encoded: encoded))
        var sum = point
        for _ in 0..<2 {
            sum = sum + sum
            #expect(!sum.isIdentity)
        }
        #expect((sum + sum).isIdentity)
    }

    @Test("a signature that Crypto refuses and ZIP 215 accepts is good")
    func wider() throws {
        let key = try #require(Self.orderEight)
        var refused = 0
        for number in UInt8(0)..<16 {
            let message = [number]
            // S = 1, R = B: [S]B = R, and the key's multiple vanishes times 8.
            // S = 0, R = the neutral point in the spelling that only ZIP 215 reads.
            for signature in [Self.base + Self.one, Self.oneBeyond + Self.zero] {
                #expect(
                    ZIP215.isValid(signature: signature, message: message, publicKey: key))
                #expect(
                    Ed25519.isValid(signature: signature, message: message, publicKey: key))
                if !Ed25519.isValidByCrypto(signature, message, key) { refused += 1 }
            }
        }
        // One message in eight makes the multiple vanish without the 8.
        #expect(refused >= 24)
    }

    @Test("an S of the group's order or above is no signature by any rule")
    func largeS() throws {
        let key = try #require(Self.orderEight)
        let order = try #require(
            Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
        var beyond = order
        beyond[0] += 1
        for s in [order, beyond] {
            #expect(!Ed25519.isValid(signature: Self.base + s, message: [1], publicKey: key))
        }
    }

    @Test(
        "all that other implementations wrote down: what either accepts is good",
        .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func vectors() throws {
        struct Line: Decodable {
            let name: String
            let pub_key: String
            let message: String
            let signature: String
            let zip215: Bool
        }
        var wider = 0
        for line in try Vectors.lines("ed25519.jsonl") {
            let vector = try JSONDecoder().decode(Line.self, from: line)
            let key = try #require(Hex.decode(vector.pub_key))
            let message = try #require(Hex.decode(vector.message))
            let signature = try #require(Hex.decode(vector.signature))
            let isGood = Ed25519.isValid(signature: signature, message: message, publicKey: key)
            #expect(isGood == vector.zip215, "\(vector.name)")
            if isGood, !Ed25519.isValidByCrypto(signature, message, key) { wider += 1 }
        }
        #expect(wider > 50)
    }

    @Test("a commit counts a vote that only the wider rule accepts")
    func commit() throws {
        let key = ValidatorKey.ed25519(try #require(Self.orderEight))
        var chain = ChainBuilder(SeededValidator.equals(4), heights: 1)
        var members = SeededValidator.equals(3)
        var odd = SeededValidator("odd")
        odd.shown = Validator(publicKey: key, votingPower: 40)
        members.append(odd)
        var plan = BlockPlan()
        plan.next = members
        chain.append(plan)
        chain.append()
        var block = chain.block(3)
        let slot = try #require(block.validators.validators.firstIndex { $0.publicKey == key })
        let options = TrustOptions(chainID: "test-chain", trustingPeriodSeconds: 1_000_000)
        func verdict() -> Verdict {
            Verifier.verify(block, trusted: chain.trusted(2), options: options, now: chain.now)
        }
        // 40 of 70 belong to the odd key: without its vote there is no quorum.
        #expect(verdict() == .invalid(.wrongSignature(slot: slot)))
        block.commit.signatures[slot].signature = Self.base + Self.one
        let message = block.commit.signBytes(chainID: "test-chain", at: slot)
        try #require(
            !Ed25519.isValidByCrypto(
                block.commit.signatures[slot].signature, message, key.bytes),
            "Crypto takes this one too: choose another time for the block")
        guard case .verified = verdict() else {
            Issue.record("\(verdict())")
            return
        }
        block.commit.signatures[slot].signature[0] ^= 1
        #expect(verdict() == .invalid(.wrongSignature(slot: slot)))
    }

    @Test("the base point has the encoding of RFC 8032")
    func basePoint() {
        let encoded = [0x58] + [UInt8](repeating: 0x66, count: 31)
        let point = EdwardsPoint(encoded: encoded)
        #expect(point.map { ($0 + EdwardsPoint.base.negated).isIdentity } == true)
    }
}
