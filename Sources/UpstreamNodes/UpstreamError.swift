import Wire

/// Why a node gave no usable answer.
package struct UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is; new kinds may join.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        /// What asking the same again is good for, where the node gave no reason of its own.
        package let again: Again

        /// The node cannot be reached.
        package static let away = Code("away", .elsewhere)
        /// The node did not answer in time; what was sent may have arrived.
        package static let timedOut = Code("timedOut", .unknown)
        /// The caller gave up waiting; what was sent may have arrived.
        package static let cancelled = Code("cancelled", .unknown)
        /// The node does not have it, or not yet; never final.
        package static let notFound = Code("notFound", .later)
        /// The height is not there yet; `nodeHeight` says how far the node is.
        package static let notYet = Code("notYet", .later)
        /// The node cannot take more at the moment.
        package static let full = Code("full", .later)
        /// The node knows the transaction: it is pending, recorded, or was dropped since.
        package static let alreadyKnown = Code("alreadyKnown", .unknown)
        /// The node no longer has the height; `nodeHeight` is its lowest where it says so.
        package static let pruned = Code("pruned", .elsewhere)
        /// The node does not do this: it catches up, or keeps no index, results or mempool.
        package static let notOffered = Code("notOffered", .elsewhere)
        /// The answer is not what this chain's nodes answer.
        package static let malformed = Code("malformed", .elsewhere)
        /// The node refuses the question itself.
        package static let refused = Code("refused", .elsewhere)
        /// More bytes than nodes take; only fewer will do.
        package static let tooLarge = Code("tooLarge", .never)

        private init(_ description: String, _ again: Again) {
            (self.description, self.again) = (description, again)
        }
    }

    /// What asking the same again is good for.
    package enum Again: Hashable, Sendable, CaseIterable {
        /// For nothing: no node will ever answer it otherwise; ask something else.
        case never
        /// After a pause, this node or any other may answer.
        case later
        /// Another node may answer now; this one will not, as it is.
        case elsewhere
        /// Whether it was done is not known: look for what was sent, and send the same bytes only.
        case unknown
    }

    /// The most bytes of a message: much of one may be what a node said.
    private static let mostMessageBytes = 1_000

    /// What kind of failure it is.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String
    /// What the node said, where it said something.
    package let complaint: NodeComplaint?

    /// A failure with its words.
    package init(_ code: Code, _ message: String, complaint: NodeComplaint? = nil) {
        (self.code, self.complaint) = (code, complaint)
        self.message = message.cut(toBytes: UpstreamError.mostMessageBytes)
    }

    /// What asking the same again is good for; of what a node complained about, that counts.
    package var again: Again { complaint?.meaning.again ?? code.again }

    /// The newest or lowest height that the node named; nil where it named none.
    package var nodeHeight: Int64? { complaint?.nodeHeight }

    package var description: String { message }
}
