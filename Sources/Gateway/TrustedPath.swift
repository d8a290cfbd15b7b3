import Evidence
import LightClients
import WeighpostVerify

/// Verified headers from an anchor to the one that was asked for, and what the last rests on.
struct TrustedPath: Sendable {
    /// The anchor first; the one that was asked for last.
    let headers: [VerifiedHeader]
    /// The operators of the witnesses who confirmed the last one.
    let witnesses: [String]
    /// Whether trust was carried on beyond the trusting period on the way.
    let isContinuity: Bool
}

extension HeaderTrust {
    /// What the box says of a proof that ends a path.
    func statement(_ path: TrustedPath) -> Receipt.Statement {
        Receipt.Statement(
            witnesses: path.witnesses, isContinuity: path.isContinuity, provenAt: seconds)
    }
}
