import Evidence
import IntakeLedger
import SQLite
import Wire

/// What of another node's snapshot comes into the tables, chunk by chunk.
extension LedgerStore {
    /// Keeps a chunk of the transactions that the state names, which have to come in its order; gives
    /// those that have not come yet.
    func insert(
        evidence chunk: [UInt8], of awaited: ArraySlice<Digest>, isLast: Bool
    ) throws -> ArraySlice<Digest> {
        guard let items = try CBOR(decoding: chunk, limits: .chunk).arrayValue else {
            throw CBORError.wrongType("transactions that the state names")
        }
        var (awaited, filling) = (awaited, ChunkFilling())
        try database.transaction {
            for item in items {
                guard !filling.isFull else { throw CBORError.invalid("a chunk that is too long") }
                guard let bytes = item.bytesValue, Digest.of(bytes) == awaited.popFirst() else {
                    throw CBORError.invalid("not the transaction that the state names next")
                }
                filling.add(bytes.count)
                try keepEvidence(bytes)
            }
        }
        guard !filling.isEmpty, awaited.isEmpty == isLast, filling.isFull || isLast else {
            throw CBORError.invalid("transactions that are cut otherwise")
        }
        return awaited
    }

    /// Appends a chunk of the log.
    ///
    /// Cut where every node cuts it, so that its digest serves when this node hands it on.
    func insert(
        _ chunk: [UInt8], number: Int64, digest: Digest, of contents: SnapshotContents
    ) throws {
        guard let items = try CBOR(decoding: chunk, limits: .chunk).arrayValue else {
            throw CBORError.wrongType("a chunk of the log")
        }
        try database.transaction {
            var (place, filling, since) = (try entryCount(), ChunkFilling(), try lastBlock())
            var heads: [String: ChainLink] = [:]
            for item in items {
                guard !filling.isFull, place < contents.entries else {
                    throw CBORError.invalid("more entries than there are")
                }
                let fetched = try FetchedEntry(item, in: since...contents.height)
                let head = try heads[fetched.gateway] ?? head(of: fetched.gateway)
                try append(fetched, after: head, at: place)
                heads[fetched.gateway] = fetched.link
                filling.add(fetched.bytes?.count ?? 0)
                (place, since) = (place + 1, fetched.height)
            }
            guard filling.isFull || (place == contents.entries && !filling.isEmpty) else {
                throw CBORError.invalid("a chunk that is too short")
            }
            if filling.isFull { try noteChunk(number, end: place, digest: digest) }
        }
    }

    private func append(_ fetched: FetchedEntry, after head: ChainLink, at place: Int64) throws {
        let entry = try fetched.entry(after: head)
        let row = StoredEntry(
            place: place, gateway: try number(of: fetched.gateway), seq: fetched.link.seq,
            digest: fetched.link.digest, height: fetched.height, bytes: fetched.bytes)
        try insert(row, entry)
    }

    /// The last entry of a gateway.
    private func head(of uri: String) throws -> ChainLink {
        let row = try database.row(
            """
            SELECT seq, digest FROM entries JOIN gateways ON number = gateway
            WHERE uri = ? ORDER BY seq DESC LIMIT 1
            """, [.text(uri)])
        guard let row, let digest = Digest(row.blob(1)) else { return .start }
        return ChainLink(seq: UInt64(row.int(0)), digest: digest)
    }

    /// The block that recorded the last entry; the first there can be where there is none.
    private func lastBlock() throws -> Int64 {
        try database.row("SELECT height FROM entries ORDER BY place DESC LIMIT 1")?.int(0) ?? 1
    }

    /// Writes the state's row when the entries make its hash; throws `EvidenceError` when they do not.
    ///
    /// Under that hash are the chain's id and, of every entry, its gateway, number, digest and block, and
    /// whether its bytes are there. Gives what it has read, which takes minutes for millions of entries.
    func finish(_ state: [UInt8], of contents: SnapshotContents) throws -> IntakeLedger {
        let restored = try self.restored(state)
        guard restored.appHash == contents.roots.appHash, restored.height == contents.height,
            restored.stateBytes == state, try entryCount() == contents.entries
        else { throw EvidenceError("the entries do not make the hash of the snapshot") }
        let kept = try database.rows("SELECT digest FROM evidence").map { Digest($0.blob(0)) }
        guard Set(kept) == Set(restored.namedTransactions.map { Optional($0) }) else {
            throw EvidenceError("other transactions than the state names")
        }
        // A crash before this leaves entries without a state, which the next offer removes. From here
        // on CometBFT may end before it has taken its own state: then it offers snapshots again.
        try database.transaction {
            try keep(restored, isFetched: true)
            try keepSnapshot(of: restored, entries: contents.entries)
        }
        return restored
    }
}

extension CBORLimits {
    /// A chunk as long as CometBFT carries it.
    fileprivate static let chunk = CBORLimits(maximumBytes: 16 << 20, maximumItems: 1 << 16)
}
