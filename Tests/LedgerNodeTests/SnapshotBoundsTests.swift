import IntakeLedger
import TestKit
import Testing
import Wire

@testable import LedgerStore

@Suite("How much of a peer's false snapshot a node holds", .timeLimit(.minutes(2)))
struct SnapshotBoundsTests {
    private static let hash = Digest.of([1])

    /// A snapshot of a peer that names whatever chunks it likes.
    private static func offered(_ index: SnapshotIndex) throws -> SnapshotRestoring {
        let metadata = SnapshotContents(height: 1, appHash: hash, entries: 5, index: index).bytes
        return try #require(
            SnapshotRestoring(
                metadata: metadata, hash: Digest.of(metadata).bytes, height: 1,
                chunks: UInt32(index.count + 1), appHash: hash.bytes))
    }

    /// What becomes of the chunks, one after the other until one is not taken, and the most that was
    /// kept in memory meanwhile.
    private static func take(
        _ chunks: [[UInt8]], of index: SnapshotIndex
    ) throws -> (last: SnapshotRestoring.Step.Kind?, taken: Int, most: Int) {
        let young = try StoreOnDisk()
        var restoring = try offered(index)
        var (taken, most) = (0, 0)
        for chunk in [index.bytes] + chunks {
            let step = try restoring.take(chunk, into: young.store).kind
            most = max(most, restoring.keptBytes)
            guard step == .accepted else { return (step, taken, most) }
            taken += 1
        }
        return (.accepted, taken, most)
    }

    @Test("an index of more state than there can be is refused, before a piece of it is fetched")
    func lyingIndex() throws {
        for count in [17, 40, 400_000] {
            let index = SnapshotIndex(
                state: [Digest](repeating: Self.hash, count: count), evidence: [], log: [])
            let result = try Self.take([], of: index)
            #expect(result.last == .wrong && result.taken == 0, "\(count): \(result)")
            #expect(result.most == 0)
        }
    }

    @Test("a piece of state that is longer than an honest one is refused and not kept")
    func longPiece() throws {
        let piece = [UInt8](repeating: 7, count: 15 << 20)
        let index = SnapshotIndex(
            state: [Digest](repeating: .of(piece), count: 16), evidence: [], log: [])
        let result = try Self.take([piece], of: index)
        #expect(result.last == .wrong && result.taken == 1, "\(result)")
        #expect(result.most == 16 * 32)
    }

    @Test("of the longest state 64 MiB are kept, and no more")
    func longestState() throws {
        let piece = [UInt8](repeating: 7, count: LedgerSnapshot.bytesPerChunk)
        let index = SnapshotIndex(
            state: [Digest](repeating: .of(piece), count: 16), evidence: [], log: [Self.hash])
        let result = try Self.take([[UInt8]](repeating: piece, count: 16), of: index)
        #expect(result.last == .accepted && result.taken == 17, "\(result)")
        #expect(result.most == 64 << 20 + 17 * 32)
    }

    @Test("a chunk of the log or of transactions that is longer than an honest one is refused")
    func longItems() throws {
        let long = CBOR.array([.bytes([UInt8](repeating: 0, count: 6 << 20))]).encoded()
        let piece: [UInt8] = [1]
        for (evidence, log) in [([long], [[UInt8]]()), ([], [long])] {
            let index = SnapshotIndex(
                state: [.of(piece)], evidence: evidence.map { .of($0) }, log: log.map { .of($0) })
            let result = try Self.take([piece, long], of: index)
            #expect(result.last == .wrong && result.taken == 2, "\(result)")
        }
    }

    @Test("the bounds are those of what honest nodes cut")
    func honest() {
        #expect(SnapshotBounds.stateChunks * LedgerSnapshot.bytesPerChunk == 64 << 20)
        #expect(
            SnapshotBounds.itemsChunkBytes > LedgerSnapshot.bytesPerChunk + LedgerLimits.entryBytes)
        #expect(SnapshotBounds.itemsChunkBytes < 16 << 20)
    }
}
