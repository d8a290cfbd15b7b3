package import Wire

/// The proof that one entry is in the ledger's log, under a header of any later time.
///
/// It serves where a receipt has outlived the trusting period of its anchor: the entry is found in the
/// log as it is now, under an anchor that is fresh now.
package struct LogReceipt: Hashable, Sendable {
    static let version: UInt64 = 2

    package let frame: ReceiptFrame
    /// From the entry's digest to the root of the log.
    package let path: MerklePath
    /// The leaves under the app hash of the last header.
    package let roots: [[UInt8]]

    /// A receipt as somebody claims it: nothing is checked here.
    package init(frame: ReceiptFrame, path: MerklePath, roots: [[UInt8]]) {
        (self.frame, self.path, self.roots) = (frame, path, roots)
    }

    /// The receipt as one file.
    package var bytes: [UInt8] {
        var pairs: [(CBOR, CBOR)] = [
            (1, .unsigned(LogReceipt.version)), (4, path.cbor),
            (5, .array(roots.map { .bytes($0) })),
        ]
        pairs += frame.pairs
        return CBOR.dictionary(pairs).encoded()
    }

    /// Reads a receipt; anything but its one spelling is refused.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            var map = try CBORMapReader(try CBOR(decoding: bytes), of: "receipt")
            guard try map.uint(1, "version") == LogReceipt.version else {
                throw CBORError.invalid("a version that is not known here")
            }
            path = try MerklePath(cbor: try map.required(4, "path in the log"))
            roots = try Receipt.byteStrings(try map.array(5, "roots"))
            frame = try ReceiptFrame(&map)
            try map.finish()
        } catch {
            throw EvidenceError("not a receipt", error)
        }
    }

    /// Checks that the entry stands in the log under an app hash.
    package func verify(appHash: [UInt8]) throws(EvidenceError) {
        let read = try LedgerRoots(leaves: roots)
        guard read.appHash.bytes == appHash else {
            throw EvidenceError("the ledger's roots are not under the header's app_hash")
        }
        guard path.total == read.log.count,
            path.root(fromLeafHash: MerkleTree.leafHash(frame.item.digest.bytes)) == read.log.root
        else { throw EvidenceError("the entry is not in the ledger's log") }
    }
}

/// The answer to the ledger's question `/log`: the path of a digest, and the roots beside it.
package struct LogProof: Hashable, Sendable {
    /// The type of the proof operation.
    package static let operation = "weighpost/log/1"

    package let path: MerklePath
    package let roots: [[UInt8]]

    /// Reads the data of the proof operation: `[path, [6 leaf]]`.
    package init(data: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: data).arrayValue, parts.count == 2,
                let leaves = parts[1].arrayValue
            else { throw CBORError.wrongType("[path, [6 leaf]]") }
            path = try MerklePath(cbor: parts[0])
            roots = try Receipt.byteStrings(leaves)
        } catch {
            throw EvidenceError("not the proof of an entry in the log", error)
        }
    }
}
