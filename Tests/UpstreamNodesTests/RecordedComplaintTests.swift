import Foundation
import LightClients
import TestKit
import Testing
import UpstreamNodes

/// Every error that recorded nodes answered, and what follows from it.
@Suite("Recorded complaints")
struct RecordedComplaintTests {
    /// Files without the ending that says how it was asked, by what the node means.
    private static let table: [(NodeComplaint.Meaning, UpstreamError.Again, files: String)] = [
        (
            .alreadyInCache, .unknown,
            """
            broadcast/commit_duplicate_after_commit
            broadcast/sync_duplicate_after_commit
            broadcast/sync_duplicate_in_mempool
            rewritten/sync_duplicate
            """
        ),
        (
            .mempoolFull, .later,
            """
            extra/halted_chain/broadcast_tx_async_mempool_full
            extra/halted_chain/broadcast_tx_commit_mempool_full
            extra/halted_chain/broadcast_tx_sync_mempool_full
            """
        ),
        (
            .transactionTooLarge, .never,
            """
            broadcast/sync_too_large
            """
        ),
        (
            .bodyTooLarge, .never,
            """
            broadcast/sync_body_too_large
            """
        ),
        (
            .inclusionTimedOut, .unknown,
            """
            extra/halted_chain/broadcast_tx_commit_timeout
            rewritten/broadcast_tx_commit_timeout
            """
        ),
        (
            .transactionNotFound, .later,
            """
            extra/halted_chain/tx_waiting
            extra/unsynced_node/tx
            rewritten/tx_submitted_hash_not_found
            tx/error_not_found
            tx/error_refused_not_found
            tx/error_short_hash
            tx/hash_as_hex_string_in_post
            tx/quoted_hash
            """
        ),
        (
            .noIndex, .elsewhere,
            """
            extra/no_index_node/block_search
            extra/no_index_node/tx
            extra/no_index_node/tx_search
            """
        ),
        (
            .resultsNotKept, .elsewhere,
            """
            extra/no_index_node/block_results
            """
        ),
        (
            .heightTooHigh, .later,
            """
            errors/block_results_not_yet
            errors/commit_next_height
            errors/height_in_future_block
            errors/height_in_future_block_results
            errors/height_in_future_commit
            errors/height_in_future_consensus_params
            errors/height_in_future_header
            errors/height_in_future_validators
            extra/halted_chain/commit_next
            extra/unsynced_node/commit_height_3
            """
        ),
        (
            .heightPruned, .elsewhere,
            """
            extra/pruned_node/block
            extra/pruned_node/block_results
            extra/pruned_node/commit
            extra/pruned_node/consensus_params
            extra/pruned_node/header
            extra/pruned_node/validators
            """
        ),
        (
            .statePruned, .elsewhere,
            """
            blockchain/error_min_above_max
            extra/pruned_node/blockchain
            extra/unsynced_node/block_results
            extra/unsynced_node/blockchain
            extra/unsynced_node/validators
            """
        ),
        (
            .pageOutOfRange, .never,
            """
            validators_paged/error_page_0
            validators_paged/error_page_out_of_range
            """
        ),
        (
            .unknownMethod, .elsewhere,
            """
            errors/subscribe_over_http
            errors/unknown_method
            errors/unsafe_method_not_enabled
            """
        ),
        (
            .badQuestion, .never,
            """
            abci_query/error_data_not_hex
            blockchain/error_negative
            broadcast/sync_bad_base64
            broadcast/sync_bad_hex
            broadcast/sync_unquoted
            by_hash/header_by_hash_base64
            errors/batch_over_limit
            errors/evidence_bad
            errors/genesis_chunk_out_of_range
            errors/genesis_chunk_out_of_range_before_first_use
            errors/height_fraction
            errors/height_hex
            errors/height_json_float
            errors/height_json_number
            errors/height_negative_commit
            errors/height_not_a_number
            errors/height_overflow
            errors/height_zero_block
            errors/height_zero_block_results
            errors/height_zero_commit
            errors/height_zero_consensus_params
            errors/height_zero_header
            errors/height_zero_validators
            errors/id_object
            errors/malformed_json
            errors/not_an_object
            errors/params_absent
            errors/params_is_string
            errors/params_too_many
            search/tx_search_error_bad_query
            search/tx_search_error_empty_query
            tx/error_bad_base64
            tx/error_bad_hex
            tx/error_no_hash
            tx/error_prove_as_string
            tx/error_prove_not_bool
            """
        ),
    ]

    private static let folder = Checkout.root
        .appendingPathComponent("Tests/LightClientsTests/Fixtures/recorded-0.38")

    /// The errors of all files below the folder, by the file's name.
    private static func errors() throws -> [(file: String, error: RPCError)] {
        let files = try #require(
            FileManager.default.enumerator(atPath: folder.path)
        ).compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
        return try files.compactMap { file in
            let data = try Data(contentsOf: folder.appendingPathComponent(file))
            // Batches and lists of what was asked are no single answer.
            guard data.first == UInt8(ascii: "{") else { return nil }
            let answer = try JSONDecoder().decode(RPCAnswer<[String: Nothing]>.self, from: data)
            return answer.error.map { (file, $0) }
        }
    }

    /// A value nobody looks at.
    private struct Nothing: Codable, Sendable {
        init(from decoder: any Decoder) {}
        func encode(to encoder: any Encoder) {}
    }

    @Test("each has its meaning, and says whether and where to ask again")
    func meanings() throws {
        let expected = Dictionary(
            uniqueKeysWithValues: Self.table.flatMap { meaning, again, files in
                files.split(separator: "\n").map { (String($0), (meaning, again)) }
            })
        var seen: Set<String> = []
        for (file, error) in try Self.errors() {
            let name = String(file.split(separator: ".")[0])
            let complaint = NodeComplaint(error)
            let (meaning, again) = try #require(expected[name], "\(file): \(complaint)")
            #expect(complaint.meaning == meaning, "\(file): \(complaint)")
            let failure = UpstreamError(complaint.meaning.code, "x", complaint: complaint)
            #expect(failure.again == again, "\(file): \(complaint)")
            seen.insert(name)
        }
        #expect(seen == Set(expected.keys))
    }
}
