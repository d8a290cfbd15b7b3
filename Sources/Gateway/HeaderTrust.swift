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
    /// Whether the way to the header would be too long for a receipt.
    var isTooFar = false

    /// Nobody lied and no node can help: proof waits.
    static func waits(_ reason: String) -> TrustFailure {
        TrustFailure(failure: .waits(reason: reason))
    }

    /// This node cannot show it.
    static func away(_ reason: String) -> TrustFailure {
        TrustFailure(failure: .away(reason: reason))
    }

    /// The header lies too far below everything that is trusted.
    static func tooFar(_ height: Int64, below trusted: Int64) -> TrustFailure {
        TrustFailure(
            failure: .away(
                reason: "height \(height) is too far below the verified height \(trusted)"),
            isTooFar: true)
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
    /// So many heights are followed backwards at most.
    let farthestBack: Int64
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
    /// The headers that are being got, by their height, and who waits for each.
    var gets: [Int64: [CheckedContinuation<Void, any Error>]] = [:]

    init(
        journal: SQLiteJournal, upstream: Configuration.Upstream, clock: SiteClock,
        witnesses: [any UpstreamNode], report: @escaping @Sendable (GatewayEvent) -> Void,
        record: @escaping @Sendable (TrustHappening) async throws -> Void,
        farthestBack: Int64 = HeaderTrust.usualFarthestBack
    ) {
        (self.journal, self.upstream, self.clock) = (journal, upstream, clock)
        (self.witnesses, self.report, self.record) = (witnesses, report, record)
        self.farthestBack = farthestBack
        pool = upstream.witnesses
        watch = ClockWatch(maxStepSeconds: upstream.trust.maxClockDriftSeconds)
    }

    /// Where no witness is asked, every step rests on two thirds: with a third, validators could have
    /// a box believe a set that nobody elected.
    var options: TrustOptions {
        var options = upstream.trust
        if pool.quorum == 0 { options.trustLevel = .twoThirds }
        return options
    }

    /// The verified headers from the anchor to a height, both included.
    ///
    /// Skips as far as trust reaches: with validators that stay, two headers, however long the box
    /// was away. Heights below the anchor, and those soon below a header that is verified, are
    /// reached by the links backwards.
    ///
    /// `highest` is a height above for which a proof waits too: where it is near, one update to it
    /// serves both.
    func path(
        to height: Int64, orSoonAbove highest: Int64? = nil, by node: any UpstreamNode
    ) async throws -> TrustedPath {
        try await checkUncontradicted()
        let began = generation
        let path = try await path(to: height, highest ?? height, by: node, began)
        try checkUnchanged(since: began)
        return path
    }

    private func path(
        to height: Int64, _ highest: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws -> TrustedPath {
        if let kept = try await keptPath(to: height) { return kept }
        let anchor = try await verifiedAnchor(by: node)
        if anchor.height == height { return try await path(from: height) }
        if try await reach(highest, near: height, by: node, began) {
            if let kept = try await keptPath(to: height) { return kept }
            _ = try await backwards(to: height, by: node, began)
            try await shorten(height, by: node, began)
            return try await path(from: height)
        }
        guard let start = try await start(below: height),
            try await isUseful(start, below: height)
        else { return try await backwards(to: height, by: node, began) }
        try await climbOnce(from: start, to: height, by: node, began)
        return try await path(from: height)
    }

    /// Whether a confirmed header stands soon above a height, now or after an update to `highest`.
    private func reach(
        _ highest: Int64, near height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws -> Bool {
        if try await confirmed(above: height, within: HeaderTrust.near) != nil { return true }
        guard highest > height, highest - height <= HeaderTrust.near,
            let start = try await start(below: height),
            try await isUseful(start, below: height)
        else { return false }
        do {
            try await climbOnce(from: start, to: highest, by: node, began)
            return true
        } catch is TrustFailure {
            // Only a node's word says that there is such a block. The height itself may do.
            try await checkUncontradicted()
            try checkUnchanged(since: began)
            return false
        }
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
    func checkUnchanged(since began: Int) throws {
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
        try await isKept(height) ? try await path(from: height) : nil
    }

    /// Whether a header was verified before, and confirmed as it has to be now.
    func isKept(_ height: Int64) async throws -> Bool {
        guard let standing = try await journal.standing(at: height) else { return false }
        return !standing.isAnchor && standing.via != nil && isConfirmed(by: standing.witnesses)
    }

    /// Whether those who confirmed a header are as many as the configuration asks for now.
    private func isConfirmed(by names: [String]?) -> Bool {
        let known = Set(pool.witnesses.map(\.operatorName))
        return known.intersection(names ?? []).count >= pool.quorum
    }

    /// The lowest header above a height, so far above at most, that as many confirmed as have to.
    func confirmed(
        above height: Int64, within distance: Int64
    ) async throws -> VerifiedHeader? {
        var below = height
        while let header = try await journal.trusted(above: below),
            header.height - height <= distance
        {
            guard let standing = try await journal.standing(at: header.height) else { return nil }
            if standing.isAnchor || isConfirmed(by: standing.witnesses) { return header }
            below = header.height
        }
        return nil
    }

    /// The headers that lead to a kept one: from each to what it was verified from.
    func path(from height: Int64) async throws -> TrustedPath {
        let ancestry = try await ancestry(of: height)
        // Whoever gets the receipt asks no witness: what leads by two thirds is not left out.
        var options = endless
        options.trustLevel = .twoThirds
        let headers = Trail.shortened(
            ancestry.headers, options: options, now: now(), checker: .onAllCores)
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

    /// Where a step to a height begins: the anchor, or the oldest header on the way to the newest
    /// below, that is within its period, so that the ways of receipts stay short.
    func start(below height: Int64) async throws -> VerifiedHeader? {
        guard let newest = try await journal.trusted(below: height) else { return nil }
        let now = try await time()
        if let anchor = try await journal.anchor(at: anchor().height), anchor.height < height,
            options.expiry(ofHeight: anchor.height, time: anchor.time, now: now) == nil
        {
            return anchor
        }
        return try await ancestry(of: newest.height).headers.first {
            $0.height < height
                && options.expiry(ofHeight: $0.height, time: $0.time, now: now) == nil
        } ?? newest
    }

    /// The same options without an end of trust.
    var endless: TrustOptions {
        var endless = options
        endless.trustingPeriodSeconds = .max
        return endless
    }

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

    func refusal(_ failure: Bisection.Failure) -> TrustFailure {
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
