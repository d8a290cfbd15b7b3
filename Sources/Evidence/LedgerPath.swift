package import Wire

/// The way of one leaf to the ledger's `app_hash`: up to one of the five roots, and the roots beside it.
package struct LedgerPath: Hashable, Sendable {
    /// From the leaf to its root.
    package let path: MerklePath
    package let roots: LedgerRoots

    package init(path: MerklePath, roots: LedgerRoots) {
        (self.path, self.roots) = (path, roots)
    }

    /// The data of a proof operation: `[path, [5 leaf]]`.
    package var bytes: [UInt8] {
        CBOR.array([path.cbor, roots.cbor]).encoded()
    }

    /// Reads the data of a proof operation.
    package init(decoding data: [UInt8]) throws(EvidenceError) {
        let (path, roots): (MerklePath, [CBOR])
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: data).arrayValue, parts.count == 2,
                let leaves = parts[1].arrayValue
            else { throw CBORError.wrongType("[path, [5 leaf]]") }
            (path, roots) = (try MerklePath(cbor: parts[0]), leaves)
        } catch {
            throw EvidenceError("not a way to the ledger's app_hash", error)
        }
        self.init(path: path, roots: try LedgerRoots(cbor: roots))
    }

    /// Checks that a leaf is under one of the roots, and that these are under the `app_hash` of a
    /// verified header.
    ///
    /// - Parameters:
    ///   - leaf: the leaf's bytes.
    ///   - part: the root that it is under, and how many leaves are.
    ///   - appHash: as the header of the next block has it.
    ///   - absence: what it means, in words, when the leaf is not there.
    /// - Throws: `EvidenceError` when the hashes do not meet.
    func verify(
        _ leaf: [UInt8], under part: KeyPath<LedgerRoots, LedgerRoots.Part>, appHash: [UInt8],
        orElse absence: String
    ) throws(EvidenceError) {
        guard roots.appHash.bytes == appHash else {
            throw EvidenceError("the ledger's roots are not under the header's app_hash")
        }
        let part = roots[keyPath: part]
        guard path.total == part.count,
            path.root(fromLeafHash: MerkleTree.leafHash(leaf)) == part.root
        else { throw EvidenceError(absence) }
    }
}
