import ChainKit
import Testing
import Wire

@testable import LightClients

@Suite("The way up to a target height")
struct BisectionTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    /// Runs a bisection on a chain; gives the heights that were fetched and the end.
    private static func run(
        _ chain: ChainBuilder, from: Int64, to: Int64, now: Timestamp? = nil
    ) -> (fetched: [Int64], end: Bisection.Step) {
        var bisection = Bisection(trusted: chain.trusted(from), target: to, options: options)
        var fetched: [Int64] = []
        while case .fetch(let height) = bisection.next {
            fetched.append(height)
            bisection.take(chain.block(height), now: now ?? chain.now)
        }
        return (fetched, bisection.next)
    }

    /// A chain whose four validators are exchanged one by one, one every four blocks.
    private static let changing: ChainBuilder = {
        var members = SeededValidator.equals(4)
        var chain = ChainBuilder(members)
        for height in 1...60 {
            var plan = BlockPlan()
            if height.isMultiple(of: 4) {
                members.removeFirst()
                members.append(SeededValidator("new \(height)"))
                plan.next = members
            }
            chain.append(plan)
        }
        return chain
    }()

    @Test("with steady validators one block is fetched, however far the target is")
    func oneStep() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 40)
        let (fetched, end) = Self.run(chain, from: 1, to: 40)
        #expect(fetched == [40])
        #expect(end == .done(trace: [chain.trusted(1), chain.trusted(40)]))
    }

    @Test("where validators change, heights between are fetched, each only once")
    func changing() throws {
        let (fetched, end) = Self.run(Self.changing, from: 1, to: 60)
        #expect(fetched.count > 3)
        #expect(Set(fetched).count == fetched.count)
        guard case .done(let trace) = end else {
            Issue.record("\(end)")
            return
        }
        let heights = trace.map(\.height)
        #expect(heights == heights.sorted())
        #expect(heights.first == 1)
        #expect(heights.last == 60)
        #expect(trace.last?.hash == Self.changing.anchor(60).hash)
    }

    @Test("any target is reached in any random chain", arguments: UInt64(1)...12)
    func random(seed: UInt64) {
        let chain = ChainBuilder.random(seed: seed, heights: 30)
        for target in [Int64(2), 17, 30] {
            let (fetched, end) = Self.run(chain, from: 1, to: target)
            #expect(Set(fetched).count == fetched.count, "seed \(seed)")
            guard case .done(let trace) = end else {
                Issue.record("seed \(seed): \(end)")
                return
            }
            #expect(trace.last?.hash == chain.anchor(target).hash, "seed \(seed)")
        }
    }

    @Test("without next validators the way goes height by height and still arrives")
    func withoutNextValidators() throws {
        let chain = Self.changing
        let trusted = try VerifiedHeader(restoring: chain.block(1).header)
        var bisection = Bisection(trusted: trusted, target: 9, options: Self.options)
        var fetched: Set<Int64> = []
        while case .fetch(let height) = bisection.next {
            #expect(fetched.insert(height).inserted)
            var block = chain.block(height)
            block.nextValidators = nil
            bisection.take(block, now: chain.now)
        }
        #expect(fetched == Set(2...9))
        #expect(bisection.trusted.height == 9)
    }

    @Test("a target that is trusted already needs nothing, a lower one another way")
    func nothingToDo() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 5)
        let (fetched, end) = Self.run(chain, from: 5, to: 5)
        #expect(fetched.isEmpty)
        #expect(end == .done(trace: [chain.trusted(5)]))
        let lower = Bisection(trusted: chain.trusted(5), target: 3, options: Self.options)
        #expect(lower.next == .failed(.targetBelowTrust(target: 3, trusted: 5)))
    }

    @Test("a wrong block on the way ends it and names the height")
    func wrongBlock() {
        var bisection = Bisection(
            trusted: Self.changing.trusted(1), target: 60, options: Self.options)
        bisection.take(Self.changing.block(60), now: Self.changing.now)
        guard case .fetch(let height) = bisection.next else {
            Issue.record("\(bisection.next)")
            return
        }
        let lie = Mutation.commitHeightZero.block(from: Self.changing.forge(height))
        bisection.take(lie, now: Self.changing.now)
        #expect(
            bisection.next
                == .failed(.invalid(height: height, .commitHeightNotPositive(0))))
        bisection.take(Self.changing.block(height), now: Self.changing.now)
        #expect(bisection.trusted.height == 1)
    }

    @Test("a block of another height than asked for ends it")
    func otherHeight() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 9)
        var bisection = Bisection(trusted: chain.trusted(1), target: 9, options: Self.options)
        bisection.take(chain.block(8), now: chain.now)
        #expect(
            bisection.next
                == .failed(.invalid(height: 9, .notTheHeightAskedFor(asked: 9, found: 8))))
    }

    @Test("trust that runs out while blocks are fetched ends the way")
    func expiryOnTheWay() throws {
        let chain = Self.changing
        let trusted = chain.trusted(1)
        var bisection = Bisection(trusted: trusted, target: 60, options: Self.options)
        bisection.take(chain.block(60), now: chain.now)
        guard case .fetch(let height) = bisection.next else {
            Issue.record("\(bisection.next)")
            return
        }
        let end = try #require(
            Timestamp(seconds: trusted.time.seconds + 1_000_000, nanoseconds: 0))
        bisection.take(chain.block(height), now: end)
        let expiry = Expiry(height: 1, time: trusted.time, periodSeconds: 1_000_000)
        #expect(bisection.next == .failed(.expired(expiry)))
    }

    @Test("a node that invents a block for every height fills no more memory than a few blocks")
    func inventedBlocks() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 2)
        let strangers = SeededValidator.equals(4, prefix: "stranger")
        var bisection = Bisection(
            trusted: chain.trusted(1), target: 1 << 62, options: Self.options)
        var (fetched, most) = (0, 0)
        while case .fetch(let height) = bisection.next, fetched < 200 {
            fetched += 1
            var forge = BlockForge(
                header: chain.forge(2).header, validators: strangers, nextValidators: strangers)
            forge.header.height = height
            bisection.take(forge.built(), now: chain.now)
            if case .fetch = bisection.next { most = max(most, bisection.waiting.count) }
        }
        // All the way down to the height after the trusted one, where nothing can be invented.
        #expect(fetched > 60 && fetched < 100)
        #expect(most == Bisection.maximumWaiting)
        guard case .failed(.invalid(2, .notTheExpectedValidators)) = bisection.next else {
            Issue.record("\(bisection.next)")
            return
        }
    }

    @Test("a way that needs more blocks between than are kept still arrives")
    func deepWay() {
        // Each height has one of four validators exchanged: trust reaches two heights far.
        var members = SeededValidator.equals(4)
        var chain = ChainBuilder(members)
        for height in 1...60 {
            var plan = BlockPlan()
            members.removeFirst()
            members.append(SeededValidator("new \(height)"))
            plan.next = members
            chain.append(plan)
        }
        let (fetched, end) = Self.run(chain, from: 1, to: 60)
        guard case .done(let trace) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(trace.last?.hash == chain.anchor(60).hash)
        #expect(fetched.count { $0 == 60 } > 1, "the target was let go, and asked for again")
        #expect(fetched.count < 60 * 6)
    }

    @Test("heights up to the last of 64 bits have a height between")
    func greatHeights() throws {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 2)
        let strangers = SeededValidator.equals(4, prefix: "stranger")
        var forge = BlockForge(
            header: chain.forge(2).header, validators: strangers, nextValidators: strangers)
        forge.header.height = .max
        var bisection = Bisection(
            trusted: chain.trusted(1), target: .max, options: Self.options)
        bisection.take(forge.built(), now: chain.now)
        guard case .fetch(let height) = bisection.next else {
            Issue.record("\(bisection.next)")
            return
        }
        #expect(height > .max / 2)
        #expect(height < .max)
    }
}
