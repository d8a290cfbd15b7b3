import Testing
import Wire

@testable import Evidence

@Suite("The head of a gateway, proven")
struct HeadProofTests {
    private static let gateways = (1...5).map { "https://yard.example/gateways/\($0)" }

    private static let heads = gateways.enumerated().map { number, name in
        HeadProof.Head(
            gateway: name,
            link: ChainLink(seq: UInt64(number) * 7, digest: Yard.digest("head of \(name)")))
    }

    private static let roots = LedgerRoots(
        registry: LedgerRoots.Part(root: Yard.digest("registry"), count: 5),
        heads: LedgerRoots.Part(root: MerkleTree.root(of: heads.map(\.bytes)), count: 5),
        log: LedgerRoots.Part(root: Yard.digest("log"), count: 70),
        schema: LedgerRoots.Part(root: Yard.digest("schema"), count: 1),
        policy: LedgerRoots.Part(root: Yard.digest("policy"), count: 3))

    private static func proof(_ place: Int) -> HeadProof {
        let leaves = heads.map { MerkleTree.leafHash($0.bytes) }
        let path = MerklePath(
            index: UInt64(place), total: UInt64(leaves.count),
            aunts: MerkleTree.path(at: place, in: leaves))
        return HeadProof(head: heads[place], way: LedgerPath(path: path, roots: roots))
    }

    @Test("every gateway's head is proven under the header's app hash", arguments: 0..<5)
    func proven(place: Int) throws {
        let proof = HeadProofTests.proof(place)
        let read = try HeadProof(value: proof.head.bytes, data: proof.bytes)
        #expect(read == proof)
        try read.verify(
            gateway: HeadProofTests.gateways[place], appHash: HeadProofTests.roots.appHash.bytes)
    }

    @Test("another gateway's head, another state and another head are refused")
    func refused() throws {
        let (proof, hash) = (HeadProofTests.proof(2), HeadProofTests.roots.appHash.bytes)
        let name = HeadProofTests.gateways[2]
        #expect(throws: EvidenceError.self) {
            try proof.verify(gateway: HeadProofTests.gateways[1], appHash: hash)
        }
        #expect(throws: EvidenceError.self) { try proof.verify(gateway: name, appHash: []) }
        #expect(throws: EvidenceError.self) {
            try proof.verify(gateway: name, appHash: Yard.digest("other").bytes)
        }
        let later = HeadProof.Head(
            gateway: name, link: ChainLink(seq: 15, digest: proof.head.link.digest))
        #expect(throws: EvidenceError.self) {
            try HeadProof(head: later, way: proof.way)
                .verify(gateway: name, appHash: hash)
        }
        let moved = MerklePath(index: 2, total: 6, aunts: proof.way.path.aunts)
        #expect(throws: EvidenceError.self) {
            try HeadProof(head: proof.head, way: LedgerPath(path: moved, roots: proof.way.roots))
                .verify(gateway: name, appHash: hash)
        }
    }

    @Test("every flipped byte of an answer is noticed")
    func flippedBytes() throws {
        let proof = HeadProofTests.proof(4)
        let name = HeadProofTests.gateways[4]
        let hash = HeadProofTests.roots.appHash.bytes
        for flip in flips(of: proof.bytes) {
            #expect(throws: EvidenceError.self, "data, byte \(flip.place)") {
                try HeadProof(value: proof.head.bytes, data: flip.bytes)
                    .verify(gateway: name, appHash: hash)
            }
        }
        for flip in flips(of: proof.head.bytes) {
            #expect(throws: EvidenceError.self, "value, byte \(flip.place)") {
                try HeadProof(value: flip.bytes, data: proof.bytes)
                    .verify(gateway: name, appHash: hash)
            }
        }
    }

    @Test("the five roots have their names and their order")
    func rootNames() throws {
        let leaves = HeadProofTests.roots.leaves
        #expect(try LedgerRoots(leaves: leaves) == HeadProofTests.roots)
        for wrong in [leaves.reversed(), Array(leaves.dropLast()), leaves + [leaves[0]], []] {
            #expect(throws: EvidenceError.self) { try LedgerRoots(leaves: wrong) }
        }
    }
}
