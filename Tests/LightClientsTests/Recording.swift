import Foundation
import LightClients
import Testing
import Wire

/// One of the two recorded networks, with what CometBFT's own library found in it.
struct Recording: Sendable, CustomStringConvertible {
    let chainID: String
    let expected: Expected
    let blocks: [Int64: UnverifiedLightBlock]
    let results: [Int64: [ExecTxResult]]
    let transactions: [RPCTx]

    var description: String { chainID }

    private static let read = Dictionary(
        uniqueKeysWithValues: Name.allCases.map { name in
            (name, Result<Recording, any Error> { try Recording(name) })
        })

    /// One of the two networks, read once; one that cannot be read ends the tests that need it.
    static func load(_ name: Name) throws -> Recording {
        try #require(read[name]).get()
    }

    enum Name: String, CaseIterable, Sendable {
        case main = ""
        case extra
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/recorded-0.38")

    /// The whole answer in a file.
    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(path))
    }

    /// The result in a file.
    static func read<Result: Codable & Sendable>(
        _ path: String, as type: Result.Type = Result.self
    ) throws -> Result {
        let answer = try JSONDecoder().decode(RPCAnswer<Result>.self, from: data(path))
        return try #require(answer.result, "\(path) has no result")
    }

    private init(_ name: Name) throws {
        let base = name == .main ? "" : "extra/"
        let decoder = JSONDecoder()
        let expected = try decoder.decode(
            Expected.self, from: Recording.data(base + "expected.json"))
        var (blocks, results) = ([Int64: UnverifiedLightBlock](), [Int64: [ExecTxResult]]())
        for height in expected.heights {
            let folder = base + String(format: "height/%05d/", height)
            let commit: RPCCommit = try Recording.read(folder + "commit.get.json")
            let validators: RPCValidators = try Recording.read(folder + "validators.get.json")
            let outcome: RPCBlockResults = try Recording.read(folder + "block_results.get.json")
            blocks[height] = UnverifiedLightBlock(
                header: try #require(commit.signedHeader?.header),
                commit: try #require(commit.signedHeader?.commit),
                validators: ValidatorSet(validators: validators.validators), nextValidators: nil)
            results[height] = outcome.results.map(\.result)
        }
        for height in expected.heights {
            // The newest height's next set was not recorded, and did not change.
            let next = blocks[height + 1] ?? blocks[height]
            blocks[height]?.nextValidators = next?.validators
        }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Recording.folder.appendingPathComponent(base + "tx").path)
        transactions = try files.filter { $0.hasPrefix("0") }.sorted().map { file in
            try Recording.read(base + "tx/" + file)
        }
        (chainID, self.expected, self.blocks) = (expected.chainID, expected, blocks)
        self.results = results
    }

    func block(_ height: Int64) throws -> UnverifiedLightBlock {
        try #require(blocks[height], "height \(height) was not recorded")
    }

    /// The header of a height as a client keeps it that verified it.
    func trusted(_ height: Int64) throws -> VerifiedHeader {
        let block = try block(height)
        return try VerifiedHeader(
            restoring: block.header, commit: block.commit, validators: block.validators,
            nextValidators: block.nextValidators)
    }

    var options: TrustOptions {
        TrustOptions(chainID: chainID, trustingPeriodSeconds: 86_400)
    }

    func now() throws -> Timestamp {
        try #require(Timestamp(rfc3339: expected.now))
    }
}

/// What CometBFT's own library found in a recording.
struct Expected: Decodable, Sendable {
    let chainID: String
    let heights: [Int64]
    let now: String
    let trustedHash: String
    let perHeight: [Height]
    let skippingHeights: [Int64]
    /// By trusted height: for each height `A` (adjacent), `S` (skip) or `T` (too little trust).
    let skips: [String: String]

    struct Height: Decodable, Sendable {
        let height: Int64
        let hash: String
        let flags: String
        let signedPower: Int64
        let totalPower: Int64
        let resultsHash: String
        let leaves: [String]?
        let signBytes: [String]?

        private enum CodingKeys: String, CodingKey {
            case height
            case hash = "header_hash"
            case flags = "commit_flags"
            case signedPower = "power_that_signed_the_block"
            case totalPower = "total_power"
            case resultsHash = "results_hash_of_this_height"
            case leaves = "header_field_leaves_hex"
            case signBytes = "vote_sign_bytes_hex"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case chainID = "chain_id"
        case heights
        case now = "now_for_tests"
        case trustedHash = "trusted_hash"
        case perHeight = "per_height"
        case skippingHeights = "reference_client_skipping_heights_asked_for_from_h0_to_top"
        case skips = "skip_matrix_trusting_next_validators_of_height_x"
    }
}
