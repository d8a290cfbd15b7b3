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

    /// Verifies every step from the one that is the anchor; gives the anchor's header, the last
    /// one, and how many steps stand in front of the anchor.
    ///
    /// A way that begins earlier passes through the anchor of whoever verifies it later: what is
    /// in front proves nothing to him and is not looked at. From the first step downwards on only
    /// links count: keys of that time may since have been sold, and whoever bought them can sign
    /// what follows an old header as well as its validators could.
    mutating func walk(
        from anchor: Anchor
    ) throws(Refutation) -> (anchor: VerifiedHeader, last: VerifiedHeader, skipped: Int) {
        let first = place(of: anchor)
        let start = try self.start(at: anchor, first)
        var (trusted, place) = (start, first)
        var waiting: [Link] = []
        var hasDescended = false
        for (index, link) in links.enumerated().dropFirst(first + 1) {
            guard (link.commit == nil) == (link.validators == nil) else {
                throw Refutation("header \(link.header.height) has votes without validators")
            }
            if let block = link.block {
                guard !hasDescended else {
                    throw Refutation(
                        "header \(link.header.height): after a step downwards votes prove nothing; "
                            + "their keys may be sold by now, and only links lead further")
                }
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
                (place, hasDescended) = (index, true)
            } else {
                waiting.append(link)
            }
        }
        if let link = waiting.first {
            throw Refutation("nothing speaks for header \(link.header.height)")
        }
        try checkUse(from: first)
        return (start, trusted, first)
    }

    /// The place of the step that is the anchor; the first where none is, which then says why.
    private func place(of anchor: Anchor) -> Int {
        links.firstIndex { link in
            link.header.height == anchor.height && link.header.hash == anchor.hash
        } ?? 0
    }

    private func start(at anchor: Anchor, _ place: Int) throws(Refutation) -> VerifiedHeader {
        guard links.indices.contains(place) else { throw Refutation("no header at all") }
        let first = links[place]
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
    private func checkUse(from first: Int) throws(Refutation) {
        for (link, isUsed) in zip(links, used).dropFirst(first)
        where !isUsed && link.nextValidators != nil {
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
