import Delivery
import Evidence
import JournalStore
import LightClients
import UpstreamNodes
import Wire

extension HeaderTrust {
    /// Where trust begins at present.
    func anchor() async throws -> Anchor {
        try await journal.anchors().last ?? upstream.anchor
    }

    /// The anchor's header, verified; once, for what was verified is kept.
    func verifiedAnchor(by node: any UpstreamNode) async throws -> VerifiedHeader {
        let anchor = try await anchor()
        if let kept = try await journal.anchor(at: anchor.height), kept.hash == anchor.hash {
            return kept
        }
        try await once(for: anchor.height) {
            let kept = try await journal.anchor(at: anchor.height)
            if kept?.hash != anchor.hash { try await verify(anchor, by: node) }
        }
        guard let kept = try await journal.anchor(at: anchor.height), kept.hash == anchor.hash
        else { throw TrustFailure.waits("trust begins anew; it is asked for again") }
        return kept
    }

    private func verify(_ anchor: Anchor, by node: any UpstreamNode) async throws {
        let block = try await asking { () throws(UpstreamError) in
            try await node.lightBlock(anchor.height)
        }
        // The anchor's hash is vouched for, so its time is one that has been: a clock without a
        // source is behind it, not the other way round.
        var now = try await time()
        if !isClockTrusted { now = max(now, block.header.time) }
        let verified = try judge(
            Verifier.start(
                block, at: anchor, options: upstream.carriesOn ? endless : options, now: now,
                checker: .onAllCores),
            anchor.height)
        try await journal.keep(verified, HeaderStanding(isAnchor: true))
    }

    /// Takes a checkpoint that some carrier brought.
    ///
    /// Throws `EvidenceError` for one that does not count here.
    func take(
        checkpoint bytes: [UInt8], by carrier: String, asking nodes: [any UpstreamNode]
    ) async throws {
        guard let rule = upstream.checkpoints else {
            throw EvidenceError(
                "no keys of checkpoints are pinned; write them under 'upstream: checkpoints:'")
        }
        let signed = try SignedCheckpoint(decoding: bytes)
        // The clock of a box that was away may be far behind; it must not take what is long over.
        let now = seconds
        try signed.check(
            chainID: options.chainID, keys: rule.keys, threshold: rule.threshold, now: now)
        let checkpoint = signed.checkpoint
        let anchor = Anchor(height: checkpoint.height, hash: checkpoint.hash)
        if try await journal.anchors().contains(anchor) || upstream.anchor == anchor { return }
        let present = try await self.anchor()
        guard anchor.height > present.height else {
            throw EvidenceError(
                "the checkpoint is of height \(anchor.height), and trust begins at "
                    + "\(present.height) already")
        }
        if let newest = try await journal.trusted(below: .max), newest.height >= anchor.height,
            options.expiry(ofHeight: newest.height, time: newest.time, now: try await time()) == nil
        {
            // Better trust is not given up for it; but what is proven from here on may begin there.
            return try await adopt(anchor, "checkpoint by \(carrier)", nodes)
        }
        try await begin(at: anchor, .checkpoint, "checkpoint by \(carrier)")
    }

    /// Lets receipts begin at a block that was verified on the way, and that somebody vouches for:
    /// so they need no anchor older than that.
    private func adopt(
        _ anchor: Anchor, _ words: String, _ nodes: [any UpstreamNode]
    ) async throws {
        var trouble: any Error = EvidenceError("no node is configured")
        for node in nodes {
            do {
                let path = try await path(to: anchor.height, by: node)
                guard path.headers.last?.hash == anchor.hash else {
                    throw EvidenceError(
                        "block \(anchor.height) is verified as another one than the checkpoint says: "
                            + "one of them is of another branch; ask the chain's operators")
                }
                let block = try await asking { () throws(UpstreamError) in
                    try await node.lightBlock(anchor.height)
                }
                let verified = try judge(
                    Verifier.start(
                        block, at: anchor, options: options, now: try await time(),
                        checker: .onAllCores), anchor.height)
                try await journal.keep(verified, HeaderStanding(isAnchor: true))
                try await journal.take(anchor, origin: words, now: seconds)
                return try await tell(anchor, by: .checkpoint)
            } catch let error as TrustFailure {
                trouble = EvidenceError(
                    "trust reaches beyond block \(anchor.height), and it could not be looked at: "
                        + error.failure.words)
            }
        }
        throw trouble
    }

    /// Whether the block that trust begins at has a third of the period behind it: receipts that
    /// begin there will not be fresh for long.
    func isAnchorOld() async throws -> Bool {
        guard let anchor = try await journal.anchor(at: anchor().height) else { return false }
        return options.age(ofHeaderAt: anchor.time, now: try await lateTime()) > .fresh
    }

    /// Begins trust at a block that people of the site decided on; contradictions are settled.
    func take(decision: TrustDecision) async throws {
        if let anchor = decision.anchor {
            try await begin(
                at: anchor, .decision, "decision of \(decision.names.joined(separator: ", "))")
        }
        // Last: a crash before it leaves proof waiting, not open.
        try await journal.settleDivergences(now: seconds)
        isContradicted = false
    }

    /// `words` may name persons: they stay in this box's own tables.
    private func begin(
        at anchor: Anchor, _ origin: TrustHappening.Origin, _ words: String
    ) async throws {
        // Whatever waits for an answer now began with another trust, and what was believed before may
        // belong to another branch of the chain: everything is verified anew from here.
        generation += 1
        try await journal.forgetHeaders()
        floor = nil
        (wasExpired, warnedOf) = (false, 0)
        try await journal.take(anchor, origin: words, now: seconds)
        try await tell(anchor, by: origin)
    }

    private func tell(_ anchor: Anchor, by origin: TrustHappening.Origin) async throws {
        try await record(.anchored(anchor, by: origin))
        report(
            GatewayEvent(
                "trust.anchored",
                "trust begins at block \(anchor.height), \(anchor.hash), by \(origin)",
                [("height", .number(anchor.height)), ("hash", .text("\(anchor.hash)"))]))
    }

    /// How much of its period the newest verified header has behind it.
    ///
    /// Tells when that is nearly all, once for every header.
    func age() async throws -> TrustAge {
        let newest = try await journal.trusted(below: .max)
        guard let newest else { return .over }
        let age = options.age(ofHeaderAt: newest.time, now: try await lateTime())
        if age == .nearlyOver, warnedOf != newest.height {
            warnedOf = newest.height
            report(
                GatewayEvent(
                    "trust.ending",
                    "the newest verified header is of \(newest.time): trust ends soon; a link to a "
                        + "node renews it, or a signed checkpoint",
                    [("height", .number(newest.height))], level: .warning))
        }
        return age
    }

    /// Whether a height is above everything that was verified.
    func isNews(_ height: Int64) async throws -> Bool {
        guard let newest = try await journal.trusted(below: .max) else { return height > 0 }
        return height > newest.height
    }

    /// Forgets headers that nothing rests on.
    func prune() async throws {
        try await journal.pruneHeaders()
    }
}
