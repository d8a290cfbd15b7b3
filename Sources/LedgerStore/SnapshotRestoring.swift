import Evidence
package import IntakeLedger
import SQLite
import Wire

/// A snapshot of another node while it is taken, chunk by chunk.
package struct SnapshotRestoring {
    /// What became of a chunk.
    package enum Step: Sendable {
        /// Good; there are more.
        case accepted
        /// It is not the one that the snapshot names; another sender may have it.
        case refused
        /// It was the last one, and all of them make the hash that validators signed: the ledger.
        case finished(IntakeLedger)
        /// All are there and do not make that hash, or one is not what it has to be.
        case wrong
    }

    private let contents: SnapshotContents
    /// The digests of the chunks that follow; nil before the first one, which brings them.
    private var index: SnapshotIndex?
    private var state: [UInt8] = []
    private var next = 0

    /// Begins with a snapshot's metadata; nil unless it is what it claims, of the block of `height`,
    /// and its state is the one of `appHash`, which the light client has verified for that block.
    package init?(
        metadata: [UInt8], hash: [UInt8], height: UInt64, chunks: UInt32, appHash: [UInt8]
    ) {
        guard Digest.of(metadata).bytes == hash,
            let contents = SnapshotContents(decoding: metadata),
            UInt64(exactly: contents.height) == height, contents.chunks == Int64(chunks),
            contents.appHash.bytes == appHash
        else { return nil }
        self.contents = contents
    }

    /// How much of it is in memory, in bytes: the state, and the digests of its chunks.
    ///
    /// `SnapshotBounds` keep it small, whoever sends.
    var keptBytes: Int { state.count + (index?.count ?? 0) * 32 }

    /// The number of the chunk that comes next.
    package var nextChunk: Int { next }

    /// Takes the next chunk.
    ///
    /// Nothing counts before the last one: the state's row is written with it.
    package mutating func take(_ chunk: [UInt8], into store: LedgerStore) throws -> Step {
        let place = index?.part(of: next)
        let expected = place.flatMap { index?.digest(of: $0) } ?? contents.index
        guard next < contents.chunks, Digest.of(chunk) == expected else { return .refused }
        do {
            try SnapshotBounds.check(chunk, of: place?.part, gathered: state.count)
            switch place {
            case nil: try begin(with: chunk, into: store)
            case (.state, _)?: state += chunk
            case (.evidence, _)?: try store.insert(evidence: chunk)
            case (.log, let number)?:
                try store.insert(
                    chunk: chunk, number: Int64(number), digest: expected,
                    isLast: next + 1 == contents.chunks)
            }
            next += 1
            guard next == contents.chunks else { return .accepted }
            return .finished(try store.finish(state, of: contents))
        } catch let error where Self.isTheirs(error) {
            try store.clear()
            return .wrong
        }
    }

    private mutating func begin(with chunk: [UInt8], into store: LedgerStore) throws {
        let index = try SnapshotIndex(decoding: chunk)
        guard Int64(index.count) + 1 == contents.chunks else {
            throw CBORError.invalid("an index of another number of chunks")
        }
        try SnapshotBounds.check(index)
        try store.clear()
        self.index = index
    }

    /// Whether a snapshot is at fault, and not this node's disk.
    private static func isTheirs(_ error: any Error) -> Bool {
        switch error {
        case is CBORError, is EvidenceError: true
        case let error as SQLiteError: error.code == .constraint
        default: false
        }
    }
}

extension LedgerStore {
    fileprivate func insert(evidence chunk: [UInt8]) throws {
        guard let items = try CBOR(decoding: chunk, limits: .chunk).arrayValue else {
            throw CBORError.wrongType("transactions that the state names")
        }
        try database.transaction {
            for item in items {
                guard let bytes = item.bytesValue else {
                    throw CBORError.wrongType("a transaction")
                }
                try keepEvidence(bytes)
            }
        }
    }

    /// Appends a chunk of the log.
    ///
    /// Cut where every node cuts it, so that its digest serves when this node hands it on.
    fileprivate func insert(
        chunk: [UInt8], number: Int64, digest: Digest, isLast: Bool
    ) throws {
        guard let items = try CBOR(decoding: chunk, limits: .chunk).arrayValue else {
            throw CBORError.wrongType("a chunk of the log")
        }
        try database.transaction {
            var (place, filling) = (try entryCount(), ChunkFilling())
            var heads: [String: ChainLink] = [:]
            for item in items {
                guard !filling.isFull else { throw CBORError.invalid("a chunk that is too long") }
                let fetched = try FetchedEntry(item)
                let head = try heads[fetched.gateway] ?? head(of: fetched.gateway)
                let entry = try fetched.entry(after: head)
                heads[fetched.gateway] = fetched.link
                filling.add(fetched.bytes?.count ?? 0)
                try insert(
                    StoredEntry(
                        place: place, gateway: try self.number(of: fetched.gateway),
                        seq: fetched.link.seq, digest: fetched.link.digest,
                        height: fetched.height, bytes: fetched.bytes), entry)
                place += 1
            }
            guard filling.isFull || (isLast && !filling.isEmpty) else {
                throw CBORError.invalid("a chunk that is too short")
            }
            if filling.isFull { try noteChunk(number, end: place, digest: digest) }
        }
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

    /// Writes the state's row when the entries make its hash; throws `EvidenceError` when they do not.
    ///
    /// Under that hash are the chain's id and, of every entry, its gateway, number, digest and block, and
    /// whether its bytes are there. Gives what it has read, which takes minutes for millions of entries.
    fileprivate func finish(
        _ state: [UInt8], of contents: SnapshotContents
    ) throws -> IntakeLedger {
        let restored = try self.restored(state)
        guard restored.appHash == contents.appHash, restored.height == contents.height,
            restored.stateBytes == state, try entryCount() == contents.entries
        else { throw EvidenceError("the entries do not make the hash of the snapshot") }
        let named = Set(try IntakeLedger.evidence(inState: state))
        let kept = try database.rows("SELECT digest FROM evidence").map { Digest($0.blob(0)) }
        guard Set(kept) == Set(named.map { Optional($0) }) else {
            throw EvidenceError("other transactions than the state names")
        }
        try database.transaction {
            try keep(restored)
            try keepSnapshot(of: restored, entries: contents.entries)
        }
        return restored
    }
}

extension CBORLimits {
    /// A chunk as long as CometBFT carries it.
    fileprivate static let chunk = CBORLimits(maximumBytes: 16 << 20, maximumItems: 1 << 16)
}
