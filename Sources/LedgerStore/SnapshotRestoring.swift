import Evidence
import IntakeLedger
import SQLite
import Wire

/// A snapshot of another node while it is taken, chunk by chunk.
package struct SnapshotRestoring {
    /// What became of a chunk.
    package enum Step: Hashable, Sendable {
        /// Good; there are more.
        case accepted
        /// It is not the one that the snapshot names; another sender may have it.
        case refused
        /// It was the last one, and all of them make the hash that validators signed.
        case finished
        /// All are there and do not make that hash.
        case wrong
    }

    private let contents: SnapshotContents
    private var state: [UInt8] = []
    private var next = 0

    /// Begins with a snapshot's metadata; nil unless it is what it claims and its state is the one of
    /// `appHash`, which the light client has verified.
    package init?(metadata: [UInt8], hash: [UInt8], chunks: UInt32, appHash: [UInt8]) {
        guard Digest.of(metadata).bytes == hash,
            let contents = SnapshotContents(decoding: metadata),
            contents.chunks.count == chunks, contents.appHash.bytes == appHash
        else { return nil }
        self.contents = contents
    }

    /// The number of the chunk that comes next.
    package var nextChunk: Int { next }

    /// Takes the next chunk.
    ///
    /// Nothing counts before the last one: the state's row is written with it.
    package mutating func take(_ chunk: [UInt8], into store: LedgerStore) throws -> Step {
        guard next < contents.chunks.count, Digest.of(chunk) == contents.chunks[next] else {
            return .refused
        }
        if next == 0 {
            try store.clear()
            state = chunk
        } else {
            do {
                try store.insert(chunk: chunk)
            } catch is CBORError {
                try store.clear()
                return .wrong
            } catch let error as SQLiteError where error.code == .constraint {
                try store.clear()
                return .wrong
            }
        }
        next += 1
        guard next == contents.chunks.count else { return .accepted }
        return try store.finish(state, of: contents) ? .finished : .wrong
    }
}

extension LedgerStore {
    /// Empties the store: a snapshot comes in place of what was there.
    package func clear() throws {
        try database.transaction {
            let own = ["state", "entries", "gateways", "evidence", "snapshots", "chunks"]
            for table in own + Self.counted {
                try database.execute("DELETE FROM \(table)")
            }
        }
        forgetGateways()
    }

    func insert(chunk: [UInt8]) throws {
        let limits = CBORLimits(maximumBytes: 64 << 20, maximumItems: 1 << 20)
        guard let items = try CBOR(decoding: chunk, limits: limits).arrayValue else {
            throw CBORError.wrongType("a chunk of the log")
        }
        try database.transaction {
            var place = try entryCount()
            for item in items {
                guard let parts = item.arrayValue, parts.count == 5,
                    let uri = parts[0].textValue, let seq = parts[1].uint,
                    seq == (try lastSeq(of: uri)) + 1,
                    let digest = parts[2].digest, let height = parts[3].int
                else { throw CBORError.wrongType("an entry of the log") }
                if let bytes = parts[4].bytesValue, Digest.of(bytes) != digest {
                    throw CBORError.invalid("an entry that is not its digest's")
                }
                try insert(
                    StoredEntry(
                        place: place, gateway: try number(of: uri), seq: seq, digest: digest,
                        height: height, bytes: parts[4].bytesValue))
                place += 1
            }
        }
    }

    /// The number of the last entry of a gateway; 0 for none.
    private func lastSeq(of uri: String) throws -> UInt64 {
        UInt64(
            try database.row(
                """
                SELECT coalesce(max(seq), 0) FROM entries JOIN gateways ON number = gateway
                WHERE uri = ?
                """, [.text(uri)])?.int(0) ?? 0)
    }

    /// Writes the state's row when the entries make its hash.
    ///
    /// The chain's id is under it, the height is what the snapshot says; numbers of entries follow
    /// from their order.
    func finish(_ state: [UInt8], of contents: SnapshotContents) throws -> Bool {
        let restored: IntakeLedger
        do {
            restored = try self.restored(state)
        } catch is EvidenceError {
            return false
        } catch is CBORError {
            return false
        }
        guard restored.appHash == contents.appHash, restored.height == contents.height else {
            try clear()
            return false
        }
        try database.transaction { try keep(restored) }
        return true
    }
}
