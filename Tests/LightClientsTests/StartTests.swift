import ChainKit
import LightClients
import Testing
import Wire

@Suite("Where trust begins, and the way back")
struct StartTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)
    private static let chain = ChainBuilder(SeededValidator.equals(4), heights: 9)

    @Test("a block of the anchor's hash with its own quorum is where trust begins")
    func start() {
        for height in Int64(1)...6 {
            let verdict = Verifier.start(
                Self.chain.block(height), at: Self.chain.anchor(height), options: Self.options,
                now: Self.chain.now)
            #expect(verdict == .verified(Self.chain.trusted(height)))
        }
    }

    @Test("a block of another height or hash is not the anchor")
    func otherAnchor() throws {
        let (block, anchor) = (Self.chain.block(3), Self.chain.anchor(3))
        let hash = try #require(block.header.hash)
        func verdict(_ anchor: Anchor) -> Verdict {
            Verifier.start(block, at: anchor, options: Self.options, now: Self.chain.now)
        }
        #expect(
            verdict(Self.chain.anchor(4)) == .invalid(.notTheHeightAskedFor(asked: 4, found: 3)))
        let other = Anchor(height: 3, hash: .zero)
        #expect(verdict(other) == .invalid(.notTheAnchor(expected: .zero, found: hash)))
        #expect(verdict(anchor) == .verified(Self.chain.trusted(3)))
    }

    @Test("a start is checked like a step", arguments: Mutation.allCases)
    func mutations(_ mutation: Mutation) {
        let block = mutation.block(from: Self.chain.forge(6))
        // Whoever signs lies over hashes that are right gets a matching anchor, too.
        let hash = block.header.hash ?? .zero
        let verdict = Verifier.start(
            block, at: Anchor(height: block.header.height, hash: hash), options: Self.options,
            now: Self.chain.now)
        switch mutation {
        case .strangers:  // nothing says yet who the validators are
            #expect(verdict.fault == nil)
        case .earlierTime: #expect(verdict.fault == .expired)
        default: #expect(verdict.fault == mutation.fault(isAdjacent: true))
        }
    }

    @Test("an anchor older than the trusting period begins nothing")
    func expired() throws {
        let block = Self.chain.block(3)
        let end = try #require(
            Timestamp(
                seconds: block.header.time.seconds + 1_000_000,
                nanoseconds: block.header.time.nanoseconds))
        let expiry = Expiry(height: 3, time: block.header.time, periodSeconds: 1_000_000)
        let anchor = Self.chain.anchor(3)
        #expect(
            Verifier.start(block, at: anchor, options: Self.options, now: end) == .expired(expiry))
        #expect(
            Verifier.start(
                block.header, nextValidators: nil, at: anchor, options: Self.options, now: end)
                == .expired(expiry))
    }

    @Test("a header that has the anchor's hash needs no votes")
    func byHash() throws {
        let (block, anchor) = (Self.chain.block(3), Self.chain.anchor(3))
        let verdict = Verifier.start(
            block.header, nextValidators: block.nextValidators, at: anchor,
            options: Self.options, now: Self.chain.now)
        guard case .verified(let header) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(header.commit == nil)
        #expect(
            Verifier.verify(
                Self.chain.block(6), trusted: header, options: Self.options, now: Self.chain.now)
                == .verified(Self.chain.trusted(6)))
        let strangers = ValidatorSet(SeededValidator.equals(4, prefix: "stranger"))
        #expect(
            Verifier.start(
                block.header, nextValidators: strangers, at: anchor, options: Self.options,
                now: Self.chain.now)
                == .invalid(
                    .wrongNextValidators(
                        expected: block.header.nextValidatorsHash, found: strangers.hash)))
    }

    @Test("the links lead back to the first header, without votes or a clock")
    func backwards() throws {
        var next = Self.chain.trusted(6)
        for height in (Int64(1)...5).reversed() {
            let verdict = Verifier.verifyPrevious(
                Self.chain.block(height).header, before: next, options: Self.options)
            guard case .verified(let header) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(header.hash == Self.chain.anchor(height).hash)
            next = header
        }
    }

    @Test("a header with another hash, height, time or chain is not the one before")
    func brokenLinks() throws {
        let next = Self.chain.trusted(6)
        func verdict(_ change: (inout Header) -> Void) -> Verdict {
            var header = Self.chain.block(5).header
            change(&header)
            return Verifier.verifyPrevious(header, before: next, options: Self.options)
        }
        var changed = Self.chain.block(5).header
        changed.appHash = [1]
        let hash = try #require(changed.hash)
        #expect(
            verdict { $0.appHash = [1] }
                == .invalid(.brokenLink(expected: next.header.lastBlockID.hash, found: hash)))
        #expect(
            verdict { $0.height = 4 } == .invalid(.notTheHeightBefore(expected: 5, found: 4)))
        #expect(
            verdict { $0.time = next.time }
                == .invalid(.timeNotDecreasing(later: next.time, found: next.time)))
        #expect(
            verdict { $0.chainID = "other" }
                == .invalid(.wrongChain(expected: "test-chain", found: "other")))
        #expect(verdict { $0.versionBlock = 10 } == .invalid(.unsupportedBlockProtocol(10)))
    }

    @Test("nothing stands before the first header")
    func beforeTheFirst() {
        var header = Self.chain.block(1).header
        header.height = 0
        #expect(
            Verifier.verifyPrevious(header, before: Self.chain.trusted(1), options: Self.options)
                == .invalid(.heightNotPositive(0)))
    }

    @Test("what a store kept must still fit together")
    func restoring() throws {
        let (block, other) = (Self.chain.block(3), Self.chain.block(4))
        let hash = try #require(block.header.hash)
        #expect(
            throws: Invalidity.commitForOtherBlock(
                header: hash, commit: other.commit.blockID.hash)
        ) { try VerifiedHeader(restoring: block.header, commit: other.commit) }
        let strangers = ValidatorSet(SeededValidator.equals(4, prefix: "stranger"))
        #expect(throws: Invalidity.self) {
            try VerifiedHeader(restoring: block.header, validators: strangers)
        }
        #expect(throws: Invalidity.self) {
            try VerifiedHeader(restoring: block.header, nextValidators: strangers)
        }
    }
}
