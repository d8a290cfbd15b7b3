import Foundation
import LightClients
import TestKit
import Testing
import Wire

@testable import SiteLab

/// Real blocks of CometBFT 0.38.25, held against how a dev chain makes its own.
@Suite(
    "A dev chain beside a real one",
    .enabled(if: Vectors.arePresent, "the shared vectors folder is not here"))
struct DevChainRecordingTests {
    private struct Block: Codable {
        struct Content: Codable {
            struct Transactions: Codable { let txs: [String] }

            let header: Header
            let data: Transactions
            let lastCommit: Commit

            enum CodingKeys: String, CodingKey {
                case header, data
                case lastCommit = "last_commit"
            }
        }

        let id: BlockID
        let block: Content

        enum CodingKeys: String, CodingKey {
            case id = "block_id"
            case block
        }
    }

    private func recorded<Result: Codable & Sendable>(
        _ height: Int, _ method: String
    ) throws -> Result {
        let folder = try #require(Vectors.folder).appendingPathComponent("recorded-0.38/height")
        let name = String(repeating: "0", count: 5 - String(height).count) + String(height)
        let data = try Data(
            contentsOf: folder.appendingPathComponent("\(name)/\(method).get.json"))
        return try #require(try JSONDecoder().decode(RPCAnswer<Result>.self, from: data).result)
    }

    @Test("a block is cut into the same parts", arguments: [1, 2, 5, 11, 26, 37, 44, 52])
    func parts(height: Int) throws {
        let recorded: Block = try recorded(height, "block")
        let transactions = try recorded.block.data.txs.map { try #require(Base64.decode($0)) }
        let parts = BlockParts(
            recorded.block.header, transactions, lastCommit: recorded.block.lastCommit)
        #expect(parts.total == recorded.id.partsTotal)
        #expect(parts.hash.bytes == recorded.id.partsHash)
        let none: Commit? = height == 1 ? nil : recorded.block.lastCommit
        #expect(
            BlockParts(recorded.block.header, transactions, lastCommit: none).hash == parts.hash)
    }

    @Test("a block's time is the weighted median of the votes before it", arguments: 2...52)
    func time(height: Int) throws {
        let header: RPCHeader = try recorded(height, "header")
        let votes: RPCCommit = try recorded(height - 1, "commit")
        let validators: RPCValidators = try recorded(height - 1, "validators")
        let commit = try #require(votes.signedHeader?.commit)
        let time = DevValidators.medianTime(
            of: commit, by: ValidatorSet(validators: validators.validators))
        #expect(time == header.header?.time)
    }

    @Test("what does not change from block to block is the same in both")
    func constants() async throws {
        let real: RPCHeader = try recorded(1, "header")
        let node = try DevNode(try DevGateway().settings())
        let (theirs, ours) = (
            try #require(real.header), try #require(await node.block(1)).header
        )
        // The version of the application is its own.
        #expect(ours.versionBlock == theirs.versionBlock)
        #expect(ours.lastBlockID == theirs.lastBlockID)
        #expect(ours.lastCommitHash == theirs.lastCommitHash)
        #expect(ours.dataHash == theirs.dataHash)
        #expect(ours.consensusHash == theirs.consensusHash)
        #expect(ours.lastResultsHash == theirs.lastResultsHash)
        #expect(ours.evidenceHash == theirs.evidenceHash)
    }
}
