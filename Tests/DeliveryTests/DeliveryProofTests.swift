import Delivery
import LightClients
import Testing
import Wire

@Suite("Delivery is proven against two headers")
struct DeliveryProofTests {
    private static let transactions: [[UInt8]] = (0..<5).map { [UInt8($0), 7, 7] }
    private static let results = (0..<5).map {
        ExecTxResult(code: $0 == 3 ? 20 : 0, data: [UInt8($0)])
    }

    private static func verified(_ header: Header) throws -> VerifiedHeader {
        try VerifiedHeader(restoring: header)
    }

    private static func header(_ height: Int64, after last: VerifiedHeader?) -> Header {
        var header = Header(chainID: "proof", height: height, time: .epoch)
        if let last {
            header.lastBlockID = BlockID(
                hash: last.hash.bytes, partsTotal: 1, partsHash: last.hash.bytes)
        }
        header.validatorsHash = Digest.of([1]).bytes
        header.nextValidatorsHash = Digest.of([1]).bytes
        header.proposerAddress = [UInt8](repeating: 1, count: 20)
        header.dataHash = TxProof.root(of: transactions).bytes
        header.lastResultsHash = ExecTxResult.root(of: results).bytes
        return header
    }

    /// Header 8 with the transactions, and header 9 with their results, changed as asked.
    private func check(
        _ index: Int = 2, txHash: Digest? = nil, results: [ExecTxResult] = results,
        inclusion: TxProof? = nil, change: (inout Header) -> Void = { _ in }
    ) throws -> DeliveryProof.Verdict {
        let here = try DeliveryProofTests.verified(DeliveryProofTests.header(8, after: nil))
        var next = DeliveryProofTests.header(9, after: here)
        change(&next)
        let transactions = DeliveryProofTests.transactions
        return DeliveryProof.check(
            txHash: txHash ?? Digest.of(transactions[index]),
            inclusion: inclusion ?? TxProof(of: index, in: transactions), results: results,
            header: here, next: try DeliveryProofTests.verified(next))
    }

    @Test("each transaction of a block is proven with its own answer", arguments: 0..<5)
    func proven(index: Int) throws {
        guard case .success(let proven) = try check(index) else {
            Issue.record("transaction \(index) is in the block")
            return
        }
        #expect(proven.height == 8)
        #expect(proven.index == UInt64(index))
        #expect(proven.total == 5)
        #expect(proven.code == (index == 3 ? 20 : 0))
        #expect(proven.data == [UInt8(index)])
        let root = ExecTxResult.root(of: DeliveryProofTests.results)
        #expect(proven.answer.isValid(lastResultsHash: root.bytes))
        #expect(proven.resultPath.index == UInt64(index))
    }

    private func isRefuted(_ verdict: DeliveryProof.Verdict) -> Bool {
        if case .refuted = verdict { true } else { false }
    }

    @Test("a success that the next header does not sign is refuted")
    func otherResults() throws {
        var results = DeliveryProofTests.results
        results[3] = ExecTxResult(code: 0, data: [3])
        #expect(isRefuted(try check(3, results: results)))
        #expect(isRefuted(try check(2, results: results)))
        #expect(isRefuted(try check(results: Array(DeliveryProofTests.results.dropLast()))))
        #expect(isRefuted(try check(results: DeliveryProofTests.results + [results[0]])))
        #expect(isRefuted(try check(results: [])))
    }

    @Test("the proof of another transaction is refuted")
    func otherTransaction() throws {
        #expect(isRefuted(try check(txHash: .zero)))
        let other = TxProof(of: 1, in: DeliveryProofTests.transactions)
        #expect(isRefuted(try check(2, inclusion: other)))
        let elsewhere = TxProof(of: 2, in: DeliveryProofTests.transactions.dropLast())
        #expect(isRefuted(try check(2, inclusion: elsewhere)))
    }

    @Test("a header that is not the next one of this very block is refuted")
    func otherHeader() throws {
        #expect(isRefuted(try check { $0.height = 10 }))
        #expect(isRefuted(try check { $0.height = 8 }))
        #expect(isRefuted(try check { $0.lastBlockID.hash = Digest.of([5]).bytes }))
    }
}
