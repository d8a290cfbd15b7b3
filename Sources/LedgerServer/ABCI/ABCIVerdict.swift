/// What the application says to a proposal or to a vote extension.
///
/// `ProposalStatus` and `VerifyStatus` have the same numbers. Those not named here are kept.
package struct ABCIVerdict: RawRepresentable, Hashable, Sendable {
    /// The number in the message.
    package let rawValue: Int32

    /// No answer; the node ends.
    package static let unknown = ABCIVerdict(rawValue: 0)
    /// It is good.
    package static let accept = ABCIVerdict(rawValue: 1)
    /// It is not; refusing what an honest node made can halt the chain.
    package static let reject = ABCIVerdict(rawValue: 2)

    package init(rawValue: Int32) { self.rawValue = rawValue }
}
