import Foundation
import TestKit
import Testing
import Wire

@Suite("The Merkle tree of RFC 6962")
struct MerkleTests {
    /// The leaves of the certificate-transparency reference tree.
    private static let reference = ["", "00", "10", "2021", "3031", "40414243"]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    ]

    private static func leafHashes(_ count: Int) -> [Digest] {
        (0..<count).map { MerkleTree.leafHash(Array(String($0).utf8)) }
    }

    /// The tree as RFC 6962 defines it, word for word, to hold ours against.
    private static func defined(_ leafHashes: ArraySlice<Digest>) -> Digest {
        guard leafHashes.count > 1 else { return leafHashes.first ?? Digest.of([]) }
        var split = 1
        while split * 2 < leafHashes.count { split *= 2 }
        let middle = leafHashes.startIndex + split
        return MerkleTree.innerHash(
            defined(leafHashes[..<middle]), defined(leafHashes[middle...]))
    }

    @Test("the reference tree has its known roots", arguments: 0...6)
    func referenceRoots(count: Int) throws {
        let leaves = try Self.reference.prefix(count).map { try #require(Hex.decode($0)) }
        #expect(MerkleTree.root(of: leaves).description == Self.roots[count])
    }

    @Test("roots of every size are those of the definition, appended or whole")
    func sizes() {
        var frontier = MerkleFrontier()
        for count in 0...70 {
            let leaves = Self.leafHashes(count)
            let root = Self.defined(leaves[...])
            #expect(MerkleTree.root(ofLeafHashes: leaves) == root)
            #expect(frontier.root == root)
            #expect(frontier.size == UInt64(count))
            #expect(MerkleFrontier(size: frontier.size, peaks: frontier.peaks) == frontier)
            frontier.append(MerkleTree.leafHash(Array(String(count).utf8)))
        }
        #expect(MerkleFrontier(size: 3, peaks: [.zero]) == nil)
    }

    @Test("a path proves its leaf and no other", arguments: 1...20)
    func paths(count: Int) {
        let leaves = Self.leafHashes(count)
        let root = MerkleTree.root(ofLeafHashes: leaves)
        let all = MerkleTree.paths(of: leaves)
        for index in leaves.indices {
            #expect(MerkleTree.path(at: index, in: leaves) == all[index])
            let path = MerklePath(
                index: UInt64(index), total: UInt64(count), aunts: all[index])
            for (other, leaf) in leaves.enumerated() {
                #expect((path.root(fromLeafHash: leaf) == root) == (other == index))
            }
        }
    }

    @Test("a path of another place, or with a changed aunt, does not reach the root")
    func tampered() {
        let leaves = Self.leafHashes(11)
        let root = MerkleTree.root(ofLeafHashes: leaves)
        for (index, aunts) in MerkleTree.paths(of: leaves).enumerated() {
            for place in 0..<11 where place != index {
                let moved = MerklePath(index: UInt64(place), total: 11, aunts: aunts)
                #expect(moved.root(fromLeafHash: leaves[index]) != root)
            }
            for changed in aunts.indices {
                var wrong = aunts
                wrong[changed] = .zero
                let path = MerklePath(index: UInt64(index), total: 11, aunts: wrong)
                #expect(path.root(fromLeafHash: leaves[index]) != root)
            }
        }
    }

    static let misshapen: [(UInt64, UInt64, Int)] = [
        (0, 0, 0), (1, 1, 0), (5, 4, 2), (0, 1, 1), (0, 2, 0), (0, 2, 2), (4, 5, 2), (4, 5, 0),
        (0, .max, 101), (0, .max, 3), (.max, .max, 64),
    ]

    @Test("a path of the wrong shape leads nowhere", arguments: misshapen)
    func shape(index: UInt64, total: UInt64, count: Int) {
        let aunts = [Digest](repeating: .zero, count: count)
        let path = MerklePath(index: index, total: total, aunts: aunts)
        #expect(path.root(fromLeafHash: .zero) == nil)
    }

    @Test("the largest tree there can be needs 64 aunts")
    func largest() {
        let aunts = [Digest](repeating: .zero, count: 64)
        let path = MerklePath(index: 0, total: .max, aunts: aunts)
        #expect(path.root(fromLeafHash: .zero) != nil)
    }

    @Test("a path survives being written and read")
    func cbor() throws {
        let leaves = Self.leafHashes(7)
        let path = MerklePath(index: 3, total: 7, aunts: MerkleTree.path(at: 3, in: leaves))
        #expect(try MerklePath(cbor: CBOR(decoding: path.cbor.encoded())) == path)
    }

    static let notPaths: [CBOR] = [
        .null, .array([1, 2]), .array([1, 2, .array([.bytes([1])])]),
        .array([-1, 2, .array([])]), .array([1, 2, .array([]), 3]),
        .array([1, 2, .array(.init(repeating: .digest(.zero), count: 101))]),
    ]

    @Test("what is not a path is refused", arguments: notPaths)
    func notPath(item: CBOR) {
        #expect(throws: CBORError.self) { try MerklePath(cbor: item) }
    }

    private struct Vector: Decodable {
        let name: String
        let leaves: [String]?
        let inner: [String]?
        let root: String
    }

    @Test("the shared vectors hold", .enabled(if: Vectors.arePresent))
    func vectors() throws {
        let lines = try Vectors.lines("merkle.jsonl")
        try #require(!lines.isEmpty)
        for line in lines {
            let vector = try JSONDecoder().decode(Vector.self, from: line)
            let bytes = try (vector.leaves ?? vector.inner ?? []).map {
                try #require(Hex.decode($0))
            }
            if vector.inner != nil {
                // Inner nodes of any length: the vector's are shorter than a digest.
                #expect(Digest.of([1] + bytes.joined()) == Digest(hex: vector.root))
            } else {
                #expect(
                    MerkleTree.root(of: bytes) == Digest(hex: vector.root), "\(vector.name)")
            }
        }
    }

    private struct HeaderVector: Decodable {
        let header_hash: String?
        let fields_hex: [String]?
    }

    @Test("the fields of real headers hash to the header's hash", .enabled(if: Vectors.arePresent))
    func headers() throws {
        var checked = 0
        for line in try Vectors.lines("header-hash.jsonl") {
            let vector = try JSONDecoder().decode(HeaderVector.self, from: line)
            guard let fields = vector.fields_hex, let hash = vector.header_hash else { continue }
            let leaves = try fields.map { try #require(Hex.decode($0)) }
            #expect(MerkleTree.root(of: leaves) == Digest(hex: hash))
            checked += 1
        }
        #expect(checked > 0)
    }
}
