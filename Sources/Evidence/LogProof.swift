package import Wire

/// The answer to the ledger's question `/log`: an entry as it was recorded, its path in the log, and
/// the roots beside it.
package struct LogProof: Hashable, Sendable {
    /// The type of the proof operation.
    package static let operation = "weighpost/log/2"

    package let entry: RecordedEntry
    package let path: MerklePath
    /// The leaves under the app hash.
    package let roots: [[UInt8]]

    package init(entry: RecordedEntry, path: MerklePath, roots: [[UInt8]]) {
        (self.entry, self.path, self.roots) = (entry, path, roots)
    }

    // MARK: The question

    /// What is asked: `[gateway, seq]`.
    package static func question(of gateway: String, _ seq: UInt64) -> [UInt8] {
        CBOR.array([.text(gateway), .unsigned(seq)]).encoded()
    }

    /// The entry that is asked for; nil for what is no question.
    package static func asked(by data: [UInt8]) -> (gateway: String, seq: UInt64)? {
        // Anybody may ask, and what cannot be read is answered like what is not there.
        guard let items = (try? CBOR(decoding: data))?.arrayValue, items.count == 2,
            let gateway = items[0].textValue, let seq = items[1].uint
        else { return nil }
        return (gateway, seq)
    }

    // MARK: The answer

    /// The data of the proof operation: `[path, [5 leaf]]`; the entry is the answer's value.
    package var bytes: [UInt8] {
        CBOR.array([path.cbor, .array(roots.map { .bytes($0) })]).encoded()
    }

    /// Reads an answer's value and the data of its proof operation.
    package init(value: [UInt8], data: [UInt8]) throws(EvidenceError) {
        entry = try RecordedEntry(leaf: value)
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: data).arrayValue, parts.count == 2,
                let leaves = parts[1].arrayValue
            else { throw CBORError.wrongType("[path, [5 leaf]]") }
            path = try MerklePath(cbor: parts[0])
            roots = try Receipt.byteStrings(leaves)
        } catch {
            throw EvidenceError("not the proof of an entry in the log", error)
        }
    }

    /// Checks that the entry stands in the log under an app hash.
    package func verify(appHash: [UInt8]) throws(EvidenceError) {
        let read = try LedgerRoots(leaves: roots)
        guard read.appHash.bytes == appHash else {
            throw EvidenceError("the ledger's roots are not under the header's app_hash")
        }
        guard path.total == read.log.count,
            path.root(fromLeafHash: MerkleTree.leafHash(entry.leaf)) == read.log.root
        else { throw EvidenceError("the entry is not in the ledger's log") }
    }
}
