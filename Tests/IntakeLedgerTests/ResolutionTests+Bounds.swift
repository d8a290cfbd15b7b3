import Evidence
import Intake
import TestKit
import Testing
import Wire

@testable import IntakeLedger

// What decisions may fill: blocks, the state, the mempool.

extension ResolutionTests {
    @Test("what was decided enters no second block, whatever signatures somebody puts beside it")
    func decidedOnce() throws {
        let (keys, stranger) = (
            try Self.keys(3), try SigningKey(seed: [UInt8](repeating: 9, count: 32))
        )
        var ledger = try Self.ledger()
        let decision = Decision.permit(site: "quay", codes: nil)
        #expect(
            Self.run(&ledger, [try Self.transaction([decision], signers: keys)]) == [.accepted])
        let again = try Self.transaction([decision], signers: [stranger])
        #expect(!ledger.admitTx(again, height: ledger.next).entersBlocks)
        #expect(ledger.prepareProposal([again], height: ledger.next).isEmpty)
        #expect(!ledger.acceptsProposal([again], height: ledger.next))
    }

    @Test("old batches that strangers send again push nobody out of a block")
    func repeats() throws {
        var gateways = [try TestGateway("quay"), try TestGateway("mill")]
        for place in gateways.indices { try gateways[place].write(8) }
        var ledger = try Self.ledger(gateways)
        let old = try (1...8).map { try gateways[1].batch($0...$0, validUntil: 3) }
        #expect(Self.run(&ledger, old) == Array(repeating: .accepted, count: 8))
        let new = try gateways[0].batch(1...2)
        // In their time they may come once more, behind what is new, and few of them.
        let proposal = ledger.prepareProposal(old + [new], height: 2)
        #expect(proposal.first == new)
        #expect(proposal.count == 9)
        #expect(ledger.acceptsProposal(proposal, height: 2))
        let many = (0..<5).flatMap { _ in old }
        #expect(ledger.prepareProposal(many, height: 2).count == IntakeLedger.mostRepeats)
        #expect(!ledger.acceptsProposal(many, height: 2))
        // After it, not at all.
        #expect(ledger.prepareProposal(old + [new], height: 4) == [new])
        #expect(ledger.checkTx(old[0], height: 4).code == .alreadyRecorded)
    }

    @Test("marks that do not apply make no verdict graver, and a rejected load is no intake")
    func verdicts() {
        let policy = PublicRules(LedgerPolicy(), site: "quay")
        func load(_ outcome: RuleOutcome, _ marks: [RuleOutcome], net: Int64 = 1_000) -> IntakeBody
        {
            IntakeBody(
                visit: [UInt8](repeating: 1, count: 16), weighIn: .zero, code: nil,
                net: .grams(net), source: nil, destination: "", purpose: "", grades: [],
                outcome: outcome, ruleSet: .zero,
                results: marks.enumerated().map {
                    IntakeBody.RuleMark(rule: Int64($0.offset), outcome: $0.element)
                }, documents: [])
        }
        #expect(policy.fault(of: .intake(load(.passed, [.passed, .notApplicable]))) == nil)
        #expect(policy.fault(of: .intake(load(.flagged, [.passed, .flagged]))) == nil)
        #expect(policy.fault(of: .intake(load(.passed, [.flagged]))) != nil)
        #expect(
            policy.fault(of: .intake(load(.notApplicable, [.rejected, .notApplicable]))) != nil)
        #expect(policy.fault(of: .intake(load(.rejected, [.rejected]))) != nil)
        #expect(policy.fault(of: .reject(load(.rejected, [.rejected]))) == nil)
        #expect(policy.fault(of: .intake(load(.passed, [], net: .max))) != nil)
    }

    @Test("a state of more than a megabyte is read back")
    func largeState() throws {
        let keys = try Self.keys(3)
        var ledger = try Self.ledger()
        for number in UInt64(1)...4 {
            let codes = (0..<10_000).map { "\(number)-\($0)-" + String(repeating: "x", count: 20) }
            let list = try #require(CodeList(scheme: "EWC", version: "\(number)", codes: codes))
            let bytes = try Self.transaction([.publish(list)], number: number, signers: keys)
            #expect(Self.run(&ledger, [bytes]) == [.accepted])
        }
        #expect(ledger.stateBytes.count > 1 << 20)
        let twin = try IntakeLedger(restoring: ledger.stateBytes) { _ in }
        #expect(twin.appHash == ledger.appHash)
    }

    @Test("one that waits waits once, whoever signed which copy of it")
    func waitsOnce() throws {
        let keys = try Self.keys(3)
        var ledger = try Self.ledger()
        let decision = Decision.permit(site: "quay", codes: nil)
        let (one, other) = (
            try Self.transaction([decision], signers: [keys[0], keys[1]]),
            try Self.transaction([decision], signers: keys)
        )
        #expect(ledger.admitTx(one, height: 1).entersBlocks)
        let second = ledger.admitTx(other, height: 1)
        #expect(second.result.code == .waiting)
        #expect(!second.entersBlocks)
        // Either may come into the block, and no two of them.
        #expect(ledger.acceptsProposal([other], height: 1))
        #expect(!ledger.acceptsProposal([one, other], height: 1))
        #expect(ledger.prepareProposal([one, other], height: 1) == [one])
        #expect(Self.run(&ledger, []) == [])
        #expect(ledger.admitTx(other, height: 2).entersBlocks)
        #expect(Self.run(&ledger, [one]) == [.accepted])
    }

    @Test("a stranger's signature beside theirs is refused: it makes another transaction of it")
    func stranger() throws {
        let keys = try Self.keys(4)
        var ledger = try Self.ledger()
        let bytes = try Self.transaction([.permit(site: "quay", codes: nil)], signers: keys)
        #expect(ledger.checkTx(bytes, height: 1).code == .tooFewSignatures)
        #expect(Self.run(&ledger, [bytes]) == [.tooFewSignatures])
    }

    @Test("texts that the state keeps are short, and a gateway's name is a URI")
    func texts() throws {
        let (keys, long) = (try Self.keys(3), String(repeating: "x", count: 257))
        var ledger = try Self.ledger()
        let key = keys[0].publicKey
        let impossible: [Decision] = [
            .register(gateway: "https://a.example", site: long, key: key),
            .register(gateway: "a site", site: "x", key: key),
            .register(gateway: "https://\u{212A}ai.example", site: "x", key: key),
            .permit(site: long, codes: nil), .permit(site: "x", codes: ["EWC 1", "EWC " + long]),
        ]
        for decision in impossible {
            let bytes = try Self.transaction([decision], signers: keys)
            #expect(Self.run(&ledger, [bytes]) == [.impossible], "\(decision)")
        }
        #expect(CodeList(scheme: "EWC", version: "2014", codes: [long]) == nil)
        #expect(CodeList(scheme: long, version: "2014", codes: ["1"]) == nil)
    }

    @Test("what was decided and who was caught is kept with the transactions that show it")
    func evidence() throws {
        let keys = try Self.keys(3)
        var gateway = try TestGateway("quay")
        try gateway.write(2)
        var ledger = try Self.ledger([gateway])
        var forge = gateway.forge(1...1)
        forge.items = [Digest.of([9]).bytes]
        let decision = try Self.transaction(
            [.permit(site: "x", codes: nil)], signers: [keys[0], keys[2]])
        let (batch, fork) = (try gateway.batch(1...2), try forge.bytes())
        let outcome = ledger.finalizeBlock(
            height: 1, transactions: [batch, fork, [1], decision, fork, decision])
        #expect(outcome.evidence == [1, 3])
        #expect(
            try IntakeLedger.evidence(inState: ledger.stateBytes) == [.of(decision), .of(fork)])
    }
}
