import Testing
import Wire

@testable import Evidence

/// Numbers that others computed: RFC 8032, RFC 9679, and the examples of the SD-CWT draft.
@Suite("Worked examples")
struct WorkedExampleTests {
    @Test("the thumbprint of a key is over its type, curve and x alone")
    func thumbprint() throws {
        let key = Yard.key.publicKey
        #expect(
            Hex.encode(key.raw)
                == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(
            key.thumbprint.description
                == "866eefbd6718c8846cd7ddfe43fc74ab1daac4538ff8514ea2ec2d410a415743")
    }

    @Test(
        "the digest of a disclosure is over the byte string with its head",
        arguments: [
            (
                "8350bae611067bb823486797da1ebbb52f836b414243442d3132333435361901f5",
                "af375dc3fba1d082448642c00be7b2f7bb05c9d8fb61cfc230ddfdfb4616a693"
            ),
            (
                "82508de86a012b3043ae6e4457b9e1aaab801a5c5c6b90",
                "1b7fc8ecf4b1290712497d226c04b503b4aa126c603c83b75d2679c3c613f3fd"
            ),
            (
                "8350ec615c3035d5a4ff2f5ae29ded683c8e62636166726567696f6e",
                "0d4b8c6123f287a1698ff2db15764564a976fb742606e8fd00e2140656ba0df3"
            ),
            (
                "835037c23d4ec4db0806601e6b6dc6670df96539343138386b706f7374616c5f636f6465",
                "c0b7747f960fc2e201c4d47c64fee141b78e3ab768ce941863dc8914e8f5815f"
            ),
            (
                "8350000102030405060708090a0b0c0d0e0f674142313243444565706c617465",
                "64f59488e7c80f457a1352b8b4ad2d674dfc77029b0561c479fa2f4b4a94aa29"
            ),
        ])
    func disclosureDigest(bytes: String, expected: String) throws {
        let bytes = try #require(Hex.decode(bytes))
        #expect(Disclosure.digest(of: bytes).description == expected)
        // Without the head, the array could be read as part of something else.
        #expect(Digest.of(bytes) != Disclosure.digest(of: bytes))
    }

    @Test("a disclosure that is read has the digest of the draft's example")
    func readDisclosure() throws {
        let salt = try #require(Hex.decode("bae611067bb823486797da1ebbb52f83"))
        let disclosure = Disclosure(salt: salt, value: "ABCD-123456", key: 501)
        #expect(
            disclosure.digest.description
                == "af375dc3fba1d082448642c00be7b2f7bb05c9d8fb61cfc230ddfdfb4616a693")
        #expect(try Disclosure(decoding: disclosure.bytes) == disclosure)
    }

    @Test("a decoy is the digest of a salt alone")
    func decoy() throws {
        let salt = try #require(Hex.decode("c1069bc056e234d64f58baff8a7b776b"))
        #expect(
            Disclosure.decoy(salt: salt).description
                == "3f80963a1246b412d6567f2a5ca446fd19a01dd8cfc291bed69e8c575c5abfb8")
    }

    @Test("our signature over another's message is byte for byte the one it has")
    func signature() throws {
        for name in ["ex1.cbor", "ex1d.cbor", "ex2.cbor"] {
            let item = try CBOR(decoding: try Yard.fixture(name))
            guard case .tagged(18, let content) = item, let parts = content.arrayValue,
                let protected = parts[0].bytesValue, let payload = parts[2].bytesValue,
                let signature = parts[3].bytesValue
            else {
                Issue.record("\(name) is no COSE_Sign1")
                continue
            }
            let signed = COSESign1.toBeSigned(protected, payload)
            #expect(try Yard.key.sign(signed) == signature, "\(name)")
            #expect(Yard.key.publicKey.isValid(signature, for: signed))
            #expect(!Yard.otherKey.publicKey.isValid(signature, for: signed))
        }
    }

    @Test("a foreign message with headers we do not know is not an entry")
    func foreignHeaders() throws {
        let bytes = try Yard.fixture("ex1.cbor")
        let error = #expect(throws: EvidenceError.self) {
            try COSESign1(
                decoding: bytes, contentType: "application/vnd.weighpost.record+cbor")
        }
        #expect(error?.message.contains("unknown key") == true)
    }
}
