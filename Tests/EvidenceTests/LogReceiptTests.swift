import TestKit
import Testing
import Wire

@testable import Evidence

@Suite("The receipt of an entry in the ledger's log")
struct LogReceiptTests {
    private static let entries = (0..<11).map { Yard.digest("entry \($0)") }

    private static func receipt(_ place: Int) -> (receipt: LogReceipt, appHash: [UInt8]) {
        let leaves = entries.map { MerkleTree.leafHash($0.bytes) }
        func part(_ name: String) -> LedgerRoots.Part {
            LedgerRoots.Part(root: Yard.digest(name), count: 1)
        }
        let roots = LedgerRoots(
            registry: part("registry"), heads: part("heads"),
            log: LedgerRoots.Part(
                root: MerkleTree.root(ofLeafHashes: leaves), count: UInt64(leaves.count)),
            schema: part("schema"), policy: part("policy"), entries: part("entries"))
        let frame = ReceiptFrame(
            chainID: "weighpost-1", item: .digest(entries[place]),
            steps: [
                Receipt.Step(header: [1, 2, 3], commit: nil, validators: nil, nextValidators: nil)
            ], validatorSets: [], key: [UInt8](repeating: 7, count: 32), witnesses: ["county"],
            isContinuity: false, provenAt: 1_790_000_000)
        let path = MerklePath(
            index: UInt64(place), total: UInt64(leaves.count),
            aunts: MerkleTree.path(at: place, in: leaves))
        return (
            LogReceipt(frame: frame, path: path, roots: roots.leaves), roots.appHash.bytes
        )
    }

    @Test("it comes back from its file, and its entry stands under the app hash", arguments: 0..<11)
    func good(place: Int) throws {
        let (receipt, appHash) = Self.receipt(place)
        let read = try LogReceipt(decoding: receipt.bytes)
        #expect(read == receipt)
        try read.verify(appHash: appHash)
        #expect(throws: EvidenceError.self) { try read.verify(appHash: Yard.digest("x").bytes) }
    }

    @Test("no byte of what is proven can be changed")
    func damage() throws {
        let (receipt, appHash) = Self.receipt(4)
        let bytes = receipt.bytes
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0x10
            #expect(throws: EvidenceError.self, "byte \(place)") {
                let read = try LogReceipt(decoding: damaged)
                let isProof =
                    read.path != receipt.path || read.roots != receipt.roots
                    || read.frame.item != receipt.frame.item
                // What the frame says beside is verified by others.
                guard isProof else { throw EvidenceError("not of the proof") }
                try read.verify(appHash: appHash)
            }
        }
    }

    @Test("it is no receipt of a batch, nor the other way round")
    func kinds() throws {
        let (receipt, _) = Self.receipt(0)
        #expect(throws: EvidenceError.self) { try Receipt(decoding: receipt.bytes) }
    }
}
