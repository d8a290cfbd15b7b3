/// How batches are cut and how patiently they are sent.
///
/// Times are milliseconds.
package struct BatchPolicy: Hashable, Sendable {
    /// The most entries of one batch.
    package var maxEntries = 500
    /// The most bytes of one transaction; whoever signs cuts the batch to it.
    package var maxBytes = 500_000
    /// The longest that an entry waits for company before it is batched.
    package var maxAge: Int64 = 2_000
    /// The most batches on their way at once.
    package var inFlight = 4
    /// For how many blocks after the node's height a batch is valid.
    package var validForBlocks: Int64 = 10_000
    /// After this long the same bytes are sent again; doubles with every time.
    package var sendAgainAfter: Int64 = 10_000
    /// The longest pause between two sendings.
    package var sendAgainAtMost: Int64 = 300_000
    /// After this long a batch that was sent is looked up; doubles with every time.
    package var lookUpAfter: Int64 = 500
    /// The longest pause between two look-ups.
    package var lookUpAtMost: Int64 = 5_000
    /// How often a proof may be "not yet", or cannot be had of the nodes, before the height that a
    /// node named is no longer believed.
    package var proofPatience = 30
    /// How often in a row the nodes, one after the other, have to refuse the content of an entry by
    /// their word alone before it travels as its digest: what the ledger does not get now, it never
    /// gets.
    package var contentRefusals = 2
    /// After this long an errand without an answer counts as answered "unknown".
    package var answerWithin: Int64 = 120_000

    package init() {}
}
