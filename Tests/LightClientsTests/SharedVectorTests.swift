import Foundation
import TestKit
import Testing
import Wire

@testable import LightClients

/// Vectors of other implementations; they lie outside the checkout, for their licences.
@Suite("Vectors of CometBFT, tendermint-rs and others")
struct SharedVectorTests {
    private static func read<Line: Decodable>(_ name: String, _ type: Line.Type) throws -> [Line] {
        let decoder = JSONDecoder()
        return try Vectors.lines(name).map { try decoder.decode(Line.self, from: $0) }
    }

    @Test("header-hash", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func headerHash() throws {
        struct Line: Decodable {
            let name: String
            let header: Header
            let header_hash: String
            let fields_hex: [String]?
        }
        let lines = try Self.read("header-hash.jsonl", Line.self)
        #expect(lines.count >= 161)
        for line in lines {
            #expect(line.header.hash == Digest(hex: line.header_hash), "\(line.name)")
            if let fields = line.fields_hex {
                #expect(line.header.leaves.map { Hex.encode($0) } == fields, "\(line.name)")
            }
            #expect(try Header(protobuf: line.header.protobuf) == line.header, "\(line.name)")
        }
    }

    @Test("commit-verify", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func commitVerify() throws {
        struct Line: Decodable {
            let name: String
            let chain_id: String
            let validators: [Validator]
            let commit: Commit
            let commit_hash: String
            let sign_bytes_hex: [String]
            let expect: String
            let signed_power: String
        }
        let lines = try Self.read("commit-verify.jsonl", Line.self)
        #expect(lines.count >= 155)
        for line in lines {
            #expect(line.commit.hash == Digest(hex: line.commit_hash), "\(line.name)")
            #expect(try Commit(protobuf: line.commit.protobuf) == line.commit, "\(line.name)")
            let set = ValidatorSet(validators: line.validators)
            #expect(try ValidatorSet(protobuf: set.protobuf) == set, "\(line.name)")
            let bytes = line.commit.signatures.indices.map { slot in
                Hex.encode(line.commit.signBytes(chainID: line.chain_id, at: slot))
            }
            for (ours, theirs) in zip(bytes, line.sign_bytes_hex) where !theirs.isEmpty {
                #expect(ours == theirs, "\(line.name)")
            }
            var signatures = CommitSignatures(line.commit, chainID: line.chain_id)
            do throws(Invalidity) {
                try signatures.checkQuorum(of: set, total: set.totalPower ?? 0)
                #expect(line.expect == "SUCCESS", "\(line.name)")
            } catch {
                #expect(line.expect == "INVALID", "\(line.name): \(error)")
                if case .notEnoughPower(let signed, _) = error {
                    #expect(String(signed) == line.signed_power, "\(line.name)")
                }
            }
        }
    }

    @Test("tx-proof", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func txProof() throws {
        struct Line: Decodable {
            let name: String
            let tx_hash: String
            let data_hash: String
            let proof: TxProof?
            let expect: Bool
            private enum CodingKeys: String, CodingKey {
                case name, tx_hash, data_hash, proof, expect
            }
            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                name = try values.decode(String.self, forKey: .name)
                tx_hash = try values.decode(String.self, forKey: .tx_hash)
                data_hash = try values.decode(String.self, forKey: .data_hash)
                expect = try values.decode(Bool.self, forKey: .expect)
                // A proof that cannot even be read shows nothing, which some lines expect.
                proof = try? values.decode(TxProof.self, forKey: .proof)
            }
        }
        let lines = try Self.read("tx-proof.jsonl", Line.self)
        #expect(lines.count >= 37)
        for line in lines {
            let hash = try #require(Digest(hex: line.tx_hash), "\(line.name)")
            let root = try #require(Hex.decode(line.data_hash), "\(line.name)")
            let verdict = line.proof?.verify(dataHash: root, txHash: hash)
            if case .proven = verdict {
                #expect(line.expect, "\(line.name)")
            } else {
                #expect(!line.expect, "\(line.name): \(String(describing: verdict))")
            }
        }
    }

    @Test("merkle", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func merkle() throws {
        struct Line: Decodable {
            let name: String
            let leaves: [String]?
            let inner: [String]?
            let root: String
        }
        for line in try Self.read("merkle.jsonl", Line.self) {
            let leaves = try line.leaves?.map { try #require(Hex.decode($0)) }
            if let leaves {
                #expect(MerkleTree.root(of: leaves) == Digest(hex: line.root), "\(line.name)")
            }
            guard let inner = line.inner else { continue }
            // The nodes of this one are no hashes: it pins only the prefix.
            let nodes = try inner.map { try #require(Hex.decode($0)) }
            #expect(Digest.of([1] + nodes.joined()) == Digest(hex: line.root), "\(line.name)")
        }
    }

    @Test("vote-sign-bytes", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func voteSignBytes() throws {
        struct Line: Decodable {
            let name: String
            let chain_id: String
            let type: UInt64
            let height: String
            let round: Int64
            let block_id: BlockID?
            let timestamp: String
            let sign_bytes_hex: String
        }
        let lines = try Self.read("vote-sign-bytes.jsonl", Line.self)
        #expect(lines.count >= 11)
        for line in lines {
            let vote = CanonicalVote(
                kind: try #require(CanonicalVote.Kind(rawValue: line.type)),
                height: try #require(Int64(line.height)), round: line.round,
                blockID: line.block_id,
                timestamp: try #require(Timestamp(rfc3339: line.timestamp)),
                chainID: line.chain_id)
            #expect(Hex.encode(vote.signBytes) == line.sign_bytes_hex, "\(line.name)")
        }
    }

    @Test("ed25519", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func ed25519() throws {
        struct Line: Decodable {
            let name: String
            let pub_key: String
            let message: String
            let signature: String
            let zip215: Bool
        }
        let lines = try Self.read("ed25519.jsonl", Line.self)
        #expect(lines.count >= 359)
        for line in lines {
            let key = try #require(Hex.decode(line.pub_key), "\(line.name)")
            let message = try #require(Hex.decode(line.message), "\(line.name)")
            let signature = try #require(Hex.decode(line.signature), "\(line.name)")
            guard key.count == 32, signature.count == 64 else {
                #expect(!line.zip215, "\(line.name)")
                continue
            }
            let isValid = ZIP215.isValid(signature: signature, message: message, publicKey: key)
            #expect(isValid == line.zip215, "\(line.name)")
            // Crypto may refuse more, but never accept what the chain refuses.
            let isValidByCrypto = Ed25519.isValidByCrypto(signature, message, key)
            #expect(line.zip215 || !isValidByCrypto, "\(line.name)")
        }
    }
}
