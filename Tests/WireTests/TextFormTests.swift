import TestKit
import Testing
import Wire

@Suite("Bytes as text")
struct TextFormTests {
    @Test("hexadecimal is written in either case and read in both")
    func readsHex() {
        #expect(Hex.encode([0, 0xab, 0xff]) == "00abff")
        #expect(Hex.encode([0, 0xab, 0xff], uppercase: true) == "00ABFF")
        #expect(Hex.decode("00aBFf") == [0, 0xab, 0xff])
        #expect(Hex.decode("") == [])
    }

    @Test("what is not hexadecimal is refused", arguments: ["0", "0g", "0x00", " 00", "\u{ff10}0"])
    func notHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    /// RFC 4648, section 10.
    static let base64: [(String, String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]

    @Test("base64 is that of RFC 4648", arguments: base64)
    func readsBase64(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(
        "base64 of any other spelling is refused",
        arguments: [
            "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=", "Zm9v\n", "Zm 9v", "Zm-_", "Zg==Zg==",
            "Zg=A", "Zm9vA===",
        ])
    func notBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("a key thumbprint is written for a URI")
    func thumbprint() throws {
        let digest = try #require(
            Digest(hex: "866eefbd6718c8846cd7ddfe43fc74ab1daac4538ff8514ea2ec2d410a415743"))
        #expect(Base64.encodeURL(digest.bytes) == "hm7vvWcYyIRs193-Q_x0qx2qxFOP-FFOouwtQQpBV0M")
    }

    @Test("any bytes survive both forms", arguments: UInt64(0)..<60)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<seed).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
}
