import Wire

/// What a verification found, and on what it rests.
public struct VerificationReport: Hashable, Sendable {
    /// On what trust in the findings rests.
    public enum Basis: String, Hashable, Sendable {
        /// An anchor that was within the trusting period at the time given.
        case freshAnchor = "fresh anchor"
        /// An anchor within the trusting period, of a later block: hash links lead down from it.
        case laterAnchor = "later anchor, by hash links"
        /// An anchor within the trusting period, and the ledger's log under a later header.
        case logProof = "fresh anchor, by the ledger's log"
        /// An anchor older than the trusting period: validators of that time may since have sold
        /// their keys, so it is never called verified.
        case archival = "archival"
        /// A public key alone: nothing is said about the ledger.
        case publicKey = "public key"
        /// Nothing: what was shown proves nothing.
        case nothing = "nothing"
    }

    /// What was verified, in words: "receipt of entry 7 of …".
    public let subject: String
    /// What was found, in the order in which it was checked.
    public let findings: [Finding]
    /// On what it rests.
    public let basis: Basis

    /// The findings that speak against it.
    public var failures: [Finding] { findings.filter(\.isFailure) }

    /// Whether a step of the headers rests on a third of the validators that were trusted before it,
    /// and not on two thirds: with a third, a set can be made up that nobody elected.
    ///
    /// Hold the last header against a node of somebody else's, or verify with `ChainTrust.isStrict`.
    public var restsOnThird: Bool { findings.contains { $0.code == .share } }

    /// Whether everything held, and more than an expired anchor stands behind it.
    public var isVerified: Bool {
        switch basis {
        case .freshAnchor, .laterAnchor, .logProof, .publicKey: failures.isEmpty
        case .archival, .nothing: false
        }
    }

    /// The one word for it: "verified", "archival" or "not verified".
    public var verdict: String {
        if isVerified { return "verified" }
        return basis == .archival && failures.isEmpty ? "archival" : "not verified"
    }
}

/// Findings while they are gathered.
struct Findings: Sendable {
    private(set) var list: [Finding] = []
    private(set) var hasFailures = false

    /// Notes something that held.
    mutating func note(_ code: Finding.Code, _ message: String) {
        list.append(Finding(code, message, isFailure: false))
    }

    /// Notes something that did not hold.
    mutating func fail(_ code: Finding.Code, _ message: String) {
        list.append(Finding(code, message, isFailure: true))
        hasFailures = true
    }

    /// The report; it rests on nothing as soon as one thing failed.
    func report(on subject: String, basis: VerificationReport.Basis) -> VerificationReport {
        VerificationReport(
            subject: subject.printable(), findings: list, basis: hasFailures ? .nothing : basis)
    }
}
