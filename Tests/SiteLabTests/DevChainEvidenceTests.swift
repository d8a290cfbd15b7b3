import Foundation
import LightClients
import Testing
import Wire

@testable import SiteLab

@Suite("A dev chain that two branches split", .timeLimit(.minutes(1)))
struct DevChainEvidenceTests {
    private let options = TrustOptions(chainID: "weighpost-dev", trustingPeriodSeconds: 3_600)

    /// A chain whose node lies, beside an honest one; both have a block of the fork.
    private func split(
        _ lie: DevLie,
        _ body: (DevChain, _ lying: NodeClient, _ honest: NodeClient) async throws -> Void
    ) async throws {
        let settings = try DevGateway().settings { ($0.lie, $0.honestPort) = (lie, 0) }
        try await withDevChain(settings) { chain, lying, _ in
            while chain.honestPort == 0 { try await Task.sleep(for: .milliseconds(5)) }
            let honest = NodeClient(port: chain.honestPort)
            var status: RPCStatus
            repeat { status = try await lying.ask("status") } while status.sync.latest.height < 6
            try await body(chain, lying, honest)
        }
    }

    private func verified(_ height: Int64, by node: NodeClient) async throws -> VerifiedHeader {
        let block = try await node.lightBlock(height)
        let anchor = Anchor(height: height, hash: try #require(block.header.hash))
        return try verified(
            Verifier.start(block, at: anchor, options: options, now: .systemTime))
    }

    private func verified(_ verdict: Verdict) throws -> VerifiedHeader {
        guard case .verified(let header) = verdict else {
            Issue.record("not verified: \(verdict)")
            throw CancellationError()
        }
        return header
    }

    private func json(_ evidence: AttackEvidence) throws -> String {
        String(decoding: try JSONEncoder().encode(evidence), as: UTF8.self)
    }

    /// What a node says to evidence; nil where it takes it.
    private func refusal(
        of evidence: String, by node: NodeClient
    ) async throws -> String? {
        do {
            let answer: RPCEvidence = try await node.ask(
                "broadcast_evidence", #"{"evidence":\#(evidence)}"#)
            #expect(answer.hash.count == 32)
            return nil
        } catch let error as RPCError {
            return error.data ?? error.message
        }
    }

    @Test("each node takes evidence against the other's block once, and none against its own")
    func evidence() async throws {
        try await split(.twoThirdsCollude) { chain, lying, honest in
            let (ours, theirs, common) = (
                try await verified(3, by: honest), try await verified(3, by: lying),
                try await verified(2, by: honest)
            )
            let attack = try #require(
                AttackEvidence(conflicting: theirs, trusted: ours, common: common))
            for _ in 1...2 { #expect(try await refusal(of: json(attack), by: honest) == nil) }
            #expect(await chain.honestEvidence.map(\.byzantine) == [attack.byzantine])
            #expect(attack.byzantine.count == 3)
            let back = try #require(
                AttackEvidence(conflicting: ours, trusted: theirs, common: common))
            let own = try #require(try await refusal(of: json(back), by: honest))
            #expect(own.hasPrefix("failed to add evidence: Invalid evidence: trusted header hash"))
            #expect(try await refusal(of: json(back), by: lying) == nil)
        }
    }

    @Test("of two rounds nobody can be named, of one round all who signed twice")
    func rounds() async throws {
        for (lie, attackers) in [(DevLie.amnesia, 0), (.equivocation, 4)] {
            try await split(lie) { chain, lying, honest in
                let attack = try #require(
                    AttackEvidence(
                        conflicting: try await verified(3, by: lying),
                        trusted: try await verified(3, by: honest),
                        common: try await verified(2, by: honest)))
                #expect(attack.byzantine.count == attackers)
                #expect(try await refusal(of: json(attack), by: honest) == nil)
                #expect(await chain.honestEvidence.count == 1)
            }
        }
    }

    @Test("evidence that was changed on the way is refused, and the node says why")
    func changed() async throws {
        try await split(.equivocation) { _, lying, honest in
            let attack = try #require(
                AttackEvidence(
                    conflicting: try await verified(3, by: lying),
                    trusted: try await verified(3, by: honest),
                    common: try await verified(2, by: honest)))
            let text = try json(attack)
            let changes = [
                (#""CommonHeight":"3""#, #""CommonHeight":"0""#, "zero common height"),
                (#""CommonHeight":"3""#, #""CommonHeight":"4""#, "ahead of the conflicting"),
                (#""CommonHeight":"3""#, #""CommonHeight":3"#, "is no LightClientAttackEvidence"),
                (#""CommonHeight":"3""#, #""CommonHeight":"2""#, "different time"),
                (#""TotalVotingPower":"40""#, #""TotalVotingPower":"39""#, "total voting power"),
                (#""TotalVotingPower":"40""#, #""TotalVotingPower":"-1""#, "total voting power"),
                ("LightClientAttackEvidence", "Hearsay", "is no LightClientAttackEvidence"),
                (#""round":0"#, #""round":1"#, "invalid conflicting light block"),
            ]
            for (from, to, words) in changes {
                #expect(text.contains(from))
                let said = try await refusal(of: text.replacing(from, with: to), by: honest)
                #expect(said?.contains(words) == true, "\(to): \(said ?? "taken")")
            }
            #expect(try await refusal(of: "null", by: honest) == "no evidence was provided")
        }
    }

    @Test("a third of the validators and a made-up set carry a skip, and no step")
    func lunaticThird() async throws {
        try await split(.lunaticThird) { _, lying, _ in
            let now = Timestamp.systemTime
            let anchor = try await verified(1, by: lying)
            let skipped = Verifier.verify(
                try await lying.lightBlock(5), trusted: anchor, options: options, now: now)
            #expect(try verified(skipped).height == 5)
            var block = try await lying.lightBlock(2)
            // The node shows the made-up set as the next one, and this header names the real one.
            #expect(block.nextValidators?.hash.bytes != block.header.nextValidatorsHash)
            block.nextValidators = nil
            let second = try verified(
                Verifier.verify(block, trusted: anchor, options: options, now: now))
            let stepped = Verifier.verify(
                try await lying.lightBlock(3), trusted: second, options: options, now: now)
            guard case .invalid(.notTheExpectedValidators) = stepped else {
                Issue.record("\(stepped)")
                return
            }
        }
    }

    @Test("a node that stands still, and one that is behind, have fewer blocks than the chain")
    func behind() async throws {
        for lie in [DevLie.haltedHeight, .catchingUp] {
            let settings = try DevGateway().settings { ($0.lie, $0.honestPort) = (lie, 0) }
            try await withDevChain(settings) { chain, node, _ in
                while await chain.newest.height < 45 { try await Task.sleep(for: .milliseconds(5)) }
                let status: RPCStatus = try await node.ask("status")
                let newest = await chain.newest.height
                #expect(status.sync.isCatchingUp == (lie == .catchingUp))
                let isAsFar =
                    lie == .haltedHeight
                    ? status.sync.latest.height == 2
                    : newest - status.sync.latest.height >= 38 && status.sync.latest.height > 1
                #expect(isAsFar, "\(lie): \(status.sync.latest.height) of \(newest)")
            }
        }
    }
}
