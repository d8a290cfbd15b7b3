import Wire

/// The proof that one entry is in the ledger's log, under a header of any later time.
///
/// It serves where a receipt has outlived the trusting period of its anchor: the entry is found in the
/// log as it is now, under an anchor that is fresh now.
package struct LogReceipt: Hashable, Sendable {
    static let version: UInt64 = 3

    package let frame: ReceiptFrame
    /// The entry as the ledger recorded it, its way to the root of the log, and the roots under the
    /// app hash of the last header.
    package let proof: LogProof

    /// A receipt as somebody claims it: nothing is checked here.
    package init(frame: ReceiptFrame, proof: LogProof) {
        (self.frame, self.proof) = (frame, proof)
    }

    /// The receipt as one file.
    package var bytes: [UInt8] {
        var pairs: [(CBOR, CBOR)] = [
            (1, .unsigned(LogReceipt.version)), (4, proof.way.path.cbor),
            (5, proof.way.roots.cbor), (6, .bytes(proof.entry.leaf)),
        ]
        pairs += frame.pairs
        return CBOR.dictionary(pairs).encoded()
    }

    /// Reads a receipt; anything but its one spelling is refused.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        let (leaf, path, roots): ([UInt8], MerklePath, [CBOR])
        do throws(CBORError) {
            var map = try CBORMapReader(try CBOR(decoding: bytes), of: "receipt")
            guard try map.uint(1, "version") == LogReceipt.version else {
                throw CBORError.invalid("a version that is not known here")
            }
            path = try MerklePath(cbor: try map.required(4, "path in the log"))
            roots = try map.array(5, "roots")
            leaf = try map.bytes(6, "entry as it was recorded")
            frame = try ReceiptFrame(&map)
            try map.finish()
        } catch {
            throw EvidenceError("not a receipt", error)
        }
        proof = LogProof(
            entry: try RecordedEntry(leaf: leaf),
            way: LedgerPath(path: path, roots: try LedgerRoots(cbor: roots)))
    }

    /// Checks that the ledger recorded this entry, and as which, under an app hash.
    package func verify(appHash: [UInt8]) throws(EvidenceError) {
        try proof.verify(appHash: appHash)
        guard proof.entry.digest == frame.item.digest else {
            throw EvidenceError(
                "the ledger recorded another digest as entry \(proof.entry.seq) of "
                    + proof.entry.gateway)
        }
    }

    /// Checks as well that it is this entry of this gateway, and not the same digest among another's.
    package func verify(
        as seq: UInt64, of gateway: String, appHash: [UInt8]
    ) throws(EvidenceError) {
        try verify(appHash: appHash)
        let entry = proof.entry
        guard entry.seq == seq, entry.gateway.utf8.elementsEqual(gateway.utf8) else {
            throw EvidenceError(
                "the ledger shows entry \(entry.seq) of \(entry.gateway) instead of entry \(seq)")
        }
    }
}
