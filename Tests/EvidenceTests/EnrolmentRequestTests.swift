import Testing
import Wire

@testable import Evidence

@Suite("A gateway asks to be registered")
struct EnrolmentRequestTests {
    private static let gateway = "https://site.example/gateways/bridge-1"

    private static func key() throws -> SigningKey {
        try SigningKey(seed: [UInt8](repeating: 3, count: 32))
    }

    /// A request as somebody writes it who does not use this program.
    private static func forged(
        chain: String = "weighpost-1", gateway: String = gateway, site: String = "yard"
    ) throws -> [UInt8] {
        let key = try key()
        let payload = CBOR.dictionary([
            1: 1, 2: .text(chain), 3: .text(site), 4: .bytes(key.publicKey.raw), 5: 1_700_000_000,
        ]).encoded()
        return try COSESign1.signed(
            payload, contentType: EnrolmentRequest.contentType, issuer: gateway, subject: chain,
            with: key
        ).bytes
    }

    @Test("what a site asks is read as it was asked, in every script")
    func asked() throws {
        let request = try EnrolmentRequest(
            chainID: "weighpost-1", gateway: Self.gateway, site: "Höfe, 東京 (north)",
            time: 1_700_000_000, key: try Self.key())
        let read = try EnrolmentRequest(decoding: request.bytes)
        #expect(read == request)
        #expect(read.site == "Höfe, 東京 (north)")
        #expect(try EnrolmentRequest(decoding: try Self.forged()).site == "yard")
    }

    @Test(
        "a site whose name brings lines, colours or nothing to see is no site",
        arguments: [
            "yard\nthumbprint  00", "yard\u{1B}[8m", "yard\u{202E}", "ya\u{200B}rd", "", " yard",
            "yard\u{A0}", String(repeating: "y", count: 129), "\u{E0041}", "yard\u{2028}",
        ])
    func noSite(site: String) throws {
        #expect(throws: EvidenceError.self) {
            try EnrolmentRequest(decoding: try Self.forged(site: site))
        }
        #expect(throws: EvidenceError.self) {
            try EnrolmentRequest(
                chainID: "weighpost-1", gateway: Self.gateway, site: site, time: 1,
                key: try Self.key())
        }
    }

    @Test(
        "nor is a gateway registered that is no URI, or on a chain that cannot be read out",
        arguments: [
            ("notauri", "weighpost-1"), ("https://a.example/\u{1B}[2J", "weighpost-1"),
            ("https://a.example/a b", "weighpost-1"), (gateway, "weighpost-1\nkey"), (gateway, ""),
        ])
    func noName(gateway: String, chain: String) throws {
        #expect(throws: EvidenceError.self) {
            try EnrolmentRequest(decoding: try Self.forged(chain: chain, gateway: gateway))
        }
    }

    @Test("the ledger's rule of what is a sign is that of whatever is shown, scalar by scalar")
    func signs() {
        var count = 0
        for value in UInt32(0)...0x10ffff {
            guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age,
                // Later ones are shown as they were before: nodes of one chain have one rule.
                age <= (16, 0)
            else { continue }
            let isUnseen: Bool =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            if isUnseen { count += 1 }
            guard isUnseen || value < 0x3000 else { continue }
            let text = String(scalar)
            #expect(PlainName.hasOnlySigns(text) == !isUnseen, "U+\(String(value, radix: 16))")
            #expect((text == text.printable()) == !isUnseen, "U+\(String(value, radix: 16))")
        }
        #expect(count > 200)
    }
}
