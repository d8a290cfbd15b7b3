import Evidence
import IntakeLedger
import Wire

/// How much of another node's snapshot is taken at most.
///
/// Until its last chunk is there nobody knows whether a snapshot is true, and its state lies in memory
/// until then: what no honest node would send is refused before it is kept. What stands under the app
/// hash is known from the first chunk on, and with it how much there can be of each part.
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
    /// The fewest entries of a chunk of the log that is not the last: each as long as the ledger takes.
    static let entriesOfFullChunk =
        Int64((LedgerSnapshot.bytesPerChunk - 1) / LedgerLimits.entryBytes + 1)

    /// Throws for an index of more state than is read, or of other numbers of chunks than what stands
    /// under the app hash is cut into.
    static func check(
        _ index: SnapshotIndex, of contents: SnapshotContents
    ) throws(CBORError) {
        guard Int64(index.count) + 1 == contents.chunks else {
            throw .invalid("an index of another number of chunks")
        }
        guard index.state.count <= stateChunks else {
            throw .invalid("an index of \(index.state.count) pieces of state")
        }
        let log = chunks(of: contents.entries, fewest: entriesOfFullChunk)
        guard log.contains(Int64(index.log.count)) else {
            throw .invalid("\(index.log.count) chunks of \(contents.entries) entries")
        }
        // Every resolution, and of each gateway one fork at most.
        let named =
            Int64(clamping: contents.roots.policy.count).addingReportingOverflow(
                Int64(clamping: contents.roots.registry.count))
        guard named.overflow || index.evidence.count <= named.partialValue else {
            throw .invalid("\(index.evidence.count) chunks of transactions")
        }
    }

    /// Throws for another number of chunks of transactions than those that the state names are cut
    /// into.
    static func check(evidence count: Int, named: Int) throws(CBORError) {
        // Of a transaction's length nobody knows more than that it fits into a block.
        guard chunks(of: Int64(named), fewest: 1).contains(Int64(count)) else {
            throw .invalid("\(count) chunks of \(named) transactions")
        }
    }

    /// Into how many chunks so many items are cut: all but the last are full, by 500 items or by as many
    /// bytes as `fewest` of them have.
    private static func chunks(of items: Int64, fewest: Int64) -> ClosedRange<Int64> {
        guard items > 0 else { return 0...0 }
        return (items - 1) / Int64(LedgerSnapshot.entriesPerChunk) + 1...(items - 1) / fewest + 1
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
