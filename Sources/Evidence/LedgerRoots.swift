package import Wire

/// The five roots under the ledger's `app_hash`.
package struct LedgerRoots: Hashable, Sendable {
    /// One part of the state: a root, and a number beside it.
    package struct Part: Hashable, Sendable {
        package let root: Digest
        package let count: UInt64

        /// A root, and how much is under it.
        package init(root: Digest, count: UInt64) {
            (self.root, self.count) = (root, count)
        }
    }

    /// The gateways, how many.
    package let registry: Part
    /// The head of each gateway, how many.
    package let heads: Part
    /// The log of everything recorded (`RecordedEntry`), how long.
    package let log: Part
    /// The allow-list's digest, and its version.
    package let schema: Part
    /// The digest of what the authorities decided beside, and how often they did.
    package let policy: Part

    /// The five parts of the ledger's state.
    package init(registry: Part, heads: Part, log: Part, schema: Part, policy: Part) {
        (self.registry, self.heads, self.log) = (registry, heads, log)
        (self.schema, self.policy) = (schema, policy)
    }

    private static let names = ["registry", "heads", "log", "schema", "policy"]

    private var parts: [Part] { [registry, heads, log, schema, policy] }

    /// The leaves in their order, each `[name, root, number]`.
    package var leaves: [[UInt8]] {
        zip(LedgerRoots.names, parts).map { name, part in
            CBOR.array([.text(name), .digest(part.root), .unsigned(part.count)]).encoded()
        }
    }

    /// The leaves as proofs have them.
    package var cbor: CBOR { .array(leaves.map { .bytes($0) }) }

    /// Reads the leaves of a proof.
    package init(cbor items: [CBOR]) throws(EvidenceError) {
        var leaves: [[UInt8]] = []
        for item in items {
            guard let leaf = item.bytesValue else {
                throw EvidenceError("not the roots of a ledger: a leaf is no byte string")
            }
            leaves.append(leaf)
        }
        try self.init(leaves: leaves)
    }

    /// The hash that stands in the next header.
    package var appHash: Digest { MerkleTree.root(of: leaves) }

    /// Reads the five leaves.
    package init(leaves: [[UInt8]]) throws(EvidenceError) {
        do throws(CBORError) {
            guard leaves.count == LedgerRoots.names.count else {
                throw CBORError.wrongType("five roots")
            }
            var parts: [Part] = []
            for (name, leaf) in zip(LedgerRoots.names, leaves) {
                guard let items = try CBOR(decoding: leaf).arrayValue, items.count == 3,
                    items[0].textValue == name, let root = items[1].digest,
                    let count = items[2].uint
                else { throw CBORError.wrongType("[\"\(name)\", root, number]") }
                parts.append(Part(root: root, count: count))
            }
            self.init(
                registry: parts[0], heads: parts[1], log: parts[2], schema: parts[3],
                policy: parts[4])
        } catch {
            throw EvidenceError("not the roots of a ledger", error)
        }
    }
}
