import Evidence
import Intake
import TestKit
import Testing
import Wire

@testable import IntakeLedger

@Suite("What the authorities decide")
struct ResolutionTests {
    static func keys(_ count: UInt8) throws -> [SigningKey] {
        try (0..<count).map { try SigningKey(seed: [UInt8](repeating: 100 + $0, count: 32)) }
    }

    /// A ledger with three authorities, two of whom have to sign.
    static func ledger(_ gateways: [TestGateway] = []) throws -> IntakeLedger {
        let authorities = try #require(
            Authorities(keys: try keys(3).map(\.publicKey), threshold: 2))
        return IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(
                gateways: gateways.map { $0.registration() }, authorities: authorities))
    }

    static func transaction(
        _ decisions: [Decision], number: UInt64 = 1, signers: [SigningKey], chain: String = "test-1"
    ) throws -> [UInt8] {
        var signed = SignedResolution(
            Resolution(chainID: chain, number: number, decisions: decisions))
        for key in signers { try signed.sign(with: key) }
        return signed.bytes
    }

    static func run(
        _ ledger: inout IntakeLedger, _ transactions: [[UInt8]]
    ) -> [LedgerCode] {
        ledger.finalizeBlock(height: ledger.next, transactions: transactions).results.map(\.code)
    }

    @Test("a gateway that is registered by enough of them is heard from the next transaction on")
    func register() throws {
        let (keys, gateway) = (try Self.keys(3), try TestGateway("quay"))
        var (ledger, site) = (try Self.ledger(), gateway)
        try site.write(4)
        let batch = try site.batch(1...4)
        let decision = Decision.register(
            gateway: gateway.uri, site: "quay", key: gateway.key.publicKey)
        let resolution = try Self.transaction([decision], signers: [keys[0], keys[2]])
        #expect(Self.run(&ledger, [batch]) == [.unknownGateway])
        let before = ledger.appHash
        #expect(Self.run(&ledger, [resolution, batch]) == [.accepted, .accepted])
        #expect(ledger.appHash != before)
        #expect(ledger.head(of: gateway.uri)?.seq == 4)
        // Repeated, by whomever signed, it is the same resolution.
        let again = try Self.transaction([decision], signers: [keys[1], keys[2]])
        #expect(Self.run(&ledger, [again]) == [.alreadyRecorded])
    }

    @Test("one signature too few, a stranger's, a false one or another chain's are refused")
    func signatures() throws {
        let keys = try Self.keys(4)
        var ledger = try Self.ledger()
        let decision = Decision.permit(site: "quay", codes: ["EWC 20 03 01"])
        var forged = try Self.transaction([decision], signers: [keys[0], keys[1]])
        forged[forged.count - 1] ^= 1
        let codes = Self.run(
            &ledger,
            [
                try Self.transaction([decision], signers: [keys[0]]),
                try Self.transaction([decision], signers: [keys[0], keys[3]]),
                forged,
                try Self.transaction([decision], signers: keys, chain: "test-2"),
                try Self.transaction([decision], number: 2, signers: keys),
                [0xd8, 98, 0],
            ])
        #expect(
            codes == [
                .tooFewSignatures, .tooFewSignatures, .tooFewSignatures, .wrongChain, .wrongNumber,
                .malformed,
            ])
    }

    @Test("a decision that cannot be carried out takes the others of its resolution with it")
    func allOrNothing() throws {
        let (keys, gateway) = (try Self.keys(3), try TestGateway("quay"))
        var ledger = try Self.ledger([gateway])
        let before = ledger.appHash
        let impossible: [Decision] = [
            .register(gateway: gateway.uri, site: "x", key: keys[0].publicKey),
            .set(gateway: "https://nobody.example", .suspended),
            .rekey(gateway: "https://nobody.example", keys[0].publicKey),
            .allow(LedgerSchema(version: 7, bodies: [:], claims: [])),
            .allow(LedgerSchema(version: 2, bodies: [99: [1]], claims: [])),
            .appoint(.none),
            .register(gateway: "https://ä.example", site: "x", key: keys[0].publicKey),
        ]
        for decision in impossible {
            let bytes = try Self.transaction(
                [.set(gateway: gateway.uri, .suspended), decision], signers: keys)
            #expect(Self.run(&ledger, [bytes]) == [.impossible], "\(decision)")
        }
        #expect(ledger.appHash == before)
    }

    @Test("suspended, active again, with another key, and revoked for good")
    func status() throws {
        let (keys, gateway) = (try Self.keys(3), try TestGateway("quay"))
        var (ledger, site) = (try Self.ledger([gateway]), gateway)
        try site.write(4)
        func decide(_ decision: Decision, _ number: UInt64) throws -> [LedgerCode] {
            Self.run(
                &ledger, [try Self.transaction([decision], number: number, signers: keys)])
        }
        #expect(try decide(.set(gateway: gateway.uri, .suspended), 1) == [.accepted])
        #expect(Self.run(&ledger, [try site.batch(1...1)]) == [.gatewayNotActive])
        #expect(try decide(.set(gateway: gateway.uri, .active), 2) == [.accepted])
        #expect(Self.run(&ledger, [try site.batch(1...1)]) == [.accepted])
        #expect(try decide(.rekey(gateway: gateway.uri, keys[0].publicKey), 3) == [.accepted])
        #expect(Self.run(&ledger, [try site.batch(2...2)]) == [.badBatchSignature])
        #expect(try decide(.rekey(gateway: gateway.uri, gateway.key.publicKey), 4) == [.accepted])
        #expect(Self.run(&ledger, [try site.batch(2...2)]) == [.accepted])
        #expect(try decide(.set(gateway: gateway.uri, .revoked), 5) == [.accepted])
        #expect(try decide(.set(gateway: gateway.uri, .active), 6) == [.impossible])
    }

    @Test("permits and published lists are held against every intake")
    func permits() throws {
        let (keys, gateway) = (try Self.keys(3), try TestGateway("quay"))
        var (ledger, site) = (try Self.ledger([gateway]), gateway)
        try site.write(4)
        let list = try #require(
            CodeList(scheme: "EWC", version: "2014", codes: ["20 03 07", "20 01 01"]))
        let decisions: [Decision] = [.publish(list)]
        #expect(
            Self.run(&ledger, [try Self.transaction(decisions, signers: keys)]) == [.accepted])
        let results = ledger.finalizeBlock(
            height: ledger.next, transactions: [try site.batch(1...4)]
        ).results
        #expect(results.map(\.code) == [.contentRefused])
        #expect(results[0].log.contains("not in list"))
        // As its digest it goes: nothing is hidden by a refusal.
        #expect(Self.run(&ledger, [try site.batch(1...4, digests: [2])]) == [.accepted])
        try site.write(4)
        let permit = Decision.permit(site: "site of \(gateway.uri)", codes: ["EWC 20 03 07"])
        #expect(
            Self.run(&ledger, [try Self.transaction([permit], number: 2, signers: keys)])
                == [.accepted])
        #expect(Self.run(&ledger, [try site.batch(5...8)]) == [.contentRefused])
        // However the authorities write a code, it is the same one.
        let more = Decision.permit(site: "site of \(gateway.uri)", codes: ["EWC 20 03 01"])
        #expect(
            Self.run(&ledger, [try Self.transaction([more], number: 3, signers: keys)])
                == [.accepted])
        var fresh = try TestGateway("quay", seed: 2)
        try fresh.write(2)
        let load = try #require(fresh.entries.last)
        let registry = ledger.registry
        #expect(
            PublicRules(
                LedgerPolicy(authorities: registry.policy.authorities), site: "x"
            ).fault(of: load.body) == nil)
        var policy = registry.policy
        policy.lists = [:]
        #expect(
            PublicRules(policy, site: "site of \(gateway.uri)").fault(of: load.body) == nil)
        #expect(PublicRules(registry.policy, site: "x").fault(of: load.body) != nil)
    }

    @Test("they can hand over to others, who then decide")
    func handOver() throws {
        let keys = try Self.keys(5)
        var ledger = try Self.ledger()
        let others = try #require(
            Authorities(keys: keys[3...4].map(\.publicKey), threshold: 2))
        #expect(
            Self.run(
                &ledger, [try Self.transaction([.appoint(others)], signers: Array(keys[..<3]))])
                == [.accepted])
        let decision = Decision.permit(site: "quay", codes: nil)
        let old = try Self.transaction([decision], number: 2, signers: Array(keys[...2]))
        let new = try Self.transaction([decision], number: 2, signers: Array(keys[3...]))
        #expect(Self.run(&ledger, [old, new]) == [.tooFewSignatures, .accepted])
    }

    @Test("a chain without authorities stays as its genesis made it")
    func nobody() throws {
        let keys = try Self.keys(2)
        var ledger = IntakeLedger(chainID: "test-1", genesis: LedgerGenesis(gateways: []))
        let decision = Decision.permit(site: "quay", codes: nil)
        #expect(
            Self.run(&ledger, [try Self.transaction([decision], signers: keys)])
                == [.tooFewSignatures])
    }

    @Test(
        "a gateway with two entries of one number is caught once, and the evidence stands for good")
    func fork() throws {
        let gateway = try TestGateway("quay")
        var (ledger, site) = (try Self.ledger([gateway]), gateway)
        try site.write(4)
        #expect(Self.run(&ledger, [try site.batch(1...4)]) == [.accepted])
        var forge = site.forge(3...3)
        forge.items = [Digest.of([9]).bytes]
        let (fork, before) = (try forge.bytes(), ledger.appHash)
        #expect(ledger.admitTx(fork, height: ledger.next).entersBlocks)
        #expect(ledger.prepareProposal([fork, fork], height: ledger.next) == [fork])
        #expect(ledger.acceptsProposal([fork], height: ledger.next))
        #expect(Self.run(&ledger, [fork]) == [.fork])
        #expect(ledger.appHash != before)
        let evidence = try #require(ledger.registry.policy.forks[gateway.uri])
        #expect(evidence.seq == 3)
        #expect(evidence.recorded == site.entries[2].digest)
        #expect(evidence.transaction == Digest.of(fork))
        let caught = ledger.appHash
        #expect(!ledger.admitTx(fork, height: ledger.next).entersBlocks)
        #expect(Self.run(&ledger, [fork]) == [.fork])
        #expect(ledger.appHash == caught)
    }

    @Test("every decision and policy comes back from its bytes, and from no other spelling")
    func roundTrip() throws {
        let (keys, gateway) = (try Self.keys(3), try TestGateway("quay"))
        let list = try #require(CodeList(scheme: "EWC", version: "2014", codes: ["2", "1"]))
        let board = try #require(Authorities(keys: keys.map(\.publicKey), threshold: 3))
        let decisions: [Decision] = [
            .register(gateway: gateway.uri, site: "quay", key: keys[0].publicKey),
            .set(gateway: gateway.uri, .revoked), .rekey(gateway: gateway.uri, keys[1].publicKey),
            .permit(site: "quay", codes: nil), .permit(site: "quay", codes: ["EWC 1", "EWC 2"]),
            .publish(list), .allow(.first), .appoint(board),
        ]
        let resolution = Resolution(chainID: "test-1", number: 3, decisions: decisions)
        #expect(try Resolution(payload: resolution.payload) == resolution)
        for decision in decisions { #expect(try Decision(decision.cbor) == decision) }
        #expect(throws: CBORError.self) {
            try CodeList(.array(["EWC", "2014", .array(["2", "1"])]))
        }
    }

    @Test("a ledger comes back from its state and its log, with the same hash")
    func restored() throws {
        let keys = try Self.keys(3)
        var gateways = [try TestGateway("quay"), try TestGateway("mill")]
        for place in gateways.indices { try gateways[place].write(6) }
        var ledger = try Self.ledger(gateways)
        var log: [RecordedEntry] = []
        let blocks: [[[UInt8]]] = [
            [try gateways[0].batch(1...3), try gateways[1].batch(1...2)],
            [
                try Self.transaction(
                    [
                        .permit(site: "x", codes: ["a b"]),
                        .set(gateway: gateways[1].uri, .suspended),
                    ],
                    signers: keys)
            ],
            [try gateways[0].batch(4...6)],
        ]
        for block in blocks {
            let outcome = ledger.finalizeBlock(height: ledger.next, transactions: block)
            for recorded in outcome.recorded {
                log += recorded.entries(at: ledger.height)
            }
        }
        let twin = try IntakeLedger(restoring: ledger.stateBytes) { take in
            for entry in log { try take(entry) }
        }
        #expect(twin.appHash == ledger.appHash)
        #expect(twin.height == 3)
        #expect(twin.head(of: gateways[0].uri) == gateways[0].link(6))
        #expect(twin.stateBytes == ledger.stateBytes)
    }
}
