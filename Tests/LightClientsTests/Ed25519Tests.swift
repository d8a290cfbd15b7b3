import Crypto
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

    @Test("the base point has the encoding of RFC 8032")
    func basePoint() {
        let encoded = [0x58] + [UInt8](repeating: 0x66, count: 31)
        let point = EdwardsPoint(encoded: encoded)
        #expect(point.map { ($0 + EdwardsPoint.base.negated).isIdentity } == true)
    }
}
