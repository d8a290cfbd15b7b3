import Evidence
import HTTPListening
import Wire

/// How the ledger is.
struct StatusAnswer: AnswerPart {
    let chain_id: String
    let height: Int64
    let app_hash: String
    let entries: UInt64
    let gateways: UInt64
    let roots: [String]
    let parts: [RootRow]

    init(_ chainID: String, _ state: LedgerState) {
        (chain_id, height) = (chainID, state.height)
        app_hash = state.roots.appHash.description
        (entries, gateways) = (state.roots.log.count, state.roots.registry.count)
        roots = state.encodedRoots
        parts = state.roots.leaves.compactMap { RootRow(leaf: $0) }
    }

    static let about = "How the ledger is."
    static let fields: [AnswerField] = [
        .always("chain_id", .text, "The chain whose batches it takes."), .height,
        .always("app_hash", .digest, "What the header after 'height' has to carry."),
        .always("entries", .count, "The leaves of the log."),
        .always("gateways", .count, "The registered gateways."), .roots,
        .always("parts", .list(.part(RootRow.self)), "The same leaves, read."),
    ]
}

/// One part of the state under the app hash.
struct RootRow: AnswerPart {
    let name: String
    let root: String
    let number: UInt64

    init?(leaf: [UInt8]) {
        do {
            guard let items = try CBOR(decoding: leaf).arrayValue, items.count == 3,
                let name = items[0].textValue, let root = items[1].digest,
                let number = items[2].uint
            else { return nil }
            (self.name, self.root, self.number) = (name, root.description, number)
        } catch {
            // Ours are always CBOR; a leaf of another shape is in 'roots' all the same.
            return nil
        }
    }

    static let about = "One part of the state under the app_hash."
    static let fields: [AnswerField] = [
        .always("name", .text, "registry, heads, log, schema, policy, entries."),
        .always(
            "root", .digest,
            "Its Merkle root (RFC 6962), or its SHA-256 digest where it is no tree."),
        .always("number", .count, "How many leaves it has, or its version."),
    ]
}

extension LedgerState {
    /// The leaves as answers carry them.
    var encodedRoots: [String] { roots.leaves.map { Base64.encode($0) } }
}
