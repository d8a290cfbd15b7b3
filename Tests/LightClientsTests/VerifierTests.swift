import ChainKit
import LightClients
import Testing
import Wire

@Suite("One step of the light client")
struct VerifierTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)
    private static let chain = ChainBuilder(SeededValidator.equals(4), heights: 9)

    private static func verify(_ block: UnverifiedLightBlock, from height: Int64) -> Verdict {
        Verifier.verify(
            block, trusted: chain.trusted(height), options: options, now: chain.now)
    }

    @Test("every height is verified from every height below it")
    func everyPair() throws {
        for low in Int64(1)..<9 {
            for high in (low + 1)...9 {
                let verdict = Self.verify(Self.chain.block(high), from: low)
                #expect(verdict == .verified(Self.chain.trusted(high)))
            }
        }
    }

    @Test("each lie is found out for its own reason, step by step", arguments: Mutation.allCases)
    func adjacent(_ mutation: Mutation) {
        let block = mutation.block(from: Self.chain.forge(6))
        #expect(Self.verify(block, from: 5).fault == mutation.fault(isAdjacent: true))
    }

    @Test("each lie is found out for its own reason over a gap", arguments: Mutation.allCases)
    func skipping(_ mutation: Mutation) {
        let block = mutation.block(from: Self.chain.forge(6))
        #expect(Self.verify(block, from: 2).fault == mutation.fault(isAdjacent: false))
    }

    @Test("a lower or equal height is no progress")
    func noProgress() {
        for height in Int64(1)...5 {
            #expect(
                Self.verify(Self.chain.block(height), from: 5)
                    == .invalid(.heightNotIncreasing(trusted: 5, found: height)))
        }
    }

    @Test("an equal time is no progress")
    func equalTime() {
        var forge = Self.chain.forge(6)
        forge.header.time = Self.chain.forge(5).header.time
        let time = forge.header.time
        #expect(
            Self.verify(forge.built(), from: 5)
                == .invalid(.timeNotIncreasing(trusted: time, found: time)))
    }

    @Test("a header may be ahead of the clock by less than the drift")
    func drift() throws {
        let block = Self.chain.block(6)
        let early = try #require(block.header.time.adding(nanoseconds: -10_000_000_000))
        let later = try #require(early.adding(nanoseconds: 1))
        func verdict(_ now: Timestamp) -> Verdict {
            Verifier.verify(
                block, trusted: Self.chain.trusted(5), options: Self.options, now: now)
        }
        #expect(verdict(early) == .invalid(.fromTheFuture(time: block.header.time, now: early)))
        #expect(verdict(later) == .verified(Self.chain.trusted(6)))
    }

    @Test("trust ends with the last moment of its period")
    func expiry() throws {
        let trusted = Self.chain.trusted(5)
        let end = try #require(
            Timestamp(
                seconds: trusted.time.seconds + 1_000_000,
                nanoseconds: trusted.time.nanoseconds))
        let before = try #require(end.adding(nanoseconds: -1))
        func verdict(_ now: Timestamp) -> Verdict {
            Verifier.verify(
                Self.chain.block(6), trusted: trusted, options: Self.options, now: now)
        }
        #expect(verdict(before) == .verified(Self.chain.trusted(6)))
        let expiry = Expiry(height: 5, time: trusted.time, periodSeconds: 1_000_000)
        #expect(verdict(end) == .expired(expiry))
    }

    @Test("a period beyond all time never ends, one of nothing has ended")
    func extremePeriods() {
        var options = Self.options
        options.trustingPeriodSeconds = .max
        let (block, trusted) = (Self.chain.block(6), Self.chain.trusted(5))
        #expect(
            Verifier.verify(block, trusted: trusted, options: options, now: Self.chain.now)
                == .verified(Self.chain.trusted(6)))
        for period in [0, -1, Int64.min] {
            options.trustingPeriodSeconds = period
            let expiry = Expiry(height: 5, time: trusted.time, periodSeconds: period)
            #expect(
                Verifier.verify(block, trusted: trusted, options: options, now: Self.chain.now)
                    == .expired(expiry))
        }
    }

    @Test("without the trusted next validators only the very next height is verified")
    func withoutNextValidators() throws {
        let trusted = try VerifiedHeader(restoring: Self.chain.block(5).header)
        func verdict(_ height: Int64) -> Verdict {
            Verifier.verify(
                Self.chain.block(height), trusted: trusted, options: Self.options,
                now: Self.chain.now)
        }
        #expect(verdict(6) == .verified(Self.chain.trusted(6)))
        #expect(verdict(7) == .notEnoughTrust)
    }
}

extension Verdict {
    /// Nil when verified; else the reason, or nothing but too little trust.
    var fault: Fault? {
        switch self {
        case .verified: nil
        case .notEnoughTrust: .notEnoughTrust
        case .invalid(let reason): .invalid(reason)
        case .expired: .expired
        }
    }
}

/// A verdict that is not `verified`.
enum Fault: Hashable, Sendable {
    case notEnoughTrust, expired
    case invalid(Invalidity)
}
