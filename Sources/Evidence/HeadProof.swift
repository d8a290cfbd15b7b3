package import Wire

/// The proof of a gateway's head: how far the ledger has its journal.
package struct HeadProof: Hashable, Sendable {
    /// The type of the proof operation in an answer to `/head`.
    package static let operation = "weighpost/head/1"

    /// What the ledger keeps of a gateway: `[gateway, last, digest after]`.
    package struct Head: Hashable, Sendable {
        package let gateway: String
        package let link: ChainLink

        /// A gateway's last entry.
        package init(gateway: String, link: ChainLink) {
            (self.gateway, self.link) = (gateway, link)
        }

        /// The leaf under the root of all heads.
        package var bytes: [UInt8] {
            CBOR.array([.text(gateway), .unsigned(link.seq), .digest(link.digest)]).encoded()
        }

        /// Reads a leaf; anything but its one spelling is refused.
        package init(decoding bytes: [UInt8]) throws(EvidenceError) {
            do throws(CBORError) {
                guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 3,
                    let gateway = parts[0].textValue, let seq = parts[1].uint,
                    let digest = parts[2].digest
                else { throw CBORError.wrongType("[gateway, last, digest]") }
                self.init(gateway: gateway, link: ChainLink(seq: seq, digest: digest))
            } catch {
                throw EvidenceError("not a head", error)
            }
        }
    }

    package let head: Head
    package let path: MerklePath
    package let roots: LedgerRoots

    /// A head, its way to the root of all heads, and the roots beside that one.
    package init(head: Head, path: MerklePath, roots: LedgerRoots) {
        (self.head, self.path, self.roots) = (head, path, roots)
    }

    /// The data of the proof operation: `[path, [six leaves]]`.
    package var bytes: [UInt8] {
        CBOR.array([path.cbor, .array(roots.leaves.map { .bytes($0) })]).encoded()
    }

    /// Reads an answer: the value, and the data of its proof operation.
    package init(value: [UInt8], data: [UInt8]) throws(EvidenceError) {
        let head = try Head(decoding: value)
        let path: MerklePath
        var leaves: [[UInt8]] = []
        do throws(CBORError) {
            guard let parts = try CBOR(decoding: data).arrayValue, parts.count == 2,
                let items = parts[1].arrayValue
            else { throw CBORError.wrongType("[path, [6 leaf]]") }
            path = try MerklePath(cbor: parts[0])
            for item in items {
                guard let leaf = item.bytesValue else { throw CBORError.wrongType("a leaf") }
                leaves.append(leaf)
            }
        } catch {
            throw EvidenceError("not the proof of a head", error)
        }
        self.init(head: head, path: path, roots: try LedgerRoots(leaves: leaves))
    }

    /// Checks the proof against the `app_hash` of a verified header.
    ///
    /// Throws `EvidenceError` when the head is another gateway's or the hashes do not meet.
    package func verify(gateway: String, appHash: [UInt8]) throws(EvidenceError) {
        guard head.gateway.utf8.elementsEqual(gateway.utf8) else {
            throw EvidenceError("the head of '\(head.gateway)', not of '\(gateway)'")
        }
        guard roots.appHash.bytes == appHash else {
            throw EvidenceError("the ledger's roots are not under the header's app_hash")
        }
        guard path.total == roots.heads.count,
            path.root(fromLeafHash: MerkleTree.leafHash(head.bytes)) == roots.heads.root
        else { throw EvidenceError("the head is not among the ledger's heads") }
    }
}
