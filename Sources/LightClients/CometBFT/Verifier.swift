package import Wire

/// The light client's one step: it judges whether a header is what the chain decided.
///
/// Pure: the moment and everything else is an argument. The checks stand in the order of
/// CometBFT's light client specification, so that every verdict has one reason.
package enum Verifier {
    /// Verifies a block of a higher height from a header that is trusted.
    ///
    /// The very next height needs no trusted next validators: its validators are named in the
    /// trusted header. Any other height needs them; without them the verdict is
    /// `notEnoughTrust`, which leads to the very next height in the end.
    package static func verify(
        _ block: UnverifiedLightBlock, trusted: VerifiedHeader, options: TrustOptions,
        now: Timestamp, checker: SignatureChecker = .oneByOne
    ) -> Verdict {
        if let expiry = options.expiry(ofHeight: trusted.height, time: trusted.time, now: now) {
            return .expired(expiry)
        }
        return verdict { () throws(Invalidity) in
            let hash = try block.checkedBasics(options)
            try checkProgress(of: block.header, since: trusted, options, now)
            let total = try block.checkedSets()
            var signatures = CommitSignatures(
                block.commit, chainID: options.chainID, checker: checker)
            if block.header.height - 1 == trusted.height {
                guard block.header.validatorsHash == trusted.header.nextValidatorsHash else {
                    throw .notTheExpectedValidators(
                        expected: trusted.header.nextValidatorsHash,
                        found: block.header.validatorsHash)
                }
            } else if !(try carries(&signatures, trusted, options)) {
                return nil
            }
            // Last, since the block's own set may be as large as a liar likes.
            try signatures.checkQuorum(of: block.validators, total: total)
            return VerifiedHeader(checked: block, hash: hash)
        }
    }

    /// Verifies the block where trust begins: it has the anchor's hash and a quorum of its own.
    package static func start(
        _ block: UnverifiedLightBlock, at anchor: Anchor, options: TrustOptions, now: Timestamp,
        checker: SignatureChecker = .oneByOne
    ) -> Verdict {
        verdict(of: block.header, at: anchor, options, now) { () throws(Invalidity) in
            let hash = try block.checkedBasics(options)
            try check(block.header, hash, anchor, options, now)
            let total = try block.checkedSets()
            var signatures = CommitSignatures(
                block.commit, chainID: options.chainID, checker: checker)
            try signatures.checkQuorum(of: block.validators, total: total)
            return VerifiedHeader(checked: block, hash: hash)
        }
    }

    /// Verifies the header where trust begins by the anchor's hash alone, without its votes.
    ///
    /// The hash was given by somebody who is trusted and says all that votes could say.
    package static func start(
        _ header: Header, nextValidators: ValidatorSet?, at anchor: Anchor,
        options: TrustOptions, now: Timestamp
    ) -> Verdict {
        verdict(of: header, at: anchor, options, now) { () throws(Invalidity) in
            let hash = try header.checked()
            try header.checkChain(options.chainID)
            try check(header, hash, anchor, options, now)
            try nextValidators?.check(
                against: header.nextValidatorsHash, else: Invalidity.wrongNextValidators)
            return VerifiedHeader(checked: header, hash: hash, nextValidators: nextValidators)
        }
    }

    /// Verifies the header of the height before a verified one, by the hash that one names.
    ///
    /// Needs no votes and no clock. The result can prove transactions and results; heights above
    /// are better verified from the header that came after.
    package static func verifyPrevious(
        _ header: Header, before next: VerifiedHeader, options: TrustOptions
    ) -> Verdict {
        verdict { () throws(Invalidity) in
            let hash = try header.checked()
            try header.checkChain(options.chainID)
            guard header.height == next.height - 1 else {
                throw .notTheHeightBefore(expected: next.height - 1, found: header.height)
            }
            guard header.time < next.time else {
                throw .timeNotDecreasing(later: next.time, found: header.time)
            }
            guard hash.bytes == next.header.lastBlockID.hash else {
                throw .brokenLink(expected: next.header.lastBlockID.hash, found: hash)
            }
            return VerifiedHeader(checked: header, hash: hash, nextValidators: nil)
        }
    }
}

extension Verifier {
    /// Runs checks: a header is verified, nil is too little trust, an error is the reason.
    private static func verdict(
        _ checks: () throws(Invalidity) -> VerifiedHeader?
    ) -> Verdict {
        do throws(Invalidity) {
            guard let header = try checks() else { return .notEnoughTrust }
            return .verified(header)
        } catch {
            return .invalid(error)
        }
    }

    /// Runs the checks of a first header, and then looks at its age: only a header that is the
    /// anchor can say that the anchor is too old.
    private static func verdict(
        of header: Header, at anchor: Anchor, _ options: TrustOptions, _ now: Timestamp,
        _ checks: () throws(Invalidity) -> VerifiedHeader?
    ) -> Verdict {
        let verdict = verdict(checks)
        guard case .verified = verdict,
            let expiry = options.expiry(ofHeight: header.height, time: header.time, now: now)
        else { return verdict }
        return .expired(expiry)
    }

    private static func check(
        _ header: Header, _ hash: Digest, _ anchor: Anchor, _ options: TrustOptions,
        _ now: Timestamp
    ) throws(Invalidity) {
        guard header.height == anchor.height else {
            throw .notTheHeightAskedFor(asked: anchor.height, found: header.height)
        }
        guard hash == anchor.hash else {
            throw .notTheAnchor(expected: anchor.hash, found: hash)
        }
        guard !options.isFromTheFuture(header.time, now: now) else {
            throw .fromTheFuture(time: header.time, now: now)
        }
    }

    private static func checkProgress(
        of header: Header, since trusted: VerifiedHeader, _ options: TrustOptions,
        _ now: Timestamp
    ) throws(Invalidity) {
        guard header.height > trusted.height else {
            throw .heightNotIncreasing(trusted: trusted.height, found: header.height)
        }
        guard header.time > trusted.time else {
            throw .timeNotIncreasing(trusted: trusted.time, found: header.time)
        }
        guard !options.isFromTheFuture(header.time, now: now) else {
            throw .fromTheFuture(time: header.time, now: now)
        }
    }

    /// Whether enough of the validators that are trusted to sign next voted for a later block.
    private static func carries(
        _ signatures: inout CommitSignatures, _ trusted: VerifiedHeader, _ options: TrustOptions
    ) throws(Invalidity) -> Bool {
        guard let next = trusted.nextValidators, let total = next.totalPower else { return false }
        let power = try signatures.trustedPower(in: next)
        return options.trustLevel.isExceeded(by: power, of: total)
    }
}

extension UnverifiedLightBlock {
    /// The checks of header and commit, each alone and both together; returns the header's hash.
    fileprivate func checkedBasics(_ options: TrustOptions) throws(Invalidity) -> Digest {
        let hash = try header.checked()
        // Before the votes: those of another kind of key have another length.
        try validators.checkKinds()
        try commit.check()
        try header.checkChain(options.chainID)
        guard commit.height == header.height else {
            throw .wrongCommitHeight(header: header.height, commit: commit.height)
        }
        guard commit.blockID.hash == hash.bytes else {
            throw .commitForOtherBlock(header: hash, commit: commit.blockID.hash)
        }
        return hash
    }

    /// The checks of both validator sets; returns the total power of the block's own.
    fileprivate func checkedSets() throws(Invalidity) -> Int64 {
        try validators.check(against: header.validatorsHash, else: Invalidity.wrongValidators)
        // An empty set of next validators is the chain's end, but no reason to doubt this block.
        guard !validators.validators.isEmpty else { throw .noValidators }
        // Mostly nobody joins or leaves, and then all was said of the one set that there is to check.
        if header.nextValidatorsHash != header.validatorsHash || nextValidators != validators {
            try nextValidators?.check(
                against: header.nextValidatorsHash, else: Invalidity.wrongNextValidators)
        }
        guard let total = validators.totalPower else { throw .totalPowerTooLarge }
        return total
    }
}
