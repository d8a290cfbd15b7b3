import Evidence
import LightClients
import Wire

/// The way from the anchor to the header that carries the results, step by step.
struct HeaderTrail {
    /// A step as it was read.
    private struct Link {
        let header: Header
        let commit: Commit?
        let validators: ValidatorSet?
        let nextValidators: ValidatorSet?

        /// The block, when its votes are there.
        var block: UnverifiedLightBlock? {
            guard let commit, let validators else { return nil }
            return UnverifiedLightBlock(
                header: header, commit: commit, validators: validators,
                nextValidators: nextValidators)
        }
    }

    private let links: [Link]
    private let options: TrustOptions
    private let now: Timestamp
    /// Whether a step's next validators were of use.
    private var used: [Bool]

    /// Reads the headers of a receipt.
    init(_ receipt: ReceiptFrame, options: TrustOptions, now: Timestamp) throws(Refutation) {
        (self.options, self.now) = (options, now)
        var links: [Link] = []
        do throws(ProtobufError) {
            var sets: [ValidatorSet] = []
            for bytes in receipt.validatorSets { sets.append(try ValidatorSet(protobuf: bytes)) }
            for step in receipt.steps {
                links.append(
                    Link(
                        header: try Header(protobuf: step.header),
                        commit: try step.commit.map { bytes throws(ProtobufError) in
                            try Commit(protobuf: bytes)
                        },
                        validators: step.validators.map { sets[$0] },
                        nextValidators: step.nextValidators.map { sets[$0] }))
            }
        } catch {
            throw Refutation("a header, its votes or its validators: \(error)")
        }
        self.links = links
        used = Array(repeating: false, count: links.count)
    }

    /// Verifies every step; gives the anchor's header and the last one.
    mutating func walk(
        from anchor: Anchor
    ) throws(Refutation) -> (anchor: VerifiedHeader, last: VerifiedHeader) {
        let start = try self.start(at: anchor)
        var (trusted, place) = (start, 0)
        var waiting: [Link] = []
        for (index, link) in links.enumerated().dropFirst() {
            guard (link.commit == nil) == (link.validators == nil) else {
                throw Refutation("header \(link.header.height) has votes without validators")
            }
            if let block = link.block {
                used[place] = block.header.height != trusted.height + 1
                let next = try verified(
                    Verifier.verify(block, trusted: trusted, options: options, now: now),
                    link.header)
                try verify(waiting, before: next, after: trusted)
                (waiting, trusted, place) = ([], next, index)
            } else if link.header.height == trusted.height - 1, waiting.isEmpty {
                trusted = try verified(
                    Verifier.verifyPrevious(link.header, before: trusted, options: options),
                    link.header)
                place = index
            } else {
                waiting.append(link)
            }
        }
        if let link = waiting.first {
            throw Refutation("nothing speaks for header \(link.header.height)")
        }
        try checkUse()
        return (start, trusted)
    }

    private func start(at anchor: Anchor) throws(Refutation) -> VerifiedHeader {
        guard let first = links.first else { throw Refutation("no header at all") }
        guard (first.commit == nil) == (first.validators == nil) else {
            throw Refutation("header \(first.header.height) has votes without validators")
        }
        let verdict =
            if let block = first.block {
                Verifier.start(block, at: anchor, options: options, now: now)
            } else {
                Verifier.start(
                    first.header, nextValidators: first.nextValidators, at: anchor,
                    options: options, now: now)
            }
        return try verified(verdict, first.header)
    }

    /// Verifies headers without votes: each is named by the one that follows it.
    private func verify(
        _ waiting: [Link], before next: VerifiedHeader, after trusted: VerifiedHeader
    ) throws(Refutation) {
        var next = next
        for link in waiting.reversed() {
            next = try verified(
                Verifier.verifyPrevious(link.header, before: next, options: options),
                link.header)
        }
        guard next.height > trusted.height else {
            throw Refutation("headers are out of order at height \(next.height)")
        }
    }

    /// What no step needs is checked by no step, so it must not be there.
    private func checkUse() throws(Refutation) {
        for (link, isUsed) in zip(links, used) where !isUsed && link.nextValidators != nil {
            throw Refutation("header \(link.header.height) names validators nobody needs")
        }
    }

    private func verified(
        _ verdict: Verdict, _ header: Header
    ) throws(Refutation) -> VerifiedHeader {
        switch verdict {
        case .verified(let header): return header
        case .invalid(let reason): throw Refutation("header \(header.height): \(reason)")
        case .notEnoughTrust:
            throw Refutation(
                "header \(header.height): too few of the validators that were trusted before "
                    + "signed it; headers in between are missing")
        case .expired(let expiry): throw Refutation("\(expiry)")
        }
    }
}

/// Why something proves nothing.
struct Refutation: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
