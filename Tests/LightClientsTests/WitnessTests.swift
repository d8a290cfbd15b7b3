import ChainKit
import LightClients
import TestKit
import Testing
import Wire

/// A witness that answers out of a chain of its own.
private struct Witness {
    let chain: ChainBuilder
    /// Its newest block, where it is behind.
    var newest: Int64?
    /// Heights of which it says nothing.
    var isMute = false

    func ask(_ check: inout WitnessCheck, now: Timestamp) -> WitnessCheck.Outcome {
        var questions = 0
        while true {
            questions += 1
            precondition(questions < 200, "a check that does not end")
            let top = newest ?? chain.height
            switch check.next {
            case .done(let outcome): return outcome
            case .header(_) where isMute, .block(_) where isMute:
                check.failed(.other(reason: "mute"))
            case .header(let height) where height > top: check.failed(.tooHigh)
            case .header(let height): check.take(chain.block(height).header)
            case .block(let height?) where height > top: check.failed(.tooHigh)
            case .block(let height): check.take(chain.block(height ?? top), now: now)
            case .wait: check.waited()
            }
        }
    }
}

@Suite("A second opinion on what was verified")
struct WitnessTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    /// A chain, and another that parts from it after a height, signed by the same validators.
    private static func fork(
        after height: Int, to top: Int, differing: (inout BlockPlan) -> Void
    ) -> (ChainBuilder, ChainBuilder) {
        var honest = ChainBuilder(SeededValidator.equals(4), heights: height)
        var lying = honest
        for step in height..<top {
            honest.append()
            var plan = BlockPlan()
            if step == height { differing(&plan) }
            lying.append(plan)
        }
        return (honest, lying)
    }

    private static func check(_ chain: ChainBuilder, _ heights: [Int64]) -> WitnessCheck {
        WitnessCheck(trace: heights.map(chain.trusted), options: options)
    }

    @Test("a witness of the same chain has the same header, at the price of one question")
    func matching() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 20)
        var check = Self.check(chain, [1, 12, 20])
        #expect(check.next == .header(20))
        #expect(Witness(chain: chain).ask(&check, now: chain.now) == .matches)
    }

    @Test("two blocks of one round: equivocation by everybody who signed both")
    func equivocation() throws {
        let (honest, lying) = Self.fork(after: 10, to: 20) { $0.transactions = [[1, 2, 3]] }
        var check = Self.check(lying, [1, 15, 20])
        let outcome = Witness(chain: honest).ask(&check, now: honest.now)
        guard case .diverges(let divergence) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(divergence.common == lying.trusted(1))
        #expect(divergence.primary == lying.trusted(15))
        #expect(divergence.witness.hash == honest.trusted(15).hash)
        let evidence = try #require(divergence.againstPrimary)
        // The later blocks differ in nothing that the chain's state decides, so it is no lunatic.
        #expect(evidence.kind == .equivocation)
        #expect(evidence.commonHeight == 15)
        #expect(evidence.byzantine == honest.block(15).validators.validators)
        #expect(evidence.totalPower == honest.block(15).validators.totalPower)
        #expect(try #require(divergence.againstWitness).conflicting.header.height == 15)
    }

    @Test("other rounds: amnesia, of which nobody can be convicted")
    func amnesia() throws {
        let (honest, lying) = Self.fork(after: 10, to: 11) {
            ($0.round, $0.transactions) = (1, [[7]])
        }
        var check = Self.check(lying, [10, 11])
        guard case .diverges(let divergence) = Witness(chain: honest).ask(&check, now: honest.now)
        else {
            Issue.record("no divergence")
            return
        }
        let evidence = try #require(divergence.againstPrimary)
        #expect(evidence.kind == .amnesia)
        #expect(evidence.byzantine.isEmpty)
    }

    @Test("made-up state: lunatic, judged from the last common height")
    func lunatic() throws {
        let (honest, lying) = Self.fork(after: 10, to: 14) {
            $0.next = Array(SeededValidator.equals(4).prefix(3))
        }
        var check = Self.check(lying, [5, 11])
        guard case .diverges(let divergence) = Witness(chain: honest).ask(&check, now: honest.now)
        else {
            Issue.record("no divergence")
            return
        }
        let evidence = try #require(divergence.againstPrimary)
        #expect(evidence.kind == .lunatic)
        #expect(evidence.commonHeight == 5)
        #expect(evidence.time == honest.block(5).header.time)
        #expect(evidence.byzantine.count == 4)
    }

    @Test("a witness whose other block does not verify is faulty, and nobody is accused")
    func faulty() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 20)
        let stranger = ChainBuilder(
            (0..<4).map { SeededValidator("stranger \($0)") }, heights: 20)
        var mixed = chain
        mixed = ChainBuilder(SeededValidator.equals(4), heights: 12)
        for _ in 12..<20 {
            var plan = BlockPlan()
            plan.flags = [0: .absent, 1: .absent, 2: .absent]
            mixed.append(plan)
        }
        var check = Self.check(chain, [1, 20])
        guard case .faulty(let reason) = Witness(chain: stranger).ask(&check, now: chain.now) else {
            Issue.record("another chain's node was believed")
            return
        }
        #expect(reason.contains("than the one trust rests on"))
        check = Self.check(chain, [12, 20])
        guard case .faulty = Witness(chain: mixed).ask(&check, now: chain.now) else {
            Issue.record("a block with a quarter of the votes was believed")
            return
        }
    }

    @Test("a witness that is behind is waited for once, and then says nothing")
    func behind() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 20)
        var check = Self.check(chain, [1, 20])
        var witness = Witness(chain: chain, newest: 15)
        guard case .silent = witness.ask(&check, now: chain.now) else {
            Issue.record("a witness without the block had an opinion on it")
            return
        }
        check = Self.check(chain, [1, 20])
        check.failed(.tooHigh)
        check.take(chain.block(15), now: chain.now)
        #expect(check.next == .wait(seconds: 30))
        check.waited()
        witness.newest = nil
        #expect(witness.ask(&check, now: chain.now) == .matches)
    }

    @Test("a lower block of the witness that is as late as ours shows that ours was made up ahead")
    func forwardLunatic() throws {
        var honest = ChainBuilder(SeededValidator.equals(4), heights: 10)
        var lying = honest
        for _ in 0..<10 { lying.append() }
        var late = BlockPlan()
        late.seconds = 60
        honest.append(late)
        var check = Self.check(lying, [5, 20])
        guard case .diverges(let divergence) = Witness(chain: honest).ask(&check, now: honest.now)
        else {
            Issue.record("no divergence")
            return
        }
        #expect(divergence.witness.height == 11)
        #expect(divergence.primary.height == 20)
        #expect(divergence.againstPrimary != nil)
    }

    @Test("a witness that does not answer says nothing")
    func mute() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 3)
        var check = Self.check(chain, [1, 3])
        #expect(
            Witness(chain: chain, isMute: true).ask(&check, now: chain.now)
                == .silent(reason: "mute"))
        // Nothing can be added to an end.
        check.take(chain.block(3).header)
        #expect(check.next == .done(.silent(reason: "mute")))
    }
}

@Suite("Who is asked for a second opinion")
struct WitnessPoolTests {
    private static func pool(_ quorum: Int = 1) -> WitnessPool {
        WitnessPool(
            [("a", "city"), ("b", "city"), ("c", "state")].map {
                WitnessPool.Witness(url: $0.0, operatorName: $0.1)
            }, quorum: quorum)
    }

    @Test("two nodes of one operator are one opinion")
    func operators() {
        let pool = Self.pool(2)
        #expect(!pool.isQuorum([0, 1]))
        #expect(pool.isQuorum([1, 2]))
        #expect(Self.pool(0).isQuorum([]))
    }

    @Test("who lied or was silent is left alone, longer each time, and never for good")
    func quarantine() {
        var pool = Self.pool()
        #expect(pool.due(now: 0) == [0, 1, 2])
        pool.note(.silent(reason: ""), of: 0, now: 0)
        pool.note(.faulty(reason: ""), of: 1, now: 0)
        #expect(pool.due(now: 0) == [2])
        #expect(pool.due(now: 5_000) == [0, 2])
        #expect(pool.due(now: 60_000) == [0, 1, 2])
        var now: Int64 = 0
        for _ in 0..<70 {
            pool.note(.faulty(reason: ""), of: 1, now: now)
            now += 3_600_000
            #expect(pool.due(now: now).contains(1))
        }
        pool.note(.matches, of: 1, now: now)
        pool.note(.faulty(reason: ""), of: 1, now: now)
        #expect(pool.due(now: now + 60_000).contains(1))
    }
}

@Suite("The age of trust")
struct TrustAgeTests {
    @Test("a third, two thirds, four fifths and the end of a trusting period")
    func ages() throws {
        let options = TrustOptions(chainID: "c", trustingPeriodSeconds: 30)
        let start = try #require(Timestamp(seconds: 1_000, nanoseconds: 0))
        let ages = try [0, 9, 10, 19, 20, 23, 24, 29, 30, 1_000].map { seconds in
            options.age(
                ofHeaderAt: start,
                now: try #require(Timestamp(seconds: 1_000 + seconds, nanoseconds: 0)))
        }
        #expect(
            ages == [
                .fresh, .fresh, .third, .third, .twoThirds, .twoThirds, .nearlyOver, .nearlyOver,
                .over, .over,
            ])
        let before = try #require(Timestamp(seconds: 0, nanoseconds: 0))
        #expect(options.age(ofHeaderAt: start, now: before) == .fresh)
    }
}

extension WitnessTests {
    @Test("a witness that has and has not the block, again and again, is left alone")
    func game() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 20)
        var check = Self.check(chain, [1, 15])
        for _ in 0..<10 {
            check.failed(.tooHigh)
            check.take(chain.block(20), now: chain.now)
        }
        guard case .done(.silent) = check.next else {
            Issue.record("\(check.next)")
            return
        }
    }
}
