import Foundation
import LightClients
import TestKit
import Testing
import Wire

/// One line of `misc.jsonl`; what it holds depends on its kind.
private struct Misc: Decodable {
    let kind: String
    let name: String
    let validators: [Validator]?
    let hash: String?
    let leaves_hex: [String]?
    let pub_key: ValidatorKey?
    let address: String?
    let max_bytes: String?
    let max_gas: String?
    let results: [RPCTxResult]?
    let evidence_list_hex: String?
    let evidence_hash: String?
    let time: String?
    let proto_hex: String?
}

@Suite("Vectors of single hashes and encodings")
struct MiscVectorTests {
    private static func lines(_ kind: String) throws -> [Misc] {
        let decoder = JSONDecoder()
        let lines = try Vectors.lines("misc.jsonl")
            .map { try decoder.decode(Misc.self, from: $0) }
            .filter { $0.kind == kind }
        #expect(!lines.isEmpty, "misc.jsonl has no \(kind)")
        return lines
    }

    @Test(
        "misc: validators_hash", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func validatorsHash() throws {
        for line in try Self.lines("validators_hash") {
            let set = ValidatorSet(validators: try #require(line.validators))
            #expect(set.hash == Digest(hex: try #require(line.hash)), "\(line.name)")
        }
    }

    @Test("misc: address", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func address() throws {
        for line in try Self.lines("address") {
            let key = try #require(line.pub_key)
            switch key {
            case .ed25519:
                #expect(key.address == Hex.decode(try #require(line.address)), "\(line.name)")
            case .unsupported(let type, _):
                #expect(type == "tendermint/PubKeySecp256k1", "\(line.name)")
                #expect(key.address == nil, "\(line.name)")
            }
        }
    }

    @Test(
        "misc: consensus_hash", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func consensusHash() throws {
        for line in try Self.lines("consensus_hash") {
            let params = BlockParams(
                maxBytes: try #require(line.max_bytes.flatMap { Int64($0) }),
                maxGas: try #require(line.max_gas.flatMap { Int64($0) }))
            #expect(params.hash == Digest(hex: try #require(line.hash)), "\(line.name)")
        }
    }

    @Test("misc: results_hash", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func resultsHash() throws {
        for line in try Self.lines("results_hash") {
            let results = try #require(line.results).map(\.result)
            #expect(
                ExecTxResult.root(of: results) == Digest(hex: try #require(line.hash)),
                "\(line.name)")
            #expect(
                results.map { Hex.encode($0.deterministicBytes) } == line.leaves_hex,
                "\(line.name)")
        }
    }

    @Test(
        "misc: duplicate_vote_evidence_list",
        .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func evidenceHash() throws {
        for line in try Self.lines("duplicate_vote_evidence_list") {
            let list = try #require(line.evidence_list_hex.flatMap { Hex.decode($0) })
            var items: [[UInt8]] = []
            var reader = ProtobufReader(list)
            while let field = try reader.next() {
                var item = ProtobufReader(try field.bytes())
                items.append(try #require(try item.next()).bytes())
            }
            #expect(
                MerkleTree.root(of: items) == Digest(hex: try #require(line.evidence_hash)),
                "\(line.name)")
        }
    }

    @Test("misc: timestamp", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func timestamp() throws {
        for line in try Self.lines("timestamp") {
            let time = try #require(line.time.flatMap { Timestamp(rfc3339: $0) })
            #expect(Hex.encode(time.protobuf) == line.proto_hex, "\(line.name)")
        }
    }
}
