package import Evidence
package import IntakeLedger
package import Wire

/// What anybody may ask of the ledger.
package enum LedgerQuestion: Hashable, Sendable {
    case status
    /// The gateways, from a place in their order on.
    case gateways(from: Int, limit: Int)
    /// How far a gateway's journal is recorded.
    case head(gateway: String)
    /// An entry by its number.
    case entry(gateway: String, seq: UInt64)
    /// An entry by its digest; where several gateways have recorded that, of the one that has shown the
    /// bytes.
    case digest(Digest)
    /// A load's way, by the id of any of its records, from a place in the log on; of the gateway that
    /// recorded such an id first, where none is named.
    case record(UUIDv7, gateway: String?, from: UInt64, limit: Int)
    /// The log from a place on, or a gateway's journal from a number on.
    case log(gateway: String?, from: UInt64, limit: Int)
    /// Loads, from a place in the log on.
    case loads(LoadFilter, from: UInt64, limit: Int)
    /// Loads counted together, from a group on.
    case sums(LoadFilter, by: [LoadGrouping], from: Int, limit: Int)
}

/// The state that an answer is of: every proof in it leads to these roots.
package struct LedgerState: Hashable, Sendable {
    /// The block after which it is so; `roots` stand under the `app_hash` of the header after it.
    package let height: Int64
    package let roots: LedgerRoots

    package init(_ ledger: IntakeLedger) {
        (height, roots) = (ledger.height, ledger.roots)
    }
}

/// What the ledger answers.
package enum LedgerReply: Sendable {
    case status(chainID: String, LedgerState)
    case gateways([ProvenMember], LedgerState, next: Int?)
    /// The head's leaf and its proof (`HeadProof`), beside the gateway itself.
    case head(value: [UInt8], proof: [UInt8], ProvenMember, LedgerState)
    /// Entries with their proofs; `next` is where the next page begins.
    case entries(ProvenEntries, LedgerState, next: UInt64?)
    /// A load's way at a gateway, with others that have written the same id; or an entry by its digest,
    /// with others that have recorded the same digest.
    case way(ProvenEntries, LedgerState, gateway: String, others: [String], next: UInt64?)
    case sums(LoadSums, LoadFilter, LedgerState)
    /// There is none, and what proves that.
    case nothing(String, Absence)
}

/// What proves that something is not there.
package enum Absence: Sendable {
    /// Nothing does: one node's word.
    case unproven
    /// An entry beyond the gateway's head.
    case beyond(ProvenMember, LedgerState)
    /// A gateway that is not registered stands between these in the registry's order.
    case between([ProvenMember], LedgerState)
}

/// Why a question is not answered, though it is one.
package enum QuestionTrouble: Error, Hashable, Sendable {
    /// As many wait as may.
    case busy
    /// It takes longer than an answer may.
    case tooLong(String)

    var message: String {
        switch self {
        case .busy: "as many questions wait as may; ask again in a few seconds"
        case .tooLong(let what): what
        }
    }
}
