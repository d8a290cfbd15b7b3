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
        plan.newcomers = plan.validators
        let recorded = try RecordedBatch(plan)
        let skipped = try recorded.verdict(try recorded.receipt(through: [2, 10]))
        #expect(skipped.failures.map(\.code) == [.headers])
        let whole = try recorded.verdict(try recorded.receipt(through: [2, 6, 10]))
        #expect(whole.isVerified, "\(whole.findings)")
    }

    @Test(
        "a step that rests on a third of the validators before it is told, or refused where asked")
    func third() throws {
        var plan = RecordedBatch.Plan()
        // Two of four stay: more than a third, and no two thirds.
        plan.newcomers = 2
        let recorded = try RecordedBatch(plan)
        let skipping = try recorded.receipt(through: [2, 10])
        let report = try recorded.verdict(skipping)
        #expect(report.isVerified, "\(report.findings)")
        #expect(report.restsOnThird)
        let anchor = recorded.chain.anchor(2)
        let trust = try #require(
            ChainTrust(
                chainID: "test-chain", height: 2, hash: anchor.hash.bytes,
                trustingPeriodSeconds: 86_400, isStrict: true))
        let strict = try #require(ReceiptVerifier(trust: trust))
        #expect(
            strict.verify(skipping.bytes, now: recorded.now).failures.map(\.code) == [.headers])
        // With the header at which they changed in between, every step has all of them.
        let whole = try recorded.receipt(through: [2, 6, 7, 10])
        let good = strict.verify(whole.bytes, now: recorded.now)
        #expect(good.isVerified, "\(good.findings)")
        #expect(!good.restsOnThird)
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

    @Test("what follows an old header, signed with its validators' keys, proves nothing")
    func fork() throws {
        // The chain as it is, and another end of it that the same keys signed from height 9 on.
        var plan = RecordedBatch.Plan()
        plan.entries = 5
        let (real, forged) = (try RecordedBatch(), try RecordedBatch(plan))
        #expect(real.chain.anchor(8) == forged.chain.anchor(8))
        #expect(real.chain.anchor(9) != forged.chain.anchor(9))
        let down = [12, 11, 10, 9, 8].map { real.chain.trusted($0) }
        let verifier = try #require(
            ReceiptVerifier(trust: try real.trust(12), publicKey: Bridge.key.publicKey.raw))
        for up in [[Int64(9), 10], [10]] {
            var receipt = try forged.receipt(along: down + up.map { forged.chain.trusted($0) })
            for step in 1..<5 { receipt = try stripped(receipt, at: step, keepingNext: true) }
            let report = verifier.verify(receipt.bytes, now: real.now)
            #expect(report.failures.map(\.code) == [.headers], "\(up): \(report.findings)")
            #expect(report.failures.first?.message.contains("downwards") == true)
            #expect(report.basis == .nothing)
        }
    }

    @Test("a way down and up again is refused in the real chain too")
    func zigzag() throws {
        let recorded = try RecordedBatch()
        var receipt = try recorded.receipt(through: [12, 11, 10, 9, 10])
        for step in 1..<4 { receipt = try stripped(receipt, at: step) }
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust(12)))
        let report = verifier.verify(receipt.bytes, now: recorded.now)
        #expect(report.failures.map(\.code) == [.headers])
    }

    @Test("up by votes and then down by links is a way, from a fresh anchor below")
    func upAndDown() throws {
        let recorded = try RecordedBatch()
        var receipt = try recorded.receipt(through: [2, 12, 11, 10])
        for step in [2, 3] { receipt = try stripped(receipt, at: step) }
        let report = try recorded.verdict(receipt)
        #expect(report.isVerified, "\(report.findings)")
        #expect(report.basis == .freshAnchor)
    }

    @Test("the way may begin at any step that is the anchor", arguments: [Int64(4), 9, 10])
    func passesThrough(height: Int64) throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(through: [2, 4, 9, 10])
        // Fresh for whoever trusts the later block, and long over for the first one.
        let age = recorded.chain.now.seconds - recorded.chain.block(height).header.time.seconds
        let period = age + 31
        func report(_ anchor: Int64) throws -> VerificationReport {
            let trust = try recorded.trust(anchor, period: period)
            return try #require(
                ReceiptVerifier(trust: trust, publicKey: Bridge.key.publicKey.raw)
            ).verify(receipt.bytes, now: recorded.now)
        }
        let fresh = try report(height)
        #expect(fresh.isVerified, "\(fresh.findings)")
        #expect(fresh.basis == .freshAnchor)
        #expect(try report(2).basis == .archival)
    }

    @Test("a step of the anchor's height with another hash is not the anchor")
    func notThrough() throws {
        var plan = RecordedBatch.Plan()
        plan.validators = 5
        let (own, strange) = (try RecordedBatch(), try RecordedBatch(plan))
        let verifier = try #require(ReceiptVerifier(trust: try strange.trust(9)))
        let receipt = try own.receipt(through: [2, 9, 10])
        let report = verifier.verify(receipt.bytes, now: own.now)
        #expect(report.failures.map(\.code) == [.headers])
        // A block between two steps is none either.
        let between = try #require(ReceiptVerifier(trust: try own.trust(5)))
        #expect(!between.verify(receipt.bytes, now: own.now).isVerified)
    }

    @Test("an anchor on the way down, by links alone, serves as well")
    func throughLinks() throws {
        let recorded = try RecordedBatch()
        var receipt = try recorded.receipt(through: [13, 12, 11, 10])
        for step in 1...3 { receipt = try stripped(receipt, at: step) }
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust(11)))
        let report = verifier.verify(receipt.bytes, now: recorded.now)
        #expect(report.isVerified, "\(report.findings)")
        #expect(report.basis == .laterAnchor)
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
        plan.newcomers = plan.validators
        let changed = try RecordedBatch(plan)
        let longer = Trail.shortened(
            (Int64(2)...10).map { changed.chain.trusted($0) }, options: options,
            now: changed.chain.now)
        #expect(longer.map(\.height) == [2, 6, 10])
        #expect(Trail.shortened([], options: options, now: changed.chain.now).isEmpty)
    }

    /// The receipt without the votes of one step.
    private func stripped(
        _ receipt: Receipt, at place: Int, keepingNext: Bool = false
    ) throws -> Receipt {
        var steps = receipt.steps
        steps[place] = Receipt.Step(
            header: steps[place].header, commit: nil, validators: nil,
            nextValidators: keepingNext ? steps[place].nextValidators : nil)
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
