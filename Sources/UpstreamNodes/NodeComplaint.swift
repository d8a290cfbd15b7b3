package import LightClients
import Wire

/// An error that a node answered, and what it means for us.
///
/// Nodes word their errors for people, and versions differ: the meaning is found by a part of
/// the text, and the text itself is kept.
package struct NodeComplaint: Hashable, Sendable, CustomStringConvertible {
    /// What the node means.
    package enum Meaning: Hashable, Sendable, CaseIterable {
        /// It saw the transaction: pending, recorded, or dropped later.
        case alreadyInCache
        /// It takes no more transactions at the moment.
        case mempoolFull
        /// No node takes a transaction of this size.
        case transactionTooLarge
        /// The question has more bytes than the node reads.
        case bodyTooLarge
        /// It is behind and does not serve this yet.
        case catchingUp
        /// It takes no transactions at all.
        case noMempool
        /// It did not see the transaction in a block in time; the outcome is unknown.
        case inclusionTimedOut
        /// The transaction is not there, or not indexed yet; never final.
        case transactionNotFound
        /// It keeps no index of transactions.
        case noIndex
        /// The height is above its newest block.
        case heightTooHigh
        /// It no longer has the block.
        case heightPruned
        /// It no longer has, or does not have yet, validators, results or parameters of a height.
        case statePruned
        /// It does not keep the results of blocks.
        case resultsNotKept
        /// There is no such page.
        case pageOutOfRange
        /// It has too many subscribers.
        case tooManySubscriptions
        /// It does not know the method.
        case unknownMethod
        /// It does not understand the question.
        case badQuestion
        /// Something else; the text says what.
        case other
    }

    /// What the node means.
    package let meaning: Meaning
    /// The JSON-RPC code, -32768...-32000.
    package let code: Int
    /// The beginning of the node's own words.
    package let text: String

    /// Reads an error; what it is about stands in its data, where there is some.
    package init(_ error: RPCError) {
        code = error.code
        let words = error.data.flatMap { $0.isEmpty ? nil : $0 } ?? error.message
        text = words.cut(toBytes: NodeComplaint.mostTextBytes)
        meaning = NodeComplaint.meaning(of: text, code: error.code)
    }

    /// So much of a node's words is read and kept; it may send megabytes.
    private static let mostTextBytes = 500

    package var description: String { "\"\(text)\" (\(code))" }

    /// The newest or lowest height that the text names.
    package var nodeHeight: Int64? {
        switch meaning {
        case .heightTooHigh: number(after: "current blockchain height ")
        case .heightPruned: number(after: "lowest height is ")
        default: nil
        }
    }

    private func number(after words: String) -> Int64? {
        text.firstEnd(of: words).flatMap { end in
            Int64(text[end...].prefix { $0.isASCII && $0.isNumber })
        }
    }

    private static func meaning(of text: String, code: Int) -> Meaning {
        for (words, meaning) in table where words.allSatisfy({ text.firstEnd(of: $0) != nil }) {
            return meaning
        }
        switch code {
        case -32601: return .unknownMethod
        case -32700, -32602, -32600: return .badQuestion
        default: return .other
        }
    }

    /// All words of a row have to be in the text; the first row that fits counts.
    private static let table: [([String], Meaning)] = [
        (["already exists in cache"], .alreadyInCache),
        (["mempool is full"], .mempoolFull),
        (["considered as full"], .mempoolFull),
        (["Tx too large"], .transactionTooLarge),
        (["tx size is too big"], .transactionTooLarge),
        (["request body too large"], .bodyTooLarge),
        (["node is catching up"], .catchingUp),
        (["not allowed with", "nop", "mempool"], .noMempool),
        (["timed out waiting for tx"], .inclusionTimedOut),
        (["indexing is disabled"], .noIndex),
        (["tx (", ") not found"], .transactionNotFound),
        (["must be less than or equal to the current blockchain height"], .heightTooHigh),
        (["is not available, lowest height is"], .heightPruned),
        (["min height", "can't be greater than max height"], .statePruned),
        (["could not find", "for height #"], .statePruned),
        (["node is not persisting"], .resultsNotKept),
        (["page should be within"], .pageOutOfRange),
        (["height must be greater than 0"], .badQuestion),
        (["heights must be non-negative"], .badQuestion),
        (["transaction hash cannot be empty"], .badQuestion),
        (["too few input arguments"], .badQuestion),
        (["no evidence was provided"], .badQuestion),
        (["there are ", "chunks", "is invalid"], .badQuestion),
        (["offset ", "wanted"], .badQuestion),
        (["offset 0: EOF"], .badQuestion),
        (["max_subscription"], .tooManySubscriptions),
    ]
}

extension NodeComplaint.Meaning {
    /// The kind of failure it is for whoever asked.
    package var code: UpstreamError.Code {
        switch self {
        case .alreadyInCache: .alreadyKnown
        case .mempoolFull, .tooManySubscriptions: .full
        case .transactionTooLarge, .bodyTooLarge: .tooLarge
        case .catchingUp, .noMempool, .noIndex, .resultsNotKept: .notOffered
        case .inclusionTimedOut: .timedOut
        case .transactionNotFound: .notFound
        case .heightTooHigh: .notYet
        case .heightPruned, .statePruned: .pruned
        case .pageOutOfRange, .unknownMethod, .badQuestion, .other: .refused
        }
    }
}

extension NodeComplaint.Meaning {
    /// What asking the same again is good for.
    package var again: UpstreamError.Again {
        switch self {
        case .transactionTooLarge, .bodyTooLarge, .pageOutOfRange, .badQuestion: .never
        case .mempoolFull, .tooManySubscriptions, .transactionNotFound, .heightTooHigh: .later
        case .catchingUp, .noMempool, .noIndex, .resultsNotKept, .heightPruned, .statePruned,
            .unknownMethod:
            .elsewhere
        case .alreadyInCache, .inclusionTimedOut, .other: .unknown
        }
    }
}

extension String {
    /// Where the first occurrence of some words ends; nil when they do not occur.
    ///
    /// Byte by byte: what a reader sees as one letter may be of any length.
    fileprivate func firstEnd(of words: String) -> String.Index? {
        var rest = utf8[...]
        while !rest.isEmpty {
            if rest.starts(with: words.utf8) {
                return rest.index(rest.startIndex, offsetBy: words.utf8.count)
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
