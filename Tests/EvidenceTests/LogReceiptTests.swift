import TestKit
import Testing
import Wire

@testable import Evidence

@Suite("The receipt of an entry in the ledger's log")
struct LogReceiptTests {
    private static let gateway = "https://yard.example/gateways/1"

    private static let entries = (0..<11).map { number in
        RecordedEntry(
            gateway: gateway, seq: UInt64(number) + 1, digest: Yard.digest("entry \(number)"),
            height: 7, hasBytes: number % 2 == 0)
    }

    private static func receipt(_ place: Int) -> (receipt: LogReceipt, appHash: [UInt8]) {
        let leaves = entries.map { MerkleTree.leafHash($0.leaf) }
        func part(_ name: String) -> LedgerRoots.Part {
            LedgerRoots.Part(root: Yard.digest(name), count: 1)
        }
        let roots = LedgerRoots(
            registry: part("registry"), heads: part("heads"),
            log: LedgerRoots.Part(
                root: MerkleTree.root(ofLeafHashes: leaves), count: UInt64(leaves.count)),
            schema: part("schema"), policy: part("policy"))
        let frame = ReceiptFrame(
            chainID: "weighpost-1", item: .digest(entries[place].digest),
            steps: [
                Receipt.Step(header: [1, 2, 3], commit: nil, validators: nil, nextValidators: nil)
            ], validatorSets: [], key: [UInt8](repeating: 7, count: 32), witnesses: ["county"],
            isContinuity: false, provenAt: 1_790_000_000)
        let path = MerklePath(
            index: UInt64(place), total: UInt64(leaves.count),
            aunts: MerkleTree.path(at: place, in: leaves))
        return (
            LogReceipt(
                frame: frame,
                proof: LogProof(entry: entries[place], way: LedgerPath(path: path, roots: roots))),
            roots.appHash.bytes
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
                    read.proof != receipt.proof || read.frame.item != receipt.frame.item
                // What the frame says beside is verified by others.
                guard isProof else { throw EvidenceError("not of the proof") }
                try read.verify(appHash: appHash)
            }
        }
    }

    @Test(
        "the same digest among another gateway's entries, or under another number, is another entry"
    )
    func whose() throws {
        let (receipt, appHash) = Self.receipt(4)
        try receipt.verify(as: 5, of: Self.gateway, appHash: appHash)
        #expect(throws: EvidenceError.self) {
            try receipt.verify(as: 6, of: Self.gateway, appHash: appHash)
        }
        #expect(throws: EvidenceError.self) {
            try receipt.verify(as: 5, of: "https://mill.example/gateways/1", appHash: appHash)
        }
    }

    @Test("a question and a leaf have one spelling, and nothing else is one")
    func spelling() throws {
        let question = LogProof.question(of: Self.gateway, 9)
        #expect(LogProof.asked(by: question).map { $0 == (Self.gateway, 9) } == true)
        for length in 0..<question.count {
            #expect(LogProof.asked(by: Array(question.prefix(length))) == nil)
        }
        let entry = Self.entries[3]
        #expect(try RecordedEntry(leaf: entry.leaf) == entry)
        for place in entry.leaf.indices {
            var damaged = entry.leaf
            damaged[place] ^= 1
            #expect((try? RecordedEntry(leaf: damaged)) != entry)
        }
    }

    @Test("it is no receipt of a batch, nor the other way round")
    func kinds() throws {
        let (receipt, _) = Self.receipt(0)
        #expect(throws: EvidenceError.self) { try Receipt(decoding: receipt.bytes) }
    }
}
