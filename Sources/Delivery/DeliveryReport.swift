/// Something the people of the site may want to know about delivery.
package enum DeliveryReport: Hashable, Sendable {
    /// The receipts of these entries are stored.
    case delivered(BatchID, entries: ClosedRange<UInt64>, height: Int64)
    /// The ledger refused the content of one entry; it travels as its digest from now on.
    case superseded(BatchID, offending: UInt64)
    /// A node takes no transaction of this size; the entries travel in smaller ones.
    case split(BatchID, reason: String)
    /// The chain went past the batch's last height without it; its entries are signed anew.
    case expired(BatchID, validUntil: Int64)
    /// The ledger refused the batch; it is kept and sent again later.
    case refused(BatchID, code: UInt32, log: String)
    /// A proof contradicts itself; the batch is not delivered and will be asked for again.
    case refuted(BatchID, reason: String)
    /// The batch could not be signed; tried again later.
    case notSigned(BatchID, reason: String)
    /// The receipts could not be stored; tried again later.
    case receiptsNotStored(BatchID, reason: String)
    /// The proven head of the ledger lies inside a batch that was never proven.
    case partlyRecorded(BatchID, head: UInt64)
    /// The proof of the ledger's head contradicts itself.
    case headRefuted(reason: String)
    /// The node cannot be reached.
    case nodeAway(reason: String)
    /// The node can be reached again.
    case nodeBack(height: Int64)
}

extension DeliveryReport: CustomStringConvertible {
    package var description: String {
        switch self {
        case .delivered(let id, let entries, let height):
            "batch \(id): entries \(entries.lowerBound) to \(entries.upperBound) are proven "
                + "at height \(height) and their receipts stored"
        case .superseded(let id, let offending):
            "batch \(id): the ledger does not take the content of entry \(offending); "
                + "it travels as its digest"
        case .split(let id, let reason):
            "batch \(id) is too large (\(reason)); its entries travel in smaller batches"
        case .expired(let id, let validUntil):
            "batch \(id) was valid until height \(validUntil) and is not recorded; "
                + "its entries are signed anew"
        case .refused(let id, let code, let log):
            "batch \(id) was refused with code \(code) (\(log)); it is sent again later"
        case .refuted(let id, let reason):
            "batch \(id): the proof is false: \(reason); it is asked for again later"
        case .notSigned(let id, let reason): "batch \(id) could not be signed: \(reason)"
        case .receiptsNotStored(let id, let reason):
            "batch \(id): its receipts could not be stored: \(reason)"
        case .partlyRecorded(let id, let head):
            "batch \(id): the ledger's head is \(head), inside the batch; "
                + "compare this journal with the ledger"
        case .headRefuted(let reason): "the proof of the ledger's head is false: \(reason)"
        case .nodeAway(let reason): "the upstream node is away: \(reason)"
        case .nodeBack(let height): "the upstream node is there, at height \(height)"
        }
    }
}
