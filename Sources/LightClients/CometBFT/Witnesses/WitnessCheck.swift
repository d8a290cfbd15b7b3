package import Wire

/// Holds what was verified from one node against another: the second opinion of one witness.
///
/// Validators who sign two blocks of one height can make both pass every check of the first node;
/// only a witness that saw the other block gives them away. A machine: `next` says what to ask the
/// witness, the answer is given back, until the outcome is there. It follows the detector of
/// CometBFT's light client specification.
package struct WitnessCheck: Sendable {
    /// What is to be done.
    package enum Step: Hashable, Sendable {
        /// Ask for the header of this height and `take` it.
        case header(Int64)
        /// Ask for all of the block of this height and `take` it; nil is the newest.
        case block(Int64?)
        /// The witness is behind: wait so many seconds, and say when by `waited`.
        case wait(seconds: Int64)
        /// Nothing more to be asked.
        case done(Outcome)
    }

    /// What a witness says in the end.
    package enum Outcome: Hashable, Sendable {
        /// It has the same header.
        case matches
        /// It has another one that verifies just as well: somebody attacks.
        case diverges(Divergence)
        /// It has another one that cannot be the chain's: the witness is broken or lies.
        case faulty(reason: String)
        /// It could not say.
        case silent(reason: String)
    }

    /// Why a witness has no answer.
    package enum Silence: Hashable, Sendable {
        /// Its newest block is below the height.
        case tooHigh
        /// Anything else, in words.
        case other(reason: String)
    }

    /// What is to be done now.
    package private(set) var next: Step
    let trace: [VerifiedHeader]
    private let options: TrustOptions
    private let checker: SignatureChecker
    /// The place in the trace up to which the witness agrees, while it is examined.
    private var common = 0
    private var isExamined = false
    private var hasWaited = false
    private var hasCaughtUp = false
    /// The way of the witness's own block, once it has another one.
    private var climb: Bisection?

    /// How far the newest block of an honest node lags behind, in seconds.
    package static let blockLagSeconds: Int64 = 10

    /// Takes the headers that were verified from the primary: from one that was trusted before up
    /// to the one in question.
    package init(
        trace: [VerifiedHeader], options: TrustOptions, checker: SignatureChecker = .oneByOne
    ) {
        precondition(!trace.isEmpty, "there is something to hold against")
        (self.trace, self.options, self.checker) = (trace, options, checker)
        next = .header(trace[trace.count - 1].height)
    }

    private var target: VerifiedHeader { trace[trace.count - 1] }

    /// Judges a header that the witness gave.
    ///
    /// Ignored when none was asked for.
    package mutating func take(_ header: Header) {
        guard case .header(let height) = next else { return }
        guard header.height == height, let hash = header.hash else {
            return end(.faulty(reason: "it answered with another header than \(height)"))
        }
        if !isExamined {
            if hash == target.hash { return end(.matches) }
            // Somebody is wrong, or lies: the trace is gone through from its trusted end.
            isExamined = true
            next = .header(trace[0].height)
        } else if hash == trace[common].hash {
            step()
        } else {
            differs(at: common)
        }
    }

    /// The witness agrees on `common`; goes on with the one after.
    private mutating func step() {
        guard common + 1 < trace.count else {
            return end(.faulty(reason: "it answered differently to the same question"))
        }
        common += 1
        next = .header(trace[common].height)
    }

    private mutating func differs(at place: Int) {
        guard place > 0 else {
            return end(
                .faulty(
                    reason: "it has another header \(trace[0].height) than the one trust rests on"))
        }
        climb(to: trace[place].height, from: place - 1)
    }

    private mutating func climb(to height: Int64, from place: Int) {
        common = place
        let climb = Bisection(
            trusted: trace[place], target: height, options: options, checker: checker)
        follow(climb)
    }

    /// Judges a block that the witness gave, at the moment it came.
    ///
    /// Ignored when none was asked for.
    package mutating func take(_ block: UnverifiedLightBlock, now: Timestamp) {
        guard case .block = next else { return }
        if var climb {
            climb.take(block, now: now)
            return follow(climb)
        }
        // The newest one of a witness that does not have the target.
        guard block.header.height < target.height else {
            // It has caught up meanwhile; twice in one check is a game.
            if hasCaughtUp { return end(.silent(reason: "it contradicts itself")) }
            hasCaughtUp = true
            next = .header(target.height)
            return
        }
        guard block.header.time < target.time else {
            // As late as the target, and lower: the target cannot be a block of this chain.
            return climb(to: block.header.height, from: 0)
        }
        if hasWaited {
            return end(.silent(reason: "its newest block is \(block.header.height)"))
        }
        next = .wait(seconds: 2 * options.maxClockDriftSeconds + WitnessCheck.blockLagSeconds)
    }

    private mutating func follow(_ climb: Bisection) {
        self.climb = climb
        switch climb.next {
        case .fetch(let height): next = .block(height)
        case .failed(.invalid(let height, let reason)):
            end(.faulty(reason: "its block \(height) is wrong: \(reason)"))
        case .failed(let failure): end(.silent(reason: "\(failure)"))
        case .done(let path): compare(path)
        }
    }

    /// The witness's block is as good as the primary's.
    private mutating func compare(_ path: [VerifiedHeader]) {
        guard let witness = path.last, path.count > 1 else {
            return end(.silent(reason: "it has nothing beyond block \(trace[common].height)"))
        }
        let primary = trace.first { $0.height >= witness.height } ?? target
        guard primary.hash != witness.hash else {
            return end(.faulty(reason: "it answered differently to the same question"))
        }
        // Blocks of two heights exclude each other only where the lower one is not the earlier one;
        // what the witness said before of its newest block proves nothing.
        guard witness.height == primary.height || witness.time >= primary.time else {
            return end(
                .faulty(reason: "its block \(witness.height) is another one than it named before"))
        }
        end(.diverges(Divergence(common: trace[common], primary: primary, witness: witness)))
    }

    /// The pause is over.
    package mutating func waited() {
        guard case .wait = next else { return }
        hasWaited = true
        next = .header(target.height)
    }

    /// The witness did not answer what was asked.
    package mutating func failed(_ silence: Silence) {
        switch (silence, next) {
        case (_, .done), (_, .wait): return
        case (.tooHigh, .header(let height)) where height == target.height && !isExamined:
            next = .block(nil)
        case (.tooHigh, _): end(.silent(reason: "it does not have a block it is asked for"))
        case (.other(let reason), _): end(.silent(reason: reason))
        }
    }

    private mutating func end(_ outcome: Outcome) {
        next = .done(outcome)
    }
}
