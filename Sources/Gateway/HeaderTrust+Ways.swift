import Delivery
import Intake
import JournalStore
import LightClients
import UpstreamNodes
import Wire

extension HeaderTrust {
    /// Climbs to a height; whoever wants the same meanwhile shares what comes of it.
    func climbOnce(
        from start: VerifiedHeader, to height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws {
        try await once(for: height) {
            // Somebody may have got it since it was looked for.
            if try await isKept(height) { return }
            try await climb(from: start, to: height, by: node, began)
        }
    }

    /// Gets a header that is to be kept; whoever wants the same one meanwhile waits for it and
    /// shares what comes of it.
    func once(for height: Int64, _ get: () async throws -> Void) async throws {
        if gets[height] != nil {
            // Bounded by the first one's end, which always comes.
            return try await withCheckedThrowingContinuation { waiter in
                gets[height, default: []].append(waiter)
            }
        }
        gets[height] = []
        let result: Result<Void, any Error>
        do {
            result = .success(try await get())
        } catch {
            result = .failure(error)
        }
        for waiter in gets.removeValue(forKey: height) ?? [] { waiter.resume(with: result) }
        try result.get()
    }

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
        // Fetching and confirming may take minutes; what trust rested on may be over by now.
        if expiry == nil,
            let late = options.expiry(
                ofHeight: start.height, time: start.time, now: try await time())
        {
            throw expired(late)
        }
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

    func expired(_ expiry: Expiry) -> TrustFailure {
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

    func behind(_ time: Timestamp, _ now: Timestamp) -> TrustFailure {
        .waits(
            "the chain's time is \(time) and this box's is \(now): look at the box's clock first")
    }

    /// A header below the anchor, by the links from the lowest one above it.
    func backwards(
        to height: Int64, by node: any UpstreamNode, _ began: Int
    ) async throws -> TrustedPath {
        guard height > 0,
            var next = try await confirmed(above: height, within: farthestBack)
        else {
            guard let above = try await journal.trusted(above: height)?.height else {
                throw TrustFailure.waits("no verified header above height \(height)")
            }
            throw TrustFailure.tooFar(height, below: above)
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

    /// Replaces the links that led down to a header by its own votes, where the node has them.
    ///
    /// A receipt then needs one header less for every link. Who confirmed it stays.
    func shorten(_ height: Int64, by node: any UpstreamNode, _ began: Int) async throws {
        guard let linked = try await journal.header(at: height), linked.commit == nil,
            let standing = try await journal.standing(at: height),
            let start = try await start(below: height)
        else { return }
        do {
            let climbed = try await bisect(from: start, to: height, options, by: node)
            try checkUnchanged(since: began)
            guard climbed.trace.last?.hash == linked.hash, !climbed.isAhead else { return }
            var via = start.height
            for header in climbed.trace.dropFirst() {
                let isTarget = header.height == height
                try await journal.keep(
                    header,
                    HeaderStanding(via: via, witnesses: isTarget ? standing.witnesses : nil))
                via = header.height
            }
        } catch is TrustFailure {
            // It is verified already; the longer way to it will do.
            try checkUnchanged(since: began)
        }
    }

    /// Each height followed backwards is a link in a receipt, which may have a mebibyte.
    static let usualFarthestBack: Int64 = 1_500

    /// So many links backwards are less than a round of witnesses of its own.
    static let near: Int64 = 16
}
