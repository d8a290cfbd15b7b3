import Delivery
import Intake
import JournalStore
import LightClients
import UpstreamNodes
import WeighpostVerify
import Wire

/// Why no verified header came about.
struct TrustFailure: Error {
    let failure: ProofFailure

    /// Nobody lied: proof waits.
    static func waits(_ reason: String) -> TrustFailure {
        TrustFailure(failure: .away(reason: reason))
    }

    static func refuted(_ reason: String) -> TrustFailure {
        TrustFailure(failure: .refuted(reason: reason))
    }
}

/// Drives the light client: fetches what it asks for, has it confirmed by witnesses, and keeps what
/// was verified.
///
/// Trust begins at the configuration's anchor, or at one that came later by a checkpoint or by a
/// technician. Nothing a node says is kept before it is verified and, where the site asks for that,
/// confirmed.
actor HeaderTrust {
    let journal: SQLiteJournal
    let upstream: Configuration.Upstream
    let clock: SiteClock
    let witnesses: [any UpstreamNode]
    let report: @Sendable (GatewayEvent) -> Void
    /// Makes a journal entry of what happens to trust.
    let record: @Sendable (TrustHappening) async throws -> Void
    var pool: WitnessPool
    private var watch: ClockWatch
    /// The latest time that a verified header has: our clock is never earlier.
    var floor: Timestamp?
    /// Counts the beginnings and contradictions of trust: what began before one ends with it.
    var generation = 0
    /// Whether it was told that trust has ended.
    var wasExpired = false
    /// The height of the header of whose end was told.
    var warnedOf: Int64 = 0
    /// Whether two blocks contradict each other and nobody has decided.
    var isContradicted = false

    init(
        journal: SQLiteJournal, upstream: Configuration.Upstream, clock: SiteClock,
        witnesses: [any UpstreamNode], report: @escaping @Sendable (GatewayEvent) -> Void,
        record: @escaping @Sendable (TrustHappening) async throws -> Void
    ) {
        (self.journal, self.upstream, self.clock) = (journal, upstream, clock)
        (self.witnesses, self.report, self.record) = (witnesses, report, record)
        pool = upstream.witnesses
        watch = ClockWatch(maxStepSeconds: upstream.trust.maxClockDriftSeconds)
    }

    var options: TrustOptions { upstream.trust }

    /// The verified headers from the anchor to a height, both included.
    ///
    /// Skips as far as trust reaches: with validators that stay, two headers, however long the box
    /// was away. Heights below the anchor are reached by the links backwards.
    func path(to height: Int64, by node: any UpstreamNode) async throws -> TrustedPath {
        try await checkUncontradicted()
        let began = generation
        let path = try await path(to: height, by: node, began)
        try checkUnchanged(since: began)
        return path
    }

    private func path(
        to height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws -> TrustedPath {
        if let kept = try await keptPath(to: height) { return kept }
        let anchor = try await verifiedAnchor(by: node)
        if anchor.height == height { return try await path(from: height) }
        guard let start = try await start(below: height),
            try await isUseful(start, below: height)
        else { return try await backwards(to: height, by: node, began) }
        try await climb(from: start, to: height, by: node, began)
        return try await path(from: height)
    }

    /// Whether a step upwards can begin here: within its period, or there is nothing above either.
    private func isUseful(_ start: VerifiedHeader, below height: Int64) async throws -> Bool {
        let now = try await time()
        let isOver =
            options.expiry(ofHeight: start.height, time: start.time, now: now) != nil
        guard isOver else { return true }
        return try await journal.trusted(above: height) == nil
    }

    /// Throws when trust began anew, or was contradicted, since then.
    private func checkUnchanged(since began: Int) throws {
        guard generation == began else {
            throw TrustFailure.waits("trust has changed meanwhile; it is asked for again")
        }
    }

    /// The header before a verified one, by its link.
    func previous(
        of next: VerifiedHeader, by node: any UpstreamNode
    ) async throws -> VerifiedHeader {
        let height = next.height - 1
        if let kept = try await journal.header(at: height),
            kept.hash.bytes == next.header.lastBlockID.hash
        {
            return kept
        }
        let header = try await asking { () throws(UpstreamError) in try await node.header(height) }
        let verified = try judge(
            Verifier.verifyPrevious(header, before: next, options: options), height)
        try await journal.keep(verified, HeaderStanding(via: next.height))
        return verified
    }

    // MARK: What is kept

    /// The path to a header that was verified and confirmed before; nil where there is none.
    private func keptPath(to height: Int64) async throws -> TrustedPath? {
        guard let standing = try await journal.standing(at: height), !standing.isAnchor,
            standing.via != nil, isConfirmed(by: standing.witnesses)
        else { return nil }
        return try await path(from: height)
    }

    /// Whether those who confirmed a header are as many as the configuration asks for now.
    private func isConfirmed(by names: [String]?) -> Bool {
        let known = Set(pool.witnesses.map(\.operatorName))
        return known.intersection(names ?? []).count >= pool.quorum
    }

    /// The headers that lead to a kept one: from each to what it was verified from.
    private func path(from height: Int64) async throws -> TrustedPath {
        let ancestry = try await ancestry(of: height)
        let headers = Trail.shortened(
            ancestry.headers, options: endless, now: now(), checker: .onAllCores)
        let standing = try await journal.standing(at: height)
        return TrustedPath(
            headers: headers, witnesses: standing?.witnesses ?? [],
            isContinuity: ancestry.isContinuity)
    }

    private func ancestry(
        of height: Int64
    ) async throws -> (headers: [VerifiedHeader], isContinuity: Bool) {
        var hasAnchor = false
        var (headers, isContinuity, next): ([VerifiedHeader], Bool, Int64?) = ([], false, height)
        var seen: Set<Int64> = []
        while let height = next, seen.insert(height).inserted {
            guard let header = try await journal.header(at: height),
                let standing = try await journal.standing(at: height)
            else { break }
            headers.append(header)
            isContinuity = isContinuity || standing.isContinuity
            hasAnchor = standing.isAnchor
            next = standing.isAnchor ? nil : standing.via
        }
        guard hasAnchor else {
            throw TrustFailure.waits("trust begins anew; it is asked for again")
        }
        return (headers.reversed(), isContinuity)
    }

    /// Where a step to a height begins: the oldest header on the way to the newest below that is
    /// within its period, so that the ways of receipts stay short.
    private func start(below height: Int64) async throws -> VerifiedHeader? {
        guard let newest = try await journal.trusted(below: height) else { return nil }
        let now = try await time()
        return try await ancestry(of: newest.height).headers.first {
            options.expiry(ofHeight: $0.height, time: $0.time, now: now) == nil
        } ?? newest
    }

    /// The same options without an end of trust.
    var endless: TrustOptions {
        var endless = options
        endless.trustingPeriodSeconds = .max
        return endless
    }

    // MARK: The ways

    /// Verifies a height from one below, has it confirmed, and keeps all of it.
    private func climb(
        from start: VerifiedHeader, to height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws {
        var options = options
        let expiry = options.expiry(
            ofHeight: start.height, time: start.time, now: try await time())
        if let expiry {
            guard upstream.carriesOn else { throw expired(expiry) }
            (options, options.trustLevel) = (endless, .twoThirds)
        }
        let climbed = try await bisect(from: start, to: height, options, by: node)
        let names = try await confirm(
            climbed.trace, by: node, isByAll: expiry != nil || climbed.isAhead)
        try checkUnchanged(since: began)
        var via = start.height
        for header in climbed.trace.dropFirst() {
            let isTarget = header.height == height
            try await journal.keep(
                header,
                HeaderStanding(
                    via: via, witnesses: isTarget ? names : nil, isContinuity: expiry != nil))
            via = header.height
        }
        guard let last = climbed.trace.last else { return }
        floor = max(floor ?? last.time, last.time)
        try await tellRenewed(by: last)
    }

    /// Whoever was told that trust ends, or has ended, is told that it goes on.
    private func tellRenewed(by header: VerifiedHeader) async throws {
        let age = options.age(ofHeaderAt: header.time, now: try await lateTime())
        guard wasExpired || warnedOf != 0, age < .nearlyOver else { return }
        (wasExpired, warnedOf) = (false, 0)
        report(
            GatewayEvent(
                "trust.renewed", "a header of \(header.time) is verified: trust goes on",
                [("height", .number(header.height))]))
    }

    private func expired(_ expiry: Expiry) -> TrustFailure {
        if !wasExpired {
            wasExpired = true
            report(
                GatewayEvent(
                    "trust.over",
                    "\(expiry): sending goes on, proof waits for a checkpoint or for "
                        + "'weighpost chain trust'", level: .warning))
        }
        return .waits("\(expiry)")
    }

    /// The headers between, and whether our clock is behind them.
    private func bisect(
        from trusted: VerifiedHeader, to height: Int64, _ options: TrustOptions,
        by node: any UpstreamNode
    ) async throws -> (trace: [VerifiedHeader], isAhead: Bool) {
        var bisection = Bisection(
            trusted: trusted, target: height, options: options, checker: .onAllCores)
        let sets = [trusted.validators, trusted.nextValidators].compactMap { $0 }
        // Ahead of our clock: believed only when all witnesses say so too.
        var isAhead = false
        while true {
            switch bisection.next {
            case .done(let trace): return (trace, isAhead)
            case .failed(let failure): throw refusal(failure)
            case .fetch(let height):
                let block = try await block(height, knowing: sets, by: node)
                let now = try await time()
                if options.isFromTheFuture(block.header.time, now: now) {
                    guard pool.quorum > 0, !isClockTrusted else {
                        throw behind(block.header.time, now)
                    }
                    isAhead = true
                    bisection.take(block, now: block.header.time)
                } else {
                    bisection.take(block, now: now)
                }
            }
        }
    }

    /// A block on the way, from what is kept where it is; it is judged all the same.
    private func block(
        _ height: Int64, knowing sets: [ValidatorSet], by node: any UpstreamNode
    ) async throws -> UnverifiedLightBlock {
        if let kept = try await journal.header(at: height), let commit = kept.commit,
            let validators = kept.validators
        {
            return UnverifiedLightBlock(
                header: kept.header, commit: commit, validators: validators,
                nextValidators: kept.nextValidators)
        }
        return try await asking { () throws(UpstreamError) in
            try await node.lightBlock(height, knowing: sets)
        }
    }

    /// Whether a time source stands behind our clock: then it is the header that is wrong.
    var isClockTrusted: Bool { clock.wall().clock == .synchronised }

    private func behind(_ time: Timestamp, _ now: Timestamp) -> TrustFailure {
        .waits(
            "the chain's time is \(time) and this box's is \(now): look at the box's clock first")
    }

    /// A header below the anchor, by the links from the lowest one above it.
    private func backwards(
        to height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws -> TrustedPath {
        guard var next = try await journal.trusted(above: height) else {
            throw TrustFailure.waits("no verified header above height \(height)")
        }
        guard height > 0, next.height - height <= HeaderTrust.farthestBack else {
            throw TrustFailure.waits(
                "height \(height) is too far below the verified height \(next.height)")
        }
        // Page by page from the top: each is held against the one above before more is asked for.
        while next.height > height {
            let (bottom, top) = (max(height, next.height - 20), next.height - 1)
            let headers = try await asking { () throws(UpstreamError) in
                try await node.headers(from: bottom, to: top)
            }
            try checkUnchanged(since: began)
            for header in headers.reversed() {
                let verified = try judge(
                    Verifier.verifyPrevious(header, before: next, options: options),
                    header.height)
                try await journal.keep(
                    verified,
                    HeaderStanding(
                        via: next.height,
                        witnesses: try await journal.standing(at: next.height)?.witnesses ?? []))
                next = verified
            }
        }
        return try await path(from: height)
    }

    /// So many heights are followed backwards at most; each is a link in a receipt.
    private static let farthestBack: Int64 = 20_000

    // MARK: Words and clocks

    func asking<T: Sendable>(
        _ question: () async throws(UpstreamError) -> T
    ) async throws -> T {
        do {
            return try await question()
        } catch {
            throw TrustFailure(failure: ProofFailure(error))
        }
    }

    private func refusal(_ failure: Bisection.Failure) -> TrustFailure {
        switch failure {
        case .invalid(_, .fromTheFuture(let time, let now)): behind(time, now)
        case .invalid(let height, let reason): .refuted("header \(height): \(reason)")
        case .expired, .targetBelowTrust: .waits("\(failure)")
        }
    }

    func judge(_ verdict: Verdict, _ height: Int64) throws -> VerifiedHeader {
        switch verdict {
        case .verified(let header): return header
        case .invalid(.fromTheFuture(let time, let now)): throw behind(time, now)
        case .invalid(let reason): throw TrustFailure.refuted("header \(height): \(reason)")
        case .expired(let expiry): throw expired(expiry)
        case .notEnoughTrust:
            throw TrustFailure.refuted("header \(height) has too few signatures")
        }
    }

    /// The moment to count ages by, also while the clock is not believed.
    func lateTime() async throws -> Timestamp {
        if floor == nil { floor = try await journal.trusted(below: .max)?.time }
        return max(now(), floor ?? .epoch)
    }

    /// The moment to judge by; throws while the clock has just been stepped.
    func time() async throws -> Timestamp {
        let wall = clock.wall()
        let step = watch.look(
            wallSeconds: wall.seconds, monotonicMilliseconds: milliseconds(),
            isSynchronised: wall.clock == .synchronised)
        if let step {
            throw TrustFailure.waits(
                "this box's clock was stepped by \(step) s and no time source stands behind it; "
                    + "set it right and start the agent again")
        }
        return try await lateTime()
    }

    /// Seconds since 1970, by this box.
    var seconds: Int64 { clock.wall().seconds }

    func milliseconds() -> Int64 {
        clock.monotonic().milliseconds(since: MonotonicTime(nanoseconds: 0))
    }

    private func now() -> Timestamp {
        let wall = clock.wall()
        return Timestamp(seconds: wall.seconds, nanoseconds: wall.nanoseconds) ?? .epoch
    }
}
