/// How the signatures of a commit, or of a block's batches, are gone through: one after the other, or on several cores.
///
/// A verifier says what is to be checked and what follows from it; this says only in which order
/// and on which threads. Verdicts are the same with every checker.
package struct SignatureChecker: Sendable {
    /// Looks for the first of so many signatures, counted from 0, that is bad; nil where all are
    /// good.
    ///
    /// May ask about signatures in any order and at the same time. A bad one takes many times as
    /// long as a good one: nothing beyond one that was found need be asked about.
    package typealias Search =
        @Sendable (
            _ count: Int, _ isGood: @Sendable (_ place: Int) -> Bool
        ) -> Int?

    private let search: Search

    /// A checker that finds the first bad signature this way.
    package init(_ search: @escaping Search) {
        self.search = search
    }

    /// One after the other on the calling thread, up to the first bad one.
    package static let oneByOne = SignatureChecker { count, isGood in
        (0..<count).first { !isGood($0) }
    }

    /// The first signature that is bad; nil where all are good.
    package func firstBad(
        among count: Int, _ isGood: @Sendable (_ place: Int) -> Bool
    ) -> Int? {
        count == 0 ? nil : search(count, isGood)
    }
}
