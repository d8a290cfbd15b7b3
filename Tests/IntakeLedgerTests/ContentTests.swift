import Evidence
import Testing
import Wire

@testable import IntakeLedger

/// An entry whose content the ledger does not take.
struct RefusedEntry: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let forge: @Sendable (inout EntryForge) -> Void

    init(
        _ description: String, _ forge: @escaping @Sendable (inout EntryForge) -> Void
    ) {
        (testDescription, self.forge) = (description, forge)
    }

    static let all = [
        RefusedEntry("a plate in clear") { $0.extra = [(22, "AB123")] },
        RefusedEntry("parties in clear") { $0.extra = [(21, .dictionary([1: "Baker"]))] },
        RefusedEntry("a plate in the body") { forge in
            forge.body = .dictionary([1: .bytes([UInt8](repeating: 7, count: 16)), 22: "AB123"])
        },
        RefusedEntry("a key of no meaning") { $0.extra = [(8, "Baker")] },
        RefusedEntry("a key that is a text") { $0.extra = [("driver", "Baker")] },
        RefusedEntry("a text as key of the body") { $0.body = .dictionary(["driver": "Baker"]) },
        RefusedEntry("a kind that is not on the list") { ($0.kind, $0.body) = (4, 1) },
        RefusedEntry("a kind beyond all kinds") { $0.kind = .unsigned(.max) },
        RefusedEntry("a body that is no map") { $0.body = "Baker" },
        RefusedEntry("a name in the place of a visit") { $0.body = .dictionary([1: "Baker"]) },
        RefusedEntry("claims that are not digests") { forge in
            forge.extra = [(.simple(59), .array(["Baker", "Miller", "Smith", "Wright"]))]
        },
        RefusedEntry("a disclosure in the header") { forge in
            let disclosure = Disclosure(
                salt: [UInt8](repeating: 1, count: 16), value: "AB123", key: 22)
            forge.disclosures = [disclosure.bytes]
        },
    ]
}

@Suite("What may stand on the chain in clear")
struct ContentTests {
    @Test("what is not on the allow-list is refused by number", arguments: RefusedEntry.all)
    func refused(_ refused: RefusedEntry) throws {
        var (ledger, gateway) = try LedgerCodeTests.prepared()
        var entry = EntryForge(after: gateway)
        refused.forge(&entry)
        var forge = gateway.forge(5...8)
        forge.items.append(try entry.bytes())
        forge.last = 9

        let result = ledger.finalizeBlock(height: 2, transactions: [try forge.bytes()]).results[0]
        #expect(result.code == .contentRefused, "\(result.log)")
        #expect(try CBOR(decoding: result.data) == .array([.text(gateway.uri), 9]))

        // Its existence may be told, and the journal goes on.
        forge.items[4] = Digest.of(forge.items[4]).bytes
        let again = ledger.finalizeBlock(height: 3, transactions: [try forge.bytes()]).results[0]
        #expect(again.code == .accepted)
        #expect(ledger.head(of: gateway.uri)?.seq == 9)
    }

    @Test("of several the first is named")
    func firstOffender() throws {
        var (ledger, gateway) = try LedgerCodeTests.prepared()
        var first = EntryForge(after: gateway)
        (first.seq, first.prev) = (5, gateway.link(4).digest)
        first.extra = [(22, "AB123")]
        let bytes = try first.bytes()
        var second = first
        (second.seq, second.prev) = (6, .of(bytes))
        var forge = gateway.forge(5...6)
        forge.items = [bytes, try second.bytes()]
        let result = ledger.checkTx(try forge.bytes(), height: 2)
        #expect(result.code == .contentRefused)
        #expect(try CBOR(decoding: result.data) == .array([.text(gateway.uri), 5]))
    }

    @Test("the list is data: another list, other entries")
    func listIsData() throws {
        var gateway = try TestGateway("quay")
        try gateway.write(2)
        let schema = LedgerSchema(version: 2, bodies: [1: [1]], claims: [22])
        let genesis = LedgerGenesis(gateways: [gateway.registration()], schema: schema)
        var ledger = IntakeLedger(chainID: "test-1", genesis: genesis)
        let result = ledger.checkTx(try gateway.batch(1...2), height: 1)
        #expect(result.code == .contentRefused)
        #expect(try CBOR(decoding: result.data) == .array([.text(gateway.uri), 2]))
        let withoutIt = try gateway.batch(1...2, digests: [2])
        #expect(ledger.checkTx(withoutIt, height: 1).code == .accepted)
        let other = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()]))
        #expect(ledger.appHash != other.appHash)
    }
}
