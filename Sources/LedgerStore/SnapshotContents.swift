import Evidence
package import Wire

/// A snapshot of the ledger: the state after a block, what the state names, and the log up to it.
///
/// The log only grows, so a snapshot costs one row: its chunks are cut from the log when they are
/// asked for, the same bytes by every node. Chunk 0 is the index, the digests of all others; then come
/// the state in pieces, the transactions that the state names, and the log.
package struct LedgerSnapshot: Hashable, Sendable {
    /// The form of the chunks.
    ///
    /// 3: its metadata has the roots under the app hash. 2: with an index, chunks cut by bytes as well,
    /// and the transactions that the state names.
    package static let format: UInt32 = 3
    /// A chunk ends with the entry, or the transaction, that brings it to this many bytes.
    ///
    /// CometBFT carries chunks of up to 16 MB; an entry is far below the rest.
    static let bytesPerChunk = 4 << 20
    /// A chunk of the log ends with this entry at the latest.
    static let entriesPerChunk = 500
    /// The most snapshots that are offered.
    static let kept = 3

    package let height: Int64
    /// How many chunks there are, the index among them.
    package let chunks: UInt32
    /// `SnapshotContents`; its digest names the snapshot.
    package let metadata: [UInt8]

    package var hash: Digest { .of(metadata) }
}

/// What a snapshot says of itself: `[height, [5 root leaf], chunks, digest of the index]`.
///
/// Whoever knows the app hash knows the roots with it, and so before the first chunk how long the log
/// is and which state it has to be. As long as it is, however many chunks there are: CometBFT carries
/// less than 4 MB of it.
struct SnapshotContents: Hashable, Sendable {
    let height: Int64
    /// What stands under the app hash.
    let roots: LedgerRoots
    let chunks: Int64
    let index: Digest

    /// How long the log is.
    var entries: Int64 { Int64(clamping: roots.log.count) }

    var bytes: [UInt8] {
        CBOR.array([
            .int(height), roots.cbor, .int(chunks), .digest(index),
        ]).encoded()
    }

    init(height: Int64, roots: LedgerRoots, index: SnapshotIndex) {
        (self.height, self.roots) = (height, roots)
        (chunks, self.index) = (Int64(index.count) + 1, .of(index.bytes))
    }

    init?(decoding bytes: [UInt8]) {
        do {
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 4,
                let height = parts[0].int, height > 0, let leaves = parts[1].arrayValue,
                let chunks = parts[2].int, chunks > 1, let index = parts[3].digest
            else { return nil }
            roots = try LedgerRoots(cbor: leaves)
            (self.height, self.chunks, self.index) = (height, chunks, index)
        } catch {
            return nil
        }
    }
}

/// The digests of a snapshot's chunks: `[[+ state], [* evidence], [* log]]`.
struct SnapshotIndex: Hashable, Sendable {
    let state: [Digest]
    let evidence: [Digest]
    let log: [Digest]

    /// How many of each there are.
    var parts: SnapshotParts {
        SnapshotParts(state: state.count, evidence: evidence.count, log: log.count)
    }

    var count: Int { parts.count }

    /// What the chunk of a number is; nil for the index and for what is not there.
    func part(of chunk: Int) -> (part: SnapshotParts.Part, number: Int)? { parts.part(of: chunk) }

    /// The digest of a chunk that `part(of:)` finds.
    func digest(of place: (part: SnapshotParts.Part, number: Int)) -> Digest {
        switch place.part {
        case .state: state[place.number]
        case .evidence: evidence[place.number]
        case .log: log[place.number]
        }
    }

    var bytes: [UInt8] {
        CBOR.array([state, evidence, log].map { .array($0.map { .digest($0) }) }).encoded()
    }

    init(state: [Digest], evidence: [Digest], log: [Digest]) {
        (self.state, self.evidence, self.log) = (state, evidence, log)
    }

    init(decoding bytes: [UInt8]) throws(CBORError) {
        let limits = CBORLimits(
            maximumBytes: SnapshotBounds.indexBytes, maximumItems: 1 << 20)
        var parts: [[Digest]] = []
        for part in try CBOR(decoding: bytes, limits: limits).arrayValue ?? [] {
            guard let items = part.arrayValue else { throw .wrongType("digests of chunks") }
            var digests: [Digest] = []
            for item in items {
                guard let digest = item.digest else { throw .wrongType("a chunk's digest") }
                digests.append(digest)
            }
            parts.append(digests)
        }
        guard parts.count == 3, !parts[0].isEmpty else {
            throw .wrongType("an index: [[+ state], [* evidence], [* log]]")
        }
        self.init(state: parts[0], evidence: parts[1], log: parts[2])
    }
}

/// How full a chunk is while entries or transactions are put into it, one after the other.
struct ChunkFilling: Hashable, Sendable {
    private var items = 0
    private var bytes = 0

    var isEmpty: Bool { items == 0 }
    /// Nothing more goes into it.
    var isFull: Bool {
        items >= LedgerSnapshot.entriesPerChunk || bytes >= LedgerSnapshot.bytesPerChunk
    }

    /// One more, of so many bytes; an entry that travelled as its digest has none.
    mutating func add(_ count: Int) {
        items += 1
        bytes += count
    }
}
