import ChainKit
import LightClients
import Testing
import WeighpostVerify
import Wire

@testable import Evidence

@Suite("The way from the anchor to the results")
struct HeaderTrailTests {
    @Test(
        "any way of steps and skips does", arguments: [[2, 10], [2, 3, 10], [2, 3, 4, 9, 10]])
    func ways(heights: [Int64]) throws {
        let recorded = try RecordedBatch()
        let report = try recorded.verdict(try recorded.receipt(through: heights))
        #expect(report.isVerified, "\(report.findings)")
    }

    @Test("the block after the anchor needs no next validators")
    func adjacent() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(through: [9, 10])
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust(9)))
        #expect(verifier.verify(receipt.bytes, now: recorded.now).isVerified)
        #expect(receipt.steps.allSatisfy { $0.nextValidators == nil })
    }

    @Test("after a change of validators the header in between is needed")
    func change() throws {
        var plan = RecordedBatch.Plan()
        plan.changesValidators = true
        let recorded = try RecordedBatch(plan)
        let skipped = try recorded.verdict(try recorded.receipt(through: [2, 10]))
        #expect(skipped.failures.map(\.code) == [.headers])
        let whole = try recorded.verdict(try recorded.receipt(through: [2, 6, 10]))
        #expect(whole.isVerified, "\(whole.findings)")
    }

    @Test("a header without votes is proven by the one that follows it")
    func linked() throws {
        let recorded = try RecordedBatch()
        let receipt = try stripped(try recorded.receipt(through: [2, 9, 10]), at: 1)
        #expect(try recorded.verdict(receipt).isVerified)
        let unproven = try stripped(try recorded.receipt(through: [2, 8, 10]), at: 1)
        #expect(try recorded.verdict(unproven).failures.map(\.code) == [.headers])
        let last = try stripped(try recorded.receipt(through: [2, 10]), at: 1)
        #expect(try recorded.verdict(last).failures.map(\.code) == [.headers])
    }

    @Test("an anchor after the results leads back by hashes alone")
    func backwards() throws {
        let recorded = try RecordedBatch()
        var receipt = try recorded.receipt(through: [12, 11, 10])
        for step in [1, 2] { receipt = try stripped(receipt, at: step) }
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust(12)))
        let report = verifier.verify(receipt.bytes, now: recorded.now)
        #expect(report.isVerified, "\(report.findings)")
        // One link less, and nothing holds it.
        var short = try recorded.receipt(through: [12, 10])
        short = try stripped(short, at: 1)
        #expect(!verifier.verify(short.bytes, now: recorded.now).isVerified)
    }

    @Test("the anchor needs no votes: its hash was given")
    func bareAnchor() throws {
        let recorded = try RecordedBatch()
        let receipt = try stripped(try recorded.receipt(through: [9, 10]), at: 0)
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust(9)))
        #expect(verifier.verify(receipt.bytes, now: recorded.now).isVerified)
    }

    @Test("validators that no step needs are refused: nobody would check them")
    func useless() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt()
        var steps = receipt.steps
        let last = steps.removeLast()
        steps.append(
            Receipt.Step(
                header: last.header, commit: last.commit, validators: last.validators,
                nextValidators: last.validators))
        let report = try recorded.verdict(with(receipt, steps: steps))
        #expect(report.failures.map(\.code) == [.headers])
    }

    @Test("a receipt goes the shortest way that validators still answer for")
    func shortened() throws {
        let recorded = try RecordedBatch()
        let all = (Int64(2)...10).map { recorded.chain.trusted($0) }
        let options = TrustOptions(chainID: "test-chain", trustingPeriodSeconds: 86_400)
        let trail = Trail.shortened(all, options: options, now: recorded.chain.now)
        #expect(trail.map(\.height) == [2, 10])
        var plan = RecordedBatch.Plan()
        plan.changesValidators = true
        let changed = try RecordedBatch(plan)
        let longer = Trail.shortened(
            (Int64(2)...10).map { changed.chain.trusted($0) }, options: options,
            now: changed.chain.now)
        #expect(longer.map(\.height) == [2, 6, 10])
        #expect(Trail.shortened([], options: options, now: changed.chain.now).isEmpty)
    }

    /// The receipt without the votes of one step.
    private func stripped(_ receipt: Receipt, at place: Int) throws -> Receipt {
        var steps = receipt.steps
        steps[place] = Receipt.Step(
            header: steps[place].header, commit: nil, validators: nil, nextValidators: nil)
        return with(receipt, steps: steps)
    }

    /// The receipt with other steps, and only the validator sets they name.
    private func with(_ receipt: Receipt, steps: [Receipt.Step]) -> Receipt {
        var sets: [[UInt8]] = []
        func moved(_ place: Int?) -> Int? {
            guard let place else { return nil }
            let set = receipt.validatorSets[place]
            if let known = sets.firstIndex(of: set) { return known }
            sets.append(set)
            return sets.count - 1
        }
        let steps = steps.map { step in
            Receipt.Step(
                header: step.header, commit: step.commit, validators: moved(step.validators),
                nextValidators: moved(step.nextValidators))
        }
        return Receipt(
            chainID: receipt.chainID, item: receipt.item, entryPath: receipt.entryPath,
            result: receipt.result, resultPath: receipt.resultPath, steps: steps,
            validatorSets: sets, key: receipt.key, witnesses: receipt.witnesses,
            isContinuity: receipt.isContinuity, provenAt: receipt.provenAt)
    }
}
