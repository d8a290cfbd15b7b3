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
    /// The transactions that the state names and that have not come yet, in their order; empty before
    /// the state is whole.
    private var awaited: ArraySlice<Digest> = []
    private var next = 0

    /// Begins with a snapshot's metadata; nil unless it is what it claims, of the block of `height`,
    /// and its roots make `appHash`, which the light client has verified for that block.
    package init?(
        metadata: [UInt8], hash: [UInt8], height: UInt64, chunks: UInt32, appHash: [UInt8]
    ) {
        guard Digest.of(metadata).bytes == hash,
            let contents = SnapshotContents(decoding: metadata),
            UInt64(exactly: contents.height) == height, contents.chunks == Int64(chunks),
            contents.roots.appHash.bytes == appHash
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
            case (.state, let number)?: try gather(chunk, number)
            case (.evidence, let number)?:
                awaited = try store.insert(
                    evidence: chunk, of: awaited, isLast: number + 1 == index?.evidence.count)
            case (.log, let number)?:
                try store.insert(chunk, number: Int64(number), digest: expected, of: contents)
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
        try SnapshotBounds.check(index, of: contents)
        try store.clear()
        self.index = index
    }

    /// Adds a piece of the state.
    ///
    /// With the last one it is held against the roots, before anything is fetched on its word: what it
    /// names is what comes next.
    private mutating func gather(_ piece: [UInt8], _ number: Int) throws {
        state += piece
        guard let index, number + 1 == index.state.count else { return }
        let bare = try IntakeLedger(restoring: state) { _ in }
        guard bare.hasState(of: contents.roots), bare.height == contents.height,
            bare.stateBytes == state
        else { throw EvidenceError("not the state that is under the app hash") }
        awaited = bare.namedTransactions[...]
        try SnapshotBounds.check(evidence: index.evidence.count, named: awaited.count)
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
