import Evidence
import TestKit
import Testing
import Wire

@testable import IntakeLedger

@Suite("The log of everything recorded")
struct EntryLogTests {
    private static let chunk = ChunkedList<Digest>.chunkSize

    private static func entries(_ count: Int, seed: UInt64) -> [RecordedEntry] {
        (0..<count).map { number in
            let digest = Digest.of([UInt8]("\(seed)/\(number)".utf8))
            let height = Int64(number / 7) + 1
            return RecordedEntry(
                gateway: "https://yard.example/\(seed)", seq: UInt64(number) + 1, digest: digest,
                height: height, hasBytes: number % 3 > 0)
        }
    }

    /// Sizes around every place where the log begins something new.
    private static let sizes = [
        0, 1, 2, 3, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 3 * chunk + 7,
    ]

    @Test("root and paths are those of the plain tree, at every size the log had", arguments: sizes)
    func plainTree(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let entries = Self.entries(count, seed: 1)
        let leaves = entries.map { MerkleTree.leafHash($0.leaf) }
        var log = EntryLog()
        var start = 0
        while start < count {
            let end = min(count, start + Int.random(in: 1...700, using: &random))
            for entry in entries[start..<end] { log.append(entry) }
            start = end
            #expect(log.size == UInt64(end))
            #expect(log.root == MerkleTree.root(ofLeafHashes: Array(leaves[..<end])))
        }
        for _ in 0..<min(count, 12) {
            let size = Int.random(in: 1...count, using: &random)
            let place = Int.random(in: 0..<size, using: &random)
            let path = try #require(log.path(at: place, size: UInt64(size)))
            #expect(path.aunts == MerkleTree.path(at: place, in: Array(leaves[..<size])))
            #expect((path.index, path.total) == (UInt64(place), UInt64(size)))
        }
        #expect(log.path(at: count, size: UInt64(count) + 1) == nil)
        #expect(log.path(at: -1, size: UInt64(count)) == nil)
    }

    @Test("a copy keeps its state whatever is added to the other", arguments: Array(UInt64(1)...6))
    func copies(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var log = EntryLog()
        var kept: [(log: EntryLog, entries: [RecordedEntry])] = []
        var entries: [RecordedEntry] = []
        for round in 0..<12 {
            let new = Self.entries(
                Int.random(in: 0...500, using: &random), seed: seed << 8 + UInt64(round))
            kept.append((log, entries))
            // Two blocks for one height: the one that was not decided on leaves nothing behind.
            var other = log
            for entry in Self.entries(300, seed: 99) { other.append(entry) }
            for entry in new { log.append(entry) }
            entries += new
            #expect(other.root != log.root)
        }
        for (log, entries) in kept {
            #expect(log.size == UInt64(entries.count))
            let leaves = entries.map { MerkleTree.leafHash($0.leaf) }
            #expect(log.root == MerkleTree.root(ofLeafHashes: leaves))
            for place in entries.indices.shuffled(using: &random).prefix(5) {
                let path = log.path(at: place, size: log.size)
                #expect(path?.aunts == MerkleTree.path(at: place, in: leaves))
            }
        }
    }
}
