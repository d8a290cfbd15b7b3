import TestKit
import Testing
import Wire

@testable import IntakeLedger

@Suite("The log of everything recorded")
struct EntryLogTests {
    private static let chunk = DigestList.chunkSize

    private static func digests(_ count: Int, seed: UInt64) -> [Digest] {
        (0..<count).map { .of([UInt8]("\(seed)/\($0)".utf8)) }
    }

    /// Sizes around every place where the log begins something new.
    private static let sizes = [
        0, 1, 2, 3, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 3 * chunk + 7,
    ]

    @Test("root and paths are those of the plain tree, at every size the log had", arguments: sizes)
    func plainTree(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let digests = Self.digests(count, seed: 1)
        let leaves = digests.map { MerkleTree.leafHash($0.bytes) }
        var log = EntryLog()
        var start = 0
        while start < count {
            let end = min(count, start + Int.random(in: 1...700, using: &random))
            log.append(digests[start..<end])
            start = end
            #expect(log.size == UInt64(end))
            #expect(log.root == MerkleTree.root(ofLeafHashes: Array(leaves[..<end])))
        }
        for _ in 0..<min(count, 12) {
            let size = Int.random(in: 1...count, using: &random)
            let place = Int.random(in: 0..<size, using: &random)
            let path = try #require(log.path(of: digests[place], size: UInt64(size)))
            #expect(path == log.path(at: place, size: UInt64(size)))
            #expect(path.aunts == MerkleTree.path(at: place, in: Array(leaves[..<size])))
            #expect((path.index, path.total) == (UInt64(place), UInt64(size)))
        }
        #expect(log.path(at: count, size: UInt64(count) + 1) == nil)
        #expect(log.path(of: .zero, size: UInt64(count)) == nil)
    }

    @Test("a copy keeps its state whatever is added to the other", arguments: Array(UInt64(1)...6))
    func copies(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var log = EntryLog()
        var kept: [(log: EntryLog, digests: [Digest])] = []
        var digests: [Digest] = []
        for round in 0..<12 {
            let new = Self.digests(
                Int.random(in: 0...500, using: &random), seed: seed << 8 + UInt64(round))
            kept.append((log, digests))
            // Two blocks for one height: the one that was not decided on leaves nothing behind.
            var other = log
            other.append(Self.digests(300, seed: 99)[...])
            log.append(new[...])
            digests += new
            #expect(other.path(of: Self.digests(1, seed: 99)[0], size: other.size) != nil)
        }
        for (log, digests) in kept {
            #expect(log.size == UInt64(digests.count))
            let leaves = digests.map { MerkleTree.leafHash($0.bytes) }
            #expect(log.root == MerkleTree.root(ofLeafHashes: leaves))
            for place in digests.indices.shuffled(using: &random).prefix(5) {
                let path = log.path(of: digests[place], size: log.size)
                #expect(path?.aunts == MerkleTree.path(at: place, in: leaves))
            }
            #expect(log.path(of: Self.digests(1, seed: 99)[0], size: log.size) == nil)
        }
    }

    @Test("a digest that comes again keeps its first place")
    func again() {
        let digests = Self.digests(Self.chunk + 10, seed: 3)
        var log = EntryLog()
        log.append(digests[...])
        log.append([digests[5], digests[Self.chunk + 2]])
        #expect(log.size == UInt64(digests.count) + 2)
        #expect(log.path(of: digests[5], size: log.size)?.index == 5)
        #expect(
            log.path(of: digests[Self.chunk + 2], size: log.size)?.index == UInt64(Self.chunk) + 2)
    }
}
