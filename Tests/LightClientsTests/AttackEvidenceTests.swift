import ChainKit
import Foundation
import LightClients
import TestKit
import Testing
import Wire

/// Evidence against validators, in the form that `broadcast_evidence` takes.
@Suite("Evidence of an attack")
struct AttackEvidenceTests {
    private static func object(_ value: Any?, _ name: String) throws -> [String: Any] {
        try #require((value as? [String: Any])?[name] as? [String: Any], "\(name) is no object")
    }

    private static func json(_ evidence: AttackEvidence) throws -> [String: Any] {
        let data = try JSONEncoder().encode(evidence)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// A chain, and another end of it from height 6 on.
    private static func fork(_ change: (inout BlockPlan) -> Void) -> (ChainBuilder, ChainBuilder) {
        var powers = SeededValidator.equals(4)
        for index in powers.indices { powers[index].shown.votingPower = Int64(10 + index % 3) }
        var honest = ChainBuilder(powers, heights: 5)
        var lying = honest
        honest.append()
        var plan = BlockPlan()
        change(&plan)
        lying.append(plan)
        return (honest, lying)
    }

    private static func evidence(
        _ change: (inout BlockPlan) -> Void, common: Int64 = 3
    ) throws -> (AttackEvidence, ChainBuilder, ChainBuilder) {
        let (honest, lying) = fork(change)
        let evidence = try #require(
            AttackEvidence(
                conflicting: lying.trusted(6), trusted: honest.trusted(6),
                common: honest.trusted(common)))
        return (evidence, honest, lying)
    }

    @Test("names, nesting and forms are those of CometBFT's JSON")
    func shape() throws {
        let (evidence, honest, lying) = try Self.evidence {
            $0.transactions = [[1]]
            $0.flags = [1: .absent]
        }
        let root = try Self.json(evidence)
        #expect(Set(root.keys) == ["type", "value"])
        #expect(root["type"] as? String == "tendermint/LightClientAttackEvidence")
        let value = try Self.object(root, "value")
        #expect(
            Set(value.keys) == [
                "ConflictingBlock", "CommonHeight", "ByzantineValidators", "TotalVotingPower",
                "Timestamp",
            ])
        // 64-bit integers are text, moments are RFC 3339 and end in Z.
        #expect(value["CommonHeight"] as? String == "6")
        #expect(value["TotalVotingPower"] as? String == "43")
        #expect(value["Timestamp"] as? String == honest.block(6).header.time.rfc3339)
        let block = try Self.object(value, "ConflictingBlock")
        #expect(Set(block.keys) == ["signed_header", "validator_set"])
        let signed = try Self.object(block, "signed_header")
        #expect(Set(signed.keys) == ["header", "commit"])
        let set = try Self.object(block, "validator_set")
        #expect(Set(set.keys) == ["validators", "proposer"])
        let proposer = try Self.object(set, "proposer")
        #expect(
            proposer["address"] as? String
                == Hex.encode(lying.block(6).header.proposerAddress, uppercase: true))
        let decoder = JSONDecoder()
        func read<Value: Decodable>(_ json: Any?, as type: Value.Type) throws -> Value {
            let data = try JSONSerialization.data(withJSONObject: try #require(json))
            return try decoder.decode(type, from: data)
        }
        // The block that a node reads out of it is the block that was signed.
        #expect(try read(signed["header"], as: Header.self) == lying.block(6).header)
        #expect(try read(signed["commit"], as: Commit.self) == lying.block(6).commit)
        let members = try read(set["validators"], as: [Validator].self)
        #expect(ValidatorSet(validators: members) == lying.block(6).validators)
        #expect(
            try read(value["ByzantineValidators"], as: [Validator].self) == evidence.byzantine)
    }

    @Test("two blocks of a round: those who signed both, of the height itself")
    func equivocation() throws {
        let (evidence, honest, _) = try Self.evidence {
            $0.transactions = [[1]]
            $0.flags = [1: .absent]
        }
        #expect(evidence.kind == .equivocation)
        let set = honest.block(6).validators
        var both = set.validators
        both.remove(at: 1)
        // By power, highest first, then by address.
        #expect(evidence.byzantine == ValidatorSet(ordering: both).validators)
        #expect(evidence.commonHeight == 6)
        #expect(evidence.totalPower == set.totalPower)
        #expect(evidence.time == honest.block(6).header.time)
    }

    @Test("another round: nobody can be named, and the list is null as Go writes it")
    func amnesia() throws {
        let (evidence, honest, _) = try Self.evidence { ($0.transactions, $0.round) = ([[1]], 2) }
        #expect(evidence.kind == .amnesia)
        #expect(evidence.byzantine.isEmpty)
        #expect(evidence.commonHeight == 6)
        #expect(evidence.time == honest.block(6).header.time)
        let value = try Self.object(try Self.json(evidence), "value")
        #expect(value["ByzantineValidators"] is NSNull)
    }

    @Test("made-up state: judged from the common height, with its power, time and signers")
    func lunatic() throws {
        let (evidence, honest, _) = try Self.evidence({
            $0.next = Array(SeededValidator.equals(4).prefix(3))
            $0.flags = [0: .absent]
        })
        #expect(evidence.kind == .lunatic)
        #expect(evidence.commonHeight == 3)
        let set = honest.block(3).validators
        #expect(evidence.totalPower == set.totalPower)
        #expect(evidence.time == honest.block(3).header.time)
        #expect(evidence.byzantine == Array(set.validators.dropFirst()))
    }

    @Test("each of the five fields that follow from the state makes it lunatic")
    func madeUpFields() throws {
        let honest = ChainBuilder(SeededValidator.equals(4), heights: 6)
        let changes: [@Sendable (inout Header) -> Void] = [
            { $0.consensusHash[0] ^= 1 }, { $0.appHash[0] ^= 1 }, { $0.lastResultsHash[0] ^= 1 },
        ]
        for change in changes {
            var forge = honest.forge(6)
            change(&forge.header)
            let block = forge.built()
            let lying = try VerifiedHeader(
                restoring: block.header, commit: block.commit, validators: block.validators)
            let evidence = try #require(
                AttackEvidence(
                    conflicting: lying, trusted: honest.trusted(6), common: honest.trusted(2)))
            #expect(evidence.kind == .lunatic)
            #expect(evidence.commonHeight == 2)
        }
    }

    @Test("without votes or validators there is no evidence")
    func withoutVotes() throws {
        let (honest, lying) = Self.fork { $0.transactions = [[1]] }
        let bare = try VerifiedHeader(restoring: honest.block(6).header)
        #expect(
            AttackEvidence(conflicting: lying.trusted(6), trusted: bare, common: honest.trusted(3))
                == nil)
        #expect(
            AttackEvidence(conflicting: bare, trusted: lying.trusted(6), common: honest.trusted(3))
                == nil)
        #expect(
            AttackEvidence(
                conflicting: lying.trusted(6), trusted: honest.trusted(6),
                common: try VerifiedHeader(restoring: honest.block(3).header)) == nil)
    }

    @Test(
        "votes, block ids and moments inside evidence are written as CometBFT's own evidence is",
        .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func duplicateVotes() throws {
        struct Line: Decodable {
            struct Vote: Decodable {
                let type: UInt64
                let height: String
                let round: Int64
                let block_id: BlockID
                let timestamp: String
                let validator_address: String
                let validator_index: Int64

                func protobuf() throws -> [UInt8] {
                    var writer = ProtobufWriter()
                    writer.varint(field: 1, type)
                    writer.int64(field: 2, try #require(Int64(height)))
                    writer.int64(field: 3, round)
                    writer.message(field: 4, block_id.protobuf)
                    writer.message(
                        field: 5, try #require(Timestamp(rfc3339: timestamp)).protobuf)
                    writer.bytes(field: 6, try #require(Hex.decode(validator_address)))
                    writer.int64(field: 7, validator_index)
                    return writer.bytes
                }
            }
            struct Evidence: Decodable {
                let vote_a: Vote
                let vote_b: Vote
                let TotalVotingPower: String
                let ValidatorPower: String
                let Timestamp: String
            }
            let kind: String
            let evidence: Evidence?
            let evidence_list_hex: String?
            let evidence_hash: String?
        }
        let lines = try Vectors.lines("misc.jsonl").compactMap { data in
            let kind = try JSONDecoder().decode([String: Kind].self, from: data)["kind"]
            return kind?.text == "duplicate_vote_evidence_list"
                ? try JSONDecoder().decode(Line.self, from: data) : nil
        }
        let line = try #require(lines.first)
        let evidence = try #require(line.evidence)
        var inner = ProtobufWriter()
        inner.message(field: 1, try evidence.vote_a.protobuf())
        inner.message(field: 2, try evidence.vote_b.protobuf())
        inner.int64(field: 3, try #require(Int64(evidence.TotalVotingPower)))
        inner.int64(field: 4, try #require(Int64(evidence.ValidatorPower)))
        inner.message(
            field: 5, try #require(Timestamp(rfc3339: evidence.Timestamp)).protobuf)
        var member = ProtobufWriter()
        member.message(field: 1, inner.bytes)
        var list = ProtobufWriter()
        list.message(field: 1, member.bytes)
        #expect(Hex.encode(list.bytes) == line.evidence_list_hex)
        #expect(
            MerkleTree.root(of: [inner.bytes]) == Digest(hex: try #require(line.evidence_hash)))
    }

    /// A member of a line, as far as it is a text.
    private struct Kind: Decodable {
        let text: String?
        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)  // else it is no text
        }
    }
}
