package import Wire

/// What became of a transaction in its block: the part of it that validators vote on.
///
/// Log, info, events and code space are not hashed and not kept here.
package struct ExecTxResult: Hashable, Sendable {
    /// 0 for success; anything else is the application's reason.
    package var code: UInt32
    /// The application's answer.
    package var data: [UInt8]
    /// Gas asked for.
    package var gasWanted: Int64
    /// Gas used.
    package var gasUsed: Int64

    /// Takes a result.
    package init(code: UInt32, data: [UInt8], gasWanted: Int64 = 0, gasUsed: Int64 = 0) {
        (self.code, self.data) = (code, data)
        (self.gasWanted, self.gasUsed) = (gasWanted, gasUsed)
    }

    /// The ExecTxResult message with fields 1, 2, 5 and 6 only: the leaf of the results' tree.
    ///
    /// None for a plain success.
    package var deterministicBytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(field: 1, UInt64(code))
        writer.bytes(field: 2, data)
        writer.int64(field: 5, gasWanted)
        writer.int64(field: 6, gasUsed)
        return writer.bytes
    }

    /// Reads what `deterministicBytes` gives; refuses any other encoding.
    package init(deterministicBytes bytes: [UInt8]) throws(ProtobufError) {
        self.init(code: 0, data: [])
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: code = try field.uint32()
            case 2: data = try field.bytes()
            case 5: gasWanted = try field.int64()
            case 6: gasUsed = try field.int64()
            default: throw .unknownField(field, in: "hashed result")
            }
        }
        try ProtobufError.requireCanonical(bytes, deterministicBytes, "result")
    }

    /// The hash over the results of a block, in the order of its transactions.
    ///
    /// It stands in the *next* header, as its last results hash.
    package static func root(of results: [ExecTxResult]) -> Digest {
        MerkleTree.root(of: results.map(\.deterministicBytes))
    }

    /// The way from one result to the root over all of a block.
    package static func path(of index: Int, in results: [ExecTxResult]) -> MerklePath {
        let leaves = results.map { MerkleTree.leafHash($0.deterministicBytes) }
        return MerklePath(
            index: UInt64(index), total: UInt64(leaves.count),
            aunts: MerkleTree.path(at: index, in: leaves))
    }
}

/// The proof that a result is among those of a block, alone in its place.
package struct ResultProof: Hashable, Sendable {
    /// The result.
    package var result: ExecTxResult
    /// The way to the next header's last results hash.
    package var path: MerklePath

    /// A proof as somebody claims it.
    package init(result: ExecTxResult, path: MerklePath) {
        (self.result, self.path) = (result, path)
    }

    /// The proof for one result, out of all results of the block.
    package init(of index: Int, in results: [ExecTxResult]) {
        self.init(result: results[index], path: ExecTxResult.path(of: index, in: results))
    }

    /// Whether the path leads from the result to the last results hash of a *verified* header.
    ///
    /// Compare `path.index` and `path.total` with those of the transaction's proof as well: only
    /// the same place in a block of the same size is the same transaction.
    package func isValid(lastResultsHash: [UInt8]) -> Bool {
        let leaf = MerkleTree.leafHash(result.deterministicBytes)
        guard let root = path.root(fromLeafHash: leaf) else { return false }
        return root.bytes == lastResultsHash
    }
}
