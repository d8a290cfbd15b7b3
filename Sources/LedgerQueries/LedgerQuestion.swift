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
    /// An entry by its digest.
    case digest(Digest)
    /// A load's way, by the id of any of its records, from a place in the log on.
    case record(UUIDv7, from: UInt64)
    /// Loads, from a place in the log on.
    case loads(LoadFilter, from: UInt64, limit: Int)
    /// Loads counted together.
    case sums(LoadFilter, by: [LoadGrouping])
}

/// What the ledger answers.
package enum LedgerReply: Sendable {
    case status(LedgerStatus)
    case gateways([LedgerMember], height: Int64, next: Int?)
    /// The head's leaf and its proof (`HeadProof`), for the header after `height`.
    case head(value: [UInt8], proof: [UInt8], height: Int64)
    /// Entries with their proofs; `next` is where the next page begins.
    case entries(ProvenEntries, next: UInt64?)
    case sums(LoadSums, height: Int64)
    /// There is none.
    case nothing(String)
}

/// How the ledger is.
package struct LedgerStatus: Hashable, Sendable {
    package let chainID: String
    package let height: Int64
    package let appHash: [UInt8]
    package let entries: UInt64
    package let gateways: Int

    package init(
        chainID: String, height: Int64, appHash: [UInt8], entries: UInt64, gateways: Int
    ) {
        (self.chainID, self.height, self.appHash) = (chainID, height, appHash)
        (self.entries, self.gateways) = (entries, gateways)
    }
}

/// A gateway as everybody may know it.
package struct LedgerMember: Hashable, Sendable {
    package let registration: GatewayRegistration
    /// The number and digest of its last entry.
    package let last: UInt64
    package let digest: Digest
    /// The number of the entry of which it showed two; nil for an honest one.
    package let forkedAt: UInt64?

    package init(
        registration: GatewayRegistration, last: UInt64, digest: Digest, forkedAt: UInt64?
    ) {
        (self.registration, self.last) = (registration, last)
        (self.digest, self.forkedAt) = (digest, forkedAt)
    }
}
