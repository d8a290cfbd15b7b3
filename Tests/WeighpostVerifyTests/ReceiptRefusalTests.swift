import ChainKit
import LightClients
import TestKit
import Testing
import WeighpostVerify
import Wire

@testable import Evidence

@Suite("Receipts that prove nothing")
struct ReceiptRefusalTests {
    @Test("no byte of a receipt can be changed, but for the box's own statements at its end")
    func flipped() throws {
        // One validator: every byte is tried, and each trial checks signatures.
        var plan = RecordedBatch.Plan()
        plan.validators = 1
        let recorded = try RecordedBatch(plan)
        let receipt = try recorded.receipt()
        let verifier = try #require(
            ReceiptVerifier(trust: try recorded.trust(), publicKey: Bridge.key.publicKey.raw))
        #expect(verifier.verify(receipt.bytes, now: recorded.now).isVerified)
        let statements = CBOR.array([
            .array(receipt.witnesses.map { .text($0) }), .bool(receipt.isContinuity),
        ]).encodedCount
        // Keys 10 and 11 and the two values: nothing in the receipt proves them.
        let end = receipt.bytes.count - statements - CBOR.int(receipt.provenAt).encodedCount - 1
        var generator = SeededGenerator(seed: 11)
        for place in 0..<end {
            var bytes = receipt.bytes
            bytes[place] ^= .random(in: 1...255, using: &generator)
            let report = verifier.verify(bytes, now: recorded.now)
            #expect(!report.isVerified, "byte \(place) of \(bytes.count) made \(bytes[place])")
        }
    }

    @Test("a receipt that breaks off anywhere is refused")
    func truncated() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt()
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust()))
        for count in stride(from: 0, to: receipt.bytes.count, by: 7) {
            let report = verifier.verify(Array(receipt.bytes.prefix(count)), now: recorded.now)
            #expect(report.failures.map(\.code) == [.form])
        }
    }

    @Test("a receipt never brings its own anchor")
    func otherAnchor() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(through: [3, 10])
        let report = try recorded.verdict(receipt)
        #expect(report.failures.map(\.code) == [.headers])
    }

    @Test("a chain of strangers' validators with the same name proves nothing")
    func strangers() throws {
        var plan = RecordedBatch.Plan()
        plan.validators = 5
        let (own, strange) = (try RecordedBatch(), try RecordedBatch(plan))
        #expect(try own.verdict(try strange.receipt()).failures.map(\.code) == [.headers])
    }

    @Test("a receipt of another chain is refused")
    func otherChain() throws {
        let recorded = try RecordedBatch()
        let trust = try #require(
            ChainTrust(
                chainID: "other-chain", height: 2, hash: recorded.chain.anchor(2).hash.bytes))
        let verifier = try #require(ReceiptVerifier(trust: trust))
        let report = verifier.verify(try recorded.receipt().bytes, now: recorded.now)
        #expect(report.failures.map(\.code) == [.chain])
    }

    @Test("another key than the gateway's is refused, in the receipt or beside it")
    func otherKey() throws {
        let recorded = try RecordedBatch()
        let beside = try recorded.verdict(try recorded.receipt(), key: Bridge.otherKey)
        #expect(beside.failures.map(\.code) == [.gateway, .signature])
        let inside = try recorded.verdict(
            try recorded.receipt(key: Bridge.otherKey), key: nil)
        #expect(inside.failures.map(\.code) == [.signature])
    }

    @Test("headers of tomorrow are a matter of the clock, and no receipt today")
    func future() throws {
        let recorded = try RecordedBatch()
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust()))
        let report = verifier.verify(
            try recorded.receipt().bytes, now: recorded.chain.now.seconds - 3600)
        #expect(report.failures.map(\.code) == [.headers])
        #expect(report.failures.first?.message.contains("clock") == true)
    }

    @Test("the entry of another place in the batch does not fit the path")
    func otherPlace() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(of: 1)
        let moved = Receipt(
            chainID: receipt.chainID, item: .entry(recorded.entries[1].bytes),
            entryPath: receipt.entryPath, result: receipt.result, resultPath: receipt.resultPath,
            steps: receipt.steps, validatorSets: receipt.validatorSets, key: receipt.key,
            witnesses: [], isContinuity: false, provenAt: 0)
        #expect(try recorded.verdict(moved).failures.map(\.code) == [.batch])
    }

    @Test("a path that fits a batch of another size gives an entry no other number")
    func otherCount() throws {
        var plan = RecordedBatch.Plan()
        plan.entries = 4
        let recorded = try RecordedBatch(plan)
        // Of four entries in three places: the same hashes on the same way, one number higher.
        let receipt = try recorded.receipt(of: 1)
        let moved = Receipt(
            chainID: receipt.chainID, item: .digest(receipt.item.digest),
            entryPath: MerklePath(index: 0, total: 3, aunts: receipt.entryPath.aunts),
            result: receipt.result, resultPath: receipt.resultPath, steps: receipt.steps,
            validatorSets: receipt.validatorSets, key: receipt.key, witnesses: [],
            isContinuity: false, provenAt: 0)
        #expect(moved.inclusion.root == receipt.inclusion.root)
        let report = try recorded.verdict(moved, key: nil)
        #expect(report.failures.map(\.code) == [.batch], "\(report)")
    }

    @Test("what an earlier batch recorded is not said to be of this one's block")
    func recordedBefore() throws {
        var plan = RecordedBatch.Plan()
        plan.firstNew = 3
        let recorded = try RecordedBatch(plan)
        for (seq, words) in [
            (1, "entry 1 of \(Bridge.gateway), before this batch came in block 9"),
            (2, "entry 2 of \(Bridge.gateway), before this batch came in block 9"),
            (3, "entry 3 of \(Bridge.gateway), by this batch in block 9"),
        ] as [(UInt64, String)] {
            let report = try recorded.verdict(recorded.receipt(of: seq))
            #expect(report.failures.isEmpty, "\(report)")
            #expect(report.findings.contains { $0.message.contains(words) }, "\(report)")
        }
        plan.firstNew = nil
        plan.code = 1
        let again = try RecordedBatch(plan)
        let report = try again.verdict(again.receipt(of: 3))
        #expect(report.findings.contains { $0.message.contains("before this batch came") })
    }

    @Test("the batch of another gateway does not speak for this one's entry")
    func otherGateway() throws {
        let entry = try Bridge.event(gateway: "https://yard.example/gateways/bridge-2")
        let batch = try Batch.make(
            [.entry(entry.bytes)], chainID: "test-chain", gateway: Bridge.gateway, after: .start,
            validUntil: 500, key: Bridge.key, id: Bridge.id(5))
        let data = AcceptanceData(
            gateway: Bridge.gateway, first: 1, firstNew: 1, last: 1, after: entry.digest,
            root: batch.header.root)
        let results = [ExecTxResult(code: 0, data: data.bytes)]
        var chain = ChainBuilder(SeededValidator.equals(4))
        chain.append()
        var plan = BlockPlan()
        (plan.transactions, plan.results) = ([batch.bytes], results)
        chain.append(plan)
        chain.append()
        let receipt = try #require(
            Receipt(
                of: 1, in: batch, answer: ResultProof(of: 0, in: results),
                trail: [chain.trusted(1), chain.trusted(3)], key: Bridge.key.publicKey,
                statement: Receipt.Statement(provenAt: 0)))
        let trust = try #require(
            ChainTrust(chainID: "test-chain", height: 1, hash: chain.anchor(1).hash.bytes))
        let report = try #require(ReceiptVerifier(trust: trust)).verify(
            receipt.bytes, now: chain.now.seconds)
        #expect(report.failures.map(\.code) == [.gateway])
    }
}
