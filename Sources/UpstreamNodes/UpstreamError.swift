/// Why a node gave no usable answer.
package struct UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is; new kinds may join.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        /// Who may be asked again, and when.
        package let again: Again

        /// The node cannot be reached.
        package static let away = Code("away", .later)
        /// The node did not answer in time; what was sent may have arrived.
        package static let timedOut = Code("timedOut", .later)
        /// The caller gave up waiting.
        package static let cancelled = Code("cancelled", .later)
        /// The node does not have it, or not yet; never final.
        package static let notFound = Code("notFound", .later)
        /// The height is not there yet; `nodeHeight` says how far the node is.
        package static let notYet = Code("notYet", .later)
        /// The node cannot take more at the moment.
        package static let full = Code("full", .later)
        /// The node knows the transaction: it is pending, recorded, or was dropped since.
        package static let alreadyKnown = Code("alreadyKnown", .later)
        /// The node no longer has the height; `nodeHeight` is its lowest where it says so.
        package static let pruned = Code("pruned", .otherNode)
        /// The node does not do this: it catches up, or keeps no index, results or mempool.
        package static let notOffered = Code("notOffered", .otherNode)
        /// The answer is not what this chain's nodes answer.
        package static let malformed = Code("malformed", .otherNode)
        /// The node refuses the question itself.
        package static let refused = Code("refused", .otherNode)
        /// More bytes than nodes take; only fewer will do.
        package static let tooLarge = Code("tooLarge", .never)

        private init(_ description: String, _ again: Again) {
            (self.description, self.again) = (description, again)
        }
    }

    /// When the same question may have another answer.
    package enum Again: Hashable, Sendable {
        /// The same node may answer later.
        case later
        /// Another node may answer now.
        case otherNode
        /// No node will.
        case never
    }

    /// What kind of failure it is.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String
    /// What the node said, where it said something.
    package let complaint: NodeComplaint?

    /// A failure with its words.
    package init(_ code: Code, _ message: String, complaint: NodeComplaint? = nil) {
        (self.code, self.message, self.complaint) = (code, message, complaint)
    }

    /// The newest or lowest height that the node named; nil where it named none.
    package var nodeHeight: Int64? { complaint?.nodeHeight }

    package var description: String { message }
}
