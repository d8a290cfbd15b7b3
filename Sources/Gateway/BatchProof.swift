import Delivery
import Evidence
import WeighpostVerify

/// What proves that the ledger has a batch, until its receipts are stored.
enum BatchProof: Sendable {
    /// The batch stands in a block, and the validators signed the ledger's answer to it.
    case block(DeliveryProof.Proven, TrustedPath)
    /// The ledger's log has its entries, one by one; for a block too far below what is trusted.
    case log([LogReceipt])
}
