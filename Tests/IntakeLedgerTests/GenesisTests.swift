import Evidence
import Testing
import Wire

@testable import IntakeLedger

@Suite("The state before the first block")
struct GenesisTests {
    private static let key = Base64.encode(
        [UInt8](repeating: 0xd7, count: 32))

    private static func text(
        gateway: String = "urn:example:gateway-1", key: String = key, status: String = "active",
        site: String = "Quay", kinds: String = "[1]",
        keys: String = #"{"1":[1],"claims":[20,21,22]}"#
    ) -> [UInt8] {
        let gateway = """
            {"gateway":"\(gateway)","site":"\(site)","key":"\(key)","status":"\(status)"}
            """
        let schema = #"{"version":1,"kinds":\#(kinds),"keys":\#(keys)}"#
        return [UInt8](#"{"gateways":[\#(gateway)],"schema":\#(schema)}"#.utf8)
    }

    @Test("it is read from a chain's genesis file and written the same again")
    func roundTrip() throws {
        let genesis = try LedgerGenesis(json: Self.text())
        #expect(genesis.gateways[0].status == .active)
        #expect(genesis.schema == LedgerSchema(version: 1, bodies: [1: [1]], claims: [20, 21, 22]))
        #expect(try LedgerGenesis(json: genesis.json) == genesis)

        var gateways: [GatewayRegistration] = []
        for (name, status) in zip(["c", "a", "b"], GatewayRegistration.Status.allCases) {
            gateways.append(try TestGateway(name).registration(status))
        }
        let three = LedgerGenesis(gateways: gateways)
        let again = try LedgerGenesis(json: three.json)
        #expect(Set(again.gateways) == Set(gateways) && again.schema == .first)
        #expect(again.json == three.json)
        #expect(
            IntakeLedger(chainID: "x", genesis: again).appHash
                == IntakeLedger(chainID: "x", genesis: three).appHash)
    }

    @Test(
        "what cannot be is refused by name",
        arguments: [
            (Self.text(gateway: ""), "no URI"), (Self.text(gateway: "urn:ü"), "no URI"),
            (Self.text(key: "AAAA"), "32 bytes"), (Self.text(key: "%"), "32 bytes"),
            (Self.text(status: "asleep"), "asleep"), (Self.text(kinds: "[1,2]"), "kind 2"),
            (Self.text(kinds: "[]"), "belong to no kind"), (Self.text(kinds: "1"), "kinds"),
            ([UInt8]("{".utf8), "JSON"), ([UInt8]("{}".utf8), "gateways"),
        ])
    func refused(json: [UInt8], reason: String) {
        let error = #expect(throws: LedgerGenesisError.self) { try LedgerGenesis(json: json) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(
        "a site has a name that can be shown as it is, as everywhere else on the chain",
        arguments: [
            "", " yard", #"yard\nkey"#, #"yard\u001b[8m"#, String(repeating: "y", count: 129),
        ])
    func sites(site: String) {
        let error = #expect(throws: LedgerGenesisError.self) {
            try LedgerGenesis(json: Self.text(site: site))
        }
        #expect(error?.message.contains("is no name of a site") == true, "\(error as Any)")
    }

    @Test("a gateway stands there once")
    func twice() throws {
        let one = String(decoding: Self.text(), as: UTF8.self)
        let gateway = one.dropFirst(#"{"gateways":["#.count).prefix { $0 != "}" } + "}"
        let two = one.replacingFirst(of: gateway, with: "\(gateway),\(gateway)")
        let error = #expect(throws: LedgerGenesisError.self) {
            try LedgerGenesis(json: [UInt8](two.utf8))
        }
        #expect(error?.message.contains("twice") == true)
    }
}

extension String {
    /// The text with something else in the place of a part of it.
    fileprivate func replacingFirst(of part: Substring, with other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return replacingCharacters(in: range, with: other)
    }

    private func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
