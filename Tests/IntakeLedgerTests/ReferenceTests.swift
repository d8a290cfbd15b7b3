import Evidence
import Intake
import Testing
import Wire

@testable import IntakeLedger

/// Something that is said of an earlier entry, after entries 1 to 4 of a gateway, and the answer.
struct SaidLater: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: LedgerCode
    /// The contents that follow entry 4, from entry 5 on.
    let say: @Sendable (TestGateway) throws -> [EntryBody]

    init(
        _ description: String, _ code: LedgerCode,
        _ say: @escaping @Sendable (TestGateway) throws -> [EntryBody]
    ) {
        (testDescription, self.code, self.say) = (description, code, say)
    }

    static let visit = [UInt8](repeating: 3, count: 16)

    static func correction(_ seq: UInt64, _ digest: Digest, code: String = "200307") -> EntryBody {
        .correction(
            CorrectionBody(
                visit: visit, load: EntryReference(seq: seq, digest: digest),
                code: WasteCode(scheme: "EWC", listVersion: "2014", code: code),
                source: nil, destination: "hall 1", purpose: "R12", reason: .wrongCode))
    }

    static func void(_ seq: UInt64, _ digest: Digest) -> EntryBody {
        .void(
            VoidBody(
                visit: visit, entry: EntryReference(seq: seq, digest: digest),
                reason: .testWeighing))
    }

    static func outgoing(_ loads: [EntryReference], net: Int64 = 20_000) throws -> EntryBody {
        .outgoing(
            try OutgoingBody(
                visit: visit, weighIn: .zero, code: nil, net: .kilograms(net),
                destination: "plant-2", purpose: "R1", loads: loads, documents: []))
    }

    static let all: [SaidLater] = [
        SaidLater("a correction of a recorded load", .accepted) {
            [correction(2, $0.link(2).digest)]
        },
        SaidLater("a void of a recorded load", .accepted) { [void(2, $0.link(2).digest)] },
        SaidLater("an outgoing load of nothing that is known", .accepted) { _ in
            [try outgoing([])]
        },
        SaidLater("an outgoing load of two recorded ones", .accepted) { gateway in
            [try outgoing([1, 2].map { EntryReference(gateway.entries[$0]) })]
        },
        // Digests are all that the state has of what was recorded.
        SaidLater("a correction of what is no load", .accepted) {
            [correction(3, $0.link(3).digest)]
        },
        SaidLater("a correction of what was never recorded", .contentRefused) { _ in
            [correction(2, .of([1]))]
        },
        SaidLater("a correction of another entry's digest", .contentRefused) {
            [correction(2, $0.link(3).digest)]
        },
        SaidLater("a void of an entry of another journal", .contentRefused) { _ in
            var other = try TestGateway("mill")
            try other.write(2)
            return [void(2, other.link(2).digest)]
        },
        SaidLater("a void of itself", .contentRefused) { [void(5, $0.link(4).digest)] },
        SaidLater("a void of an entry to come", .contentRefused) { [void(9, $0.link(4).digest)] },
        SaidLater("a void of the last number there is", .contentRefused) {
            [void(UInt64(Int64.max), $0.link(4).digest)]
        },
        SaidLater("an outgoing load of which one part was never recorded", .contentRefused) {
            let strange = EntryReference(seq: 3, digest: .of([1]))
            return [try outgoing([EntryReference($0.entries[1]), strange])]
        },
        SaidLater("an outgoing load of more than a thousand tonnes", .contentRefused) { _ in
            [try outgoing([], net: 1_000_001)]
        },
    ]
}

@Suite("What is said of earlier entries")
struct ReferenceTests {
    /// Entries 1 to 4 are recorded, what somebody says comes after them.
    private static func prepared(
        _ say: (TestGateway) throws -> [EntryBody] = { _ in [] }
    ) throws -> (IntakeLedger, TestGateway) {
        var gateway = try TestGateway("quay")
        try gateway.write(4)
        var ledger = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()]))
        let results = ledger.finalizeBlock(
            height: 1, transactions: [try gateway.batch(1...4)]
        ).results
        #expect(results.map(\.code) == [.accepted])
        for body in try say(gateway) { try gateway.write(body) }
        return (ledger, gateway)
    }

    @Test(
        "counts when it was recorded before in the same journal, under that number and digest",
        arguments: SaidLater.all)
    func judged(_ said: SaidLater) throws {
        var (ledger, gateway) = try Self.prepared(said.say)
        let batch = try gateway.batch(5...gateway.entries.count)
        #expect(ledger.checkTx(batch, height: 2).code == said.code)
        let result = ledger.finalizeBlock(height: 2, transactions: [batch]).results[0]
        #expect(result.code == said.code, "\(result.log)")
        guard said.code == .contentRefused else { return }
        #expect(try CBOR(decoding: result.data) == .array([.text(gateway.uri), 5]))
        // Its existence may be told all the same.
        let digest = try gateway.batch(5...5, digests: [5])
        #expect(
            ledger.finalizeBlock(height: 3, transactions: [digest]).results[0].code == .accepted)
    }

    @Test("also when what it speaks of is in the same batch, or travelled as its digest")
    func sameBatch() throws {
        var (ledger, gateway) = try Self.prepared()
        try gateway.write(2)
        try gateway.write(SaidLater.correction(6, gateway.link(6).digest))
        try gateway.write(SaidLater.void(5, gateway.link(5).digest))
        #expect(ledger.checkTx(try gateway.batch(5...8), height: 2).code == .accepted)
        // The same entries behind some that are recorded.
        #expect(ledger.checkTx(try gateway.batch(2...8), height: 2).code == .accepted)
        let batch = try gateway.batch(5...8, digests: [6])
        #expect(ledger.finalizeBlock(height: 2, transactions: [batch]).results[0].code == .accepted)
        #expect(ledger.head(of: gateway.uri)?.seq == 8)
    }

    @Test("and when it waits with what it speaks of, which then comes into the same block")
    func pending() throws {
        var (ledger, gateway) = try Self.prepared()
        try gateway.write(2)
        try gateway.write(SaidLater.void(6, gateway.link(6).digest))
        let batches = [try gateway.batch(5...6), try gateway.batch(7...7)]
        #expect(ledger.checkTx(batches[1], height: 2).code == .gap)
        for batch in batches { #expect(ledger.checkTx(batch, height: 2).code == .accepted) }
        let proposal = ledger.prepareProposal(batches.reversed(), height: 2)
        #expect(proposal == batches)
        #expect(ledger.acceptsProposal(proposal, height: 2))
        let results = ledger.finalizeBlock(height: 2, transactions: proposal).results
        #expect(results.map(\.code) == [.accepted, .accepted])
    }

    @Test("a correction's code is in its list and permitted at the site, as an intake's is")
    func publicRules() throws {
        var policy = LedgerPolicy()
        let list = try #require(
            CodeList(scheme: "EWC", version: "2014", codes: ["20 03 01", "20 03 07"]))
        policy.lists[LedgerPolicy.ListName(scheme: "EWC", version: "2014")] = list
        policy.permits[site: "quay"] = [LedgerPolicy.permit("EWC 20 03 01")]
        func fault(_ code: String, at site: String) -> String? {
            PublicRules(policy, site: site)
                .fault(of: SaidLater.correction(2, .zero, code: code))
        }
        #expect(fault("200301", at: "quay") == nil)
        #expect(fault("200307", at: "quay")?.contains("no permit") == true)
        #expect(fault("200307", at: "mill") == nil)
        #expect(fault("200399", at: "mill")?.contains("not in list") == true)
        // What leaves is not taken in: its code is known, and needs no permit.
        func fault(ofOutgoing code: String) throws -> String? {
            let body = try OutgoingBody(
                visit: SaidLater.visit, weighIn: .zero,
                code: WasteCode(scheme: "EWC", listVersion: "2014", code: code),
                net: .kilograms(1), destination: "", purpose: "", loads: [], documents: [])
            return PublicRules(policy, site: "quay").fault(of: .outgoing(body))
        }
        #expect(try fault(ofOutgoing: "200307") == nil)
        #expect(try fault(ofOutgoing: "200399") != nil)
    }
}
