import Evidence
import Wire

/// How much of another node's snapshot is taken at most.
///
/// Until its last chunk is there nobody knows whether a snapshot is true, and its state lies in memory
/// until then: what no honest node would send is refused before it is kept.
enum SnapshotBounds {
    /// The longest state that is read (`IntakeLedger.init(restoring:)`).
    static let stateBytes = 64 << 20
    /// Its pieces: all but the last are of `bytesPerChunk`.
    static let stateChunks = stateBytes / LedgerSnapshot.bytesPerChunk
    /// The longest chunk of the log or of what the state names: it ends with the one that fills it, and
    /// each stands there with its gateway's name, its number, its digest and its block.
    static let itemsChunkBytes =
        LedgerSnapshot.bytesPerChunk + Batch.maximumBytes + LedgerSnapshot.entriesPerChunk * 512
    /// The longest index.
    static let indexBytes = 16 << 20

    /// Throws for an index of more state than is read.
    static func check(_ index: SnapshotIndex) throws(CBORError) {
        guard index.state.count <= stateChunks else {
            throw .invalid("an index of \(index.state.count) pieces of state")
        }
    }

    /// Throws for a chunk that is longer than an honest one; `gathered` is how much state is there.
    static func check(
        _ chunk: [UInt8], of part: SnapshotParts.Part?, gathered: Int
    ) throws(CBORError) {
        let longest =
            switch part {
            case nil: indexBytes
            case .state?: min(LedgerSnapshot.bytesPerChunk, stateBytes - gathered)
            case .evidence?, .log?: itemsChunkBytes
            }
        guard chunk.count <= longest else {
            throw .invalid("a chunk of \(chunk.count) bytes, where \(longest) are the most")
        }
    }
}
