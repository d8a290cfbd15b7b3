package import Wire

/// The way from a trusted header up to a target height, with as few blocks as possible.
///
/// A value without clock or network: `next` says which height to fetch, `take` judges what came.
/// The target is tried first; when too little trust reaches it, a height between is fetched. A
/// block that was fetched too early is kept and tried again from the new trusted header; of many
/// such blocks only the lowest few are kept, and the target is fetched again when they are used up.
/// A node that invents blocks at any height so fills no more memory than an honest one.
package struct Bisection: Sendable {
    /// What is to be done.
    package enum Step: Hashable, Sendable {
        /// Fetch the block of this height and `take` it.
        case fetch(Int64)
        /// The target is verified: the headers from the first trusted one up to the target.
        case done(trace: [VerifiedHeader])
        /// There is no way; nothing more is taken.
        case failed(Failure)
    }

    /// Why there is no way to the target.
    package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The block that came for a height is wrong: another node has to be asked.
        case invalid(height: Int64, Invalidity)
        /// Trust ran out, at the start or on the way.
        case expired(Expiry)
        /// The target is below the trusted header: go backwards by `Verifier.verifyPrevious`.
        case targetBelowTrust(target: Int64, trusted: Int64)

        package var description: String {
            switch self {
            case .invalid(let height, let reason):
                "the block of height \(height) is wrong: \(reason); ask another node"
            case .expired(let expiry): "\(expiry)"
            case .targetBelowTrust(let target, let trusted):
                "height \(target) is below the trusted height \(trusted); "
                    + "follow the links backwards"
            }
        }
    }

    /// What is to be done now.
    package private(set) var next: Step
    private let options: TrustOptions
    private let checker: SignatureChecker
    private var trace: [VerifiedHeader]
    /// The most blocks that are kept before trust reaches them; each may have thousands of votes.
    package static let maximumWaiting = 4
    private let target: Int64
    /// Blocks that came before trust reached them, the lowest last.
    private(set) var waiting: [UnverifiedLightBlock] = []

    /// Starts at a trusted header.
    package init(
        trusted: VerifiedHeader, target: Int64, options: TrustOptions,
        checker: SignatureChecker = .oneByOne
    ) {
        (self.options, self.checker, self.target) = (options, checker, target)
        trace = [trusted]
        next =
            if target == trusted.height {
                .done(trace: [trusted])
            } else if target < trusted.height {
                .failed(.targetBelowTrust(target: target, trusted: trusted.height))
            } else {
                .fetch(target)
            }
    }

    /// The highest header that is trusted so far.
    package var trusted: VerifiedHeader {
        guard let last = trace.last else { preconditionFailure("a trace begins with trust") }
        return last
    }

    /// Judges the block that came for the height that `next` asked for, at the moment it came.
    ///
    /// Ignored when nothing was asked for.
    package mutating func take(_ block: UnverifiedLightBlock, now: Timestamp) {
        guard case .fetch(let height) = next else { return }
        guard block.header.height == height else {
            let found = block.header.height
            next = .failed(
                .invalid(
                    height: height, .notTheHeightAskedFor(asked: height, found: found)))
            return
        }
        waiting.append(block)
        while let block = waiting.last {
            let verdict = Verifier.verify(
                block, trusted: trusted, options: options, now: now, checker: checker)
            switch verdict {
            case .verified(let header):
                trace.append(header)
                waiting.removeLast()
            case .notEnoughTrust:
                if waiting.count > Bisection.maximumWaiting { waiting.removeFirst() }
                next = .fetch(Bisection.pivot(trusted.height, block.header.height))
                return
            case .invalid(let reason):
                next = .failed(.invalid(height: block.header.height, reason))
                return
            case .expired(let expiry):
                next = .failed(.expired(expiry))
                return
            }
        }
        next = trusted.height == target ? .done(trace: trace) : .fetch(target)
    }

    /// A height between two that are not neighbours: 9/16 of the way up.
    ///
    /// Neighbours never get here: for the very next height there is always trust or a reason.
    private static func pivot(_ low: Int64, _ high: Int64) -> Int64 {
        let gap = high - low
        precondition(gap > 1, "the very next height needs no height between")
        return low + gap / 16 * 9 + gap % 16 * 9 / 16
    }
}
