import ChainKit
import Foundation
import LightClients
import Testing
import Wire

/// Kinds of keys that chains may have and that are not verified here: refused, by their names.
@Suite("Validators with keys of other kinds")
struct KeyKindTests {
    /// A kind with the sizes of its keys and signatures, in bytes.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let key: Int
        let signature: Int

        var testDescription: String { name }
    }

    static let kinds = [
        Kind(name: "tendermint/PubKeySecp256k1", key: 33, signature: 64),
        Kind(name: "cometbft/PubKeyBls12_381", key: 96, signature: 96),
        Kind(name: "cometbft/PubKeyMlDsa65", key: 1952, signature: 3309),
        Kind(name: "tendermint/PubKeySecp256k1eth", key: 33, signature: 65),
    ]

    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    /// A block of height 3 whose second validator has a key of this kind and signs with it.
    private static func block(_ kind: Kind, _ chain: ChainBuilder) -> UnverifiedLightBlock {
        var forge = chain.forge(3)
        forge.validators[1].shown.publicKey = .unsupported(
            type: kind.name, bytes: Array(repeating: 2, count: kind.key))
        var block = forge.built()
        block.commit.signatures[1].signature = Array(repeating: 7, count: kind.signature)
        return block
    }

    @Test("a vote with a key of another kind is refused by the kind's name", arguments: kinds)
    func verdicts(kind: Kind) throws {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 3)
        let block = Self.block(kind, chain)
        let expected = Verdict.invalid(.unsupportedKey(validator: 1, type: kind.name))
        for trusted in [Int64(1), 2] {
            let verdict = Verifier.verify(
                block, trusted: chain.trusted(trusted), options: Self.options, now: chain.now)
            #expect(verdict == expected, "from \(trusted)")
        }
        let anchor = Anchor(height: 3, hash: try #require(block.header.hash))
        #expect(
            Verifier.start(block, at: anchor, options: Self.options, now: chain.now) == expected)
        #expect("\(Invalidity.unsupportedKey(validator: 1, type: kind.name))".contains(kind.name))
    }

    @Test("validators to come are refused by the kind of a key as well", arguments: kinds)
    func nextValidators(kind: Kind) {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 3)
        var forge = chain.forge(3)
        forge.nextValidators[2].shown.publicKey = .unsupported(
            type: kind.name, bytes: Array(repeating: 2, count: kind.key))
        let verdict = Verifier.verify(
            forge.built(), trusted: chain.trusted(2), options: Self.options, now: chain.now)
        #expect(verdict == .invalid(.unsupportedKey(validator: 2, type: kind.name)))
    }

    @Test("the key is read from JSON and from a receipt's bytes under its name", arguments: kinds)
    func encodings(kind: Kind) throws {
        let bytes = [UInt8](repeating: 3, count: kind.key)
        let json = #"""
            {"validators":[{"address":"","voting_power":"5","pub_key":{"type":"\#(kind.name)",
            "value":"\#(Base64.encode(bytes))"}}]}
            """#
        let page = try JSONDecoder().decode(RPCValidators.self, from: Data(json.utf8))
        let key = ValidatorKey.unsupported(type: kind.name, bytes: bytes)
        #expect(page.validators.map(\.publicKey) == [key])
        let set = ValidatorSet(validators: page.validators)
        #expect(try ValidatorSet(protobuf: set.protobuf) == set)
        #expect(key.address == nil)
    }

    @Test("with Ed25519 keys alone a vote of any other length is still refused by its length")
    func lengths() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 3)
        for count in [65, 96, 3309] {
            var block = chain.block(3)
            block.commit.signatures[1].signature = Array(repeating: 7, count: count)
            let verdict = Verifier.verify(
                block, trusted: chain.trusted(2), options: Self.options, now: chain.now)
            #expect(verdict == .invalid(.wrongSignatureLength(slot: 1, count: count)))
        }
    }
}
