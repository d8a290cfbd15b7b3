import Delivery
import Intake
import JournalStore
import LightClients
import UpstreamNodes
import Wire

/// Why no verified header came about.
struct TrustFailure: Error {
    let failure: ProofFailure
}

/// Drives the light client: fetches what it asks for, and keeps what it verified.
///
/// The anchor comes from the configuration. Nothing a node says is kept before it is verified.
actor HeaderTrust {
    private let journal: SQLiteJournal
    private let anchor: Anchor
    private let options: TrustOptions
    private let clock: SiteClock

    init(
        journal: SQLiteJournal, anchor: Anchor, options: TrustOptions, clock: SiteClock
    ) {
        (self.journal, self.anchor, self.options) = (journal, anchor, options)
        self.clock = clock
    }

    /// The verified headers from the anchor to a height, both included.
    ///
    /// Skips as far as trust reaches: with validators that stay, two headers, however long the
    /// box was away. Where the anchor is too old, the newest header that was verified since takes
    /// its place.
    func path(
        to height: Int64, by node: any UpstreamNode
    ) async throws -> [VerifiedHeader] {
        let start = try await verifiedAnchor(by: node)
        if start.height == height { return [start] }
        let first = await bisect(from: start, to: height, by: node)
        guard case .failure(let failure) = first, failure.isExpiry,
            let later = try await journal.trusted(below: height), later.height > start.height
        else { return try await keep(first) }
        return try await keep(await bisect(from: later, to: height, by: node))
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
        switch Verifier.verifyPrevious(header, before: next, options: options) {
        case .verified(let verified):
            try await journal.keep(verified)
            return verified
        case let verdict: throw refuted(verdict, height)
        }
    }

    private func verifiedAnchor(by node: any UpstreamNode) async throws -> VerifiedHeader {
        if let kept = try await journal.anchor(at: anchor.height), kept.hash == anchor.hash {
            return kept
        }
        let height = anchor.height
        let block = try await asking { () throws(UpstreamError) in
            try await node.lightBlock(height)
        }
        switch Verifier.start(block, at: anchor, options: options, now: now()) {
        case .verified(let verified):
            try await journal.keep(verified, isAnchor: true)
            return verified
        case let verdict: throw refuted(verdict, height)
        }
    }

    /// What a bisection came to.
    private enum Failure: Error {
        case bisection(Bisection.Failure)
        case node(UpstreamError)

        var isExpiry: Bool {
            if case .bisection(.expired) = self { return true }
            return false
        }
    }

    private func bisect(
        from trusted: VerifiedHeader, to height: Int64, by node: any UpstreamNode
    ) async -> Result<[VerifiedHeader], Failure> {
        var bisection = Bisection(trusted: trusted, target: height, options: options)
        while true {
            switch bisection.next {
            case .done(let trace): return .success(trace)
            case .failed(let failure): return .failure(.bisection(failure))
            case .fetch(let height):
                do throws(UpstreamError) {
                    bisection.take(try await node.lightBlock(height), now: now())
                } catch {
                    return .failure(.node(error))
                }
            }
        }
    }

    /// Keeps what was verified; turns a failure into what delivery makes of it.
    private func keep(
        _ result: Result<[VerifiedHeader], Failure>
    ) async throws -> [VerifiedHeader] {
        switch result {
        case .success(let trace):
            for header in trace.dropFirst() { try await journal.keep(header) }
            return trace
        case .failure(.node(let error)): throw TrustFailure(failure: ProofFailure(error))
        case .failure(.bisection(.invalid(let height, let reason))):
            throw TrustFailure(failure: .refuted(reason: "header \(height): \(reason)"))
        case .failure(.bisection(let failure)):
            // Nobody lied: trust ran out on this box. Proof waits for a new anchor.
            throw TrustFailure(failure: .away(reason: "\(failure)"))
        }
    }

    private func asking<T: Sendable>(
        _ question: () async throws(UpstreamError) -> T
    ) async throws -> T {
        do {
            return try await question()
        } catch {
            throw TrustFailure(failure: ProofFailure(error))
        }
    }

    private func refuted(_ verdict: Verdict, _ height: Int64) -> TrustFailure {
        switch verdict {
        case .invalid(let reason):
            TrustFailure(failure: .refuted(reason: "header \(height): \(reason)"))
        case .expired(let expiry): TrustFailure(failure: .away(reason: "\(expiry)"))
        case .notEnoughTrust, .verified:
            TrustFailure(failure: .refuted(reason: "header \(height) has too few signatures"))
        }
    }

    private func now() -> Timestamp {
        let wall = clock.wall()
        return Timestamp(seconds: wall.seconds, nanoseconds: wall.nanoseconds) ?? .epoch
    }
}
