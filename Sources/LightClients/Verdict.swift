/// What a light client says about a header that somebody handed to it.
package enum Verdict: Hashable, Sendable {
    /// Every check held.
    case verified(VerifiedHeader)
    /// Nothing is wrong with it, but too little of the trusted validators signed it.
    ///
    /// A header in between has to be verified first.
    case notEnoughTrust
    /// It cannot be what the chain decided: whoever handed it over is broken or lies.
    case invalid(Invalidity)
    /// The header that trust would rest on is too old; the new one was not looked at.
    case expired(Expiry)
}
