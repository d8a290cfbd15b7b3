/// What a node said to a transaction.
///
/// Nothing of it is proof.
package enum SendAnswer: Hashable, Sendable {
    /// Its ledger's first check passed; the transaction may still be dropped.
    case accepted
    /// "Already in cache": pending, recorded, or dropped since.
    case alreadyKnown
    /// The ledger's first check refused it, with its code and data.
    case refused(code: UInt32, data: [UInt8], log: String)
    /// The node cannot take it now.
    case full(reason: String)
    /// The node takes no transaction of this size.
    case tooLarge(reason: String)
    /// No answer, or one that says nothing: it may have arrived.
    case unknown(reason: String)

    /// The ledger's code in a refusal; nil for every other answer.
    var code: UInt32? { if case .refused(let code, _, _) = self { code } else { nil } }
}

/// What a node said when asked for a transaction by its hash.
///
/// Nothing of it is proof.
package enum LookUpAnswer: Hashable, Sendable {
    /// A block of this height holds it, says the node.
    case found(height: Int64)
    /// Not there, or not indexed yet; never final.
    case notFound
    /// The node could not say.
    case away(reason: String)
}

/// Why a proof did not come about.
package enum ProofFailure: Hashable, Sendable {
    /// The block after it is not there yet, or not yet verified.
    case notYet
    /// What the nodes showed contradicts itself: somebody lies, or a store is damaged.
    case refuted(reason: String)
    /// The node could not be asked, or has not what is needed; another may have it.
    case away(reason: String)
    /// Nobody is to blame and no node can help: trust has ended, or waits for people.
    case waits(reason: String)

    /// Why, in words.
    package var words: String {
        switch self {
        case .notYet: "the next block is not there yet; ask again in a moment"
        case .refuted(let reason), .away(let reason), .waits(let reason): reason
        }
    }
}
