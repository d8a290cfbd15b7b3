import LightClients
import Testing
import Wire

@Suite("Proofs of transactions and of their results")
struct TxProofTests {
    private static func transactions(_ count: Int) -> [[UInt8]] {
        (0..<count).map { [UInt8]("load \($0)".utf8) }
    }

    @Test("every transaction of a block is proven, and only it", arguments: 1...9)
    func proven(count: Int) {
        let transactions = Self.transactions(count)
        let root = TxProof.root(of: transactions).bytes
        for index in transactions.indices {
            let proof = TxProof(of: index, in: transactions)
            for (other, transaction) in transactions.enumerated() {
                let verdict = proof.verify(dataHash: root, txHash: Digest.of(transaction))
                let expected: TxProofVerdict =
                    other == index
                    ? .proven(index: UInt64(index), total: UInt64(count))
                    : .refuted(.otherTransaction)
                #expect(verdict == expected)
            }
        }
    }

    @Test("a proof of another transaction, for another header or with changed parts is refuted")
    func refuted() {
        let transactions = Self.transactions(7)
        let honest = TxProof(of: 3, in: transactions)
        let hash = Digest.of(transactions[3])
        func fault(_ change: (inout TxProof) -> Void) -> TxProofVerdict {
            var proof = honest
            change(&proof)
            return proof.verify(dataHash: honest.rootHash.bytes, txHash: hash)
        }
        #expect(fault { $0.rootHash = .zero } == .refuted(.otherRoot))
        #expect(fault { $0.data.append(0) } == .refuted(.otherTransaction))
        #expect(fault { $0.leafHash = .zero } == .refuted(.otherLeaf))
        let aunts = honest.path.aunts
        func moved(_ index: UInt64, _ total: UInt64, _ aunts: [Digest]) -> TxProofVerdict {
            fault { $0.path = MerklePath(index: index, total: total, aunts: aunts) }
        }
        #expect(moved(3, 0, aunts) == .refuted(.wrongPath))
        #expect(moved(7, 7, aunts) == .refuted(.wrongPath))
        #expect(moved(3, 7, aunts + [.zero]) == .refuted(.wrongPath))
        #expect(moved(3, 7, aunts.dropLast()) == .refuted(.wrongPath))
        #expect(moved(2, 7, aunts) == .refuted(.rootNotReached))
        #expect(moved(3, 7, aunts.reversed()) == .refuted(.rootNotReached))
    }

    @Test("a result is proven against the results hash, in its place only", arguments: 1...9)
    func results(count: Int) {
        let results = (0..<count).map { index in
            ExecTxResult(
                code: UInt32(index % 3), data: [UInt8](repeating: 7, count: index),
                gasWanted: Int64(index), gasUsed: -Int64(index))
        }
        let root = ExecTxResult.root(of: results).bytes
        for index in results.indices {
            var proof = ResultProof(of: index, in: results)
            #expect(proof.isValid(lastResultsHash: root))
            #expect(!proof.isValid(lastResultsHash: Digest.zero.bytes))
            proof.result.code += 1
            #expect(!proof.isValid(lastResultsHash: root))
        }
    }

    @Test("a result's hashed bytes are read back, in that one form only")
    func deterministicBytes() throws {
        let plain = ExecTxResult(code: 0, data: [])
        #expect(plain.deterministicBytes.isEmpty)
        #expect(try ExecTxResult(deterministicBytes: []) == plain)
        let result = ExecTxResult(code: 11, data: [1, 2], gasWanted: 100, gasUsed: 41)
        let bytes = result.deterministicBytes
        #expect(try ExecTxResult(deterministicBytes: bytes) == result)
        #expect(throws: ProtobufError.self) {
            try ExecTxResult(deterministicBytes: bytes + [0x1a, 1, 0x41])
        }
        #expect(throws: ProtobufError.self) {
            try ExecTxResult(deterministicBytes: bytes.reversed())
        }
        #expect(throws: ProtobufError.self) { try ExecTxResult(deterministicBytes: [8, 0]) }
    }

    @Test("a block without transactions has the hash of nothing")
    func empty() {
        #expect(TxProof.root(of: []) == MerkleTree.emptyRoot)
        #expect(ExecTxResult.root(of: []) == MerkleTree.emptyRoot)
    }
}
