import Evidence
import Testing
import Wire

@testable import IntakeLedger

@Suite("What no ledger takes, whatever stands in its registry")
struct DecisionFaultTests {
    private static let gateway = "https://quay.example/gateways/1"

    private static func apply(_ decision: Decision) -> String? {
        var registry = Registry([], schema: .first, policy: LedgerPolicy())
        return registry.apply(decision)
    }

    @Test(
        "a permit without its list is refused: it would close the site",
        arguments: [
            "200301", "20 03 01", "EWC", "EWC ", " 200301", "EWC200301", "EWC \u{A0}",
            "EWC 20 03 01,EWC 20 03 07", "EWC 20\n03 01", "EWC \u{1B}[8m200301", "",
            // A blank behind a sign that some tables of Unicode take together with it.
            "EWC 20\u{113D1} 0301", "ÉWC 200301",
        ])
    func noPermit(text: String) {
        let decision = Decision.permit(site: "yard", codes: ["EWC 20 03 01", text])
        #expect(decision.fault?.contains("is no permit") == true)
        #expect(Self.apply(decision) != nil)
    }

    @Test(
        "a permit is a list and a code of it, however the code is spelt",
        arguments: [
            ("EWC 20 03 01", "EWC 200301"), ("EWC 200121*", "EWC 200121"),
            ("LAGA AS 12", "LAGA AS12"),
            ("17.BImSchV a", "17.BImSchV a"), ("EWC  200301", "EWC 200301"),
        ])
    func permits(text: String, kept: String) {
        var registry = Registry([], schema: .first, policy: LedgerPolicy())
        #expect(registry.apply(.permit(site: "yard", codes: [text])) == nil)
        #expect(registry.policy.permits[site: "yard"] == [kept])
    }

    @Test("sites whose names only a table of Unicode calls equal are two")
    func equalSites() {
        var registry = Registry([], schema: .first, policy: LedgerPolicy())
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        #expect(composed == decomposed)
        #expect(registry.apply(.permit(site: composed, codes: ["EWC 200301"])) == nil)
        #expect(registry.policy.permits[site: composed] == ["EWC 200301"])
        #expect(registry.policy.permits[site: decomposed] == nil)
    }

    @Test("a site that cannot be shown as it is gets neither a gateway nor a permit")
    func sites() throws {
        let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32)).publicKey
        for site in ["yard\nkey", "yard\u{1B}[8m", "yard\u{202E}"] {
            #expect(Self.apply(.register(gateway: Self.gateway, site: site, key: key)) != nil)
            #expect(Self.apply(.permit(site: site, codes: nil)) != nil)
        }
        for site in ["", " yard", String(repeating: "y", count: 129)] {
            #expect(Self.apply(.register(gateway: Self.gateway, site: site, key: key)) != nil)
            #expect(Self.apply(.permit(site: site, codes: nil)) != nil)
        }
        let longest = String(repeating: "y", count: 128)
        #expect(Self.apply(.register(gateway: Self.gateway, site: longest, key: key)) == nil)
    }

    @Test("what is no URI is no gateway, whatever is decided of it")
    func gateways() throws {
        let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32)).publicKey
        let decisions: [Decision] = [
            .register(gateway: "bridge 1", site: "yard", key: key),
            .set(gateway: "bridge 1", .suspended), .rekey(gateway: "bridge 1", key),
        ]
        for decision in decisions {
            #expect(decision.fault?.contains("is no URI") == true)
        }
    }

    @Test("no name in a decision looks like the words around it")
    func shown() throws {
        let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32)).publicKey
        let site = "yard\", key 00\n\u{1B}[8m"
        let text = Decision.register(gateway: Self.gateway, site: site, key: key).description
        #expect(
            text == "register \"\(Self.gateway)\", key \(key.thumbprint), at site "
                + #""yard\", key 00\u000a\u001b[8m""#)
        #expect(
            Decision.permit(site: "yard", codes: ["EWC 20 03 01", "EWC 20 03 07"]).description
                == #"site "yard" may take in "EWC 20 03 01", "EWC 20 03 07""#)
        #expect(
            Decision.permit(site: "yard", codes: []).description
                == #"site "yard" may take in nothing"#)
    }

    @Test("more permits than one decision may bring are refused as such")
    func tooMany() throws {
        let codes = (0...2_000).map { "EWC \($0)" }
        let error = #expect(throws: CBORError.self) {
            try Decision(Decision.permit(site: "yard", codes: codes).cbor)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("2000 permits"))
    }
}
