import Evidence
import IntakeLedger
import Wire

/// An entry of the log as another node hands it over: `[gateway, seq, digest, height, entry or null]`.
struct FetchedEntry {
    let gateway: String
    let link: ChainLink
    let height: Int64
    /// Nil for an entry that travelled as its digest.
    let bytes: [UInt8]?

    /// Reads what is claimed: an entry that was recorded by one of these blocks.
    ///
    /// The log is in the order of the blocks, so they begin with that of the entry before, and end with
    /// the snapshot's own.
    init(_ item: CBOR, in blocks: ClosedRange<Int64>) throws(CBORError) {
        guard let parts = item.arrayValue, parts.count == 5, let gateway = parts[0].textValue,
            let seq = parts[1].uint, let digest = parts[2].digest, let height = parts[3].int,
            parts[4].isNull || parts[4].bytesValue != nil
        else { throw .wrongType("an entry of the log") }
        // Beyond its characters two texts of other bytes may count as one.
        guard GatewayURI.isOne(gateway) else {
            throw .invalid("'\(gateway)' is no gateway's name")
        }
        guard blocks.contains(height) else {
            throw .invalid("an entry of block \(height), which is not in \(blocks)")
        }
        let bytes = parts[4].bytesValue
        guard bytes?.count ?? 0 <= LedgerLimits.entryBytes else {
            throw .invalid("an entry of \(bytes?.count ?? 0) bytes, which no ledger takes")
        }
        (self.gateway, link) = (gateway, ChainLink(seq: seq, digest: digest))
        (self.height, self.bytes) = (height, bytes)
    }

    /// The entry of its bytes, which has to be the one that follows `head`; nil where only its digest is
    /// here.
    ///
    /// The ledger took nothing else, so a node that shows something else lies.
    func entry(after head: ChainLink) throws -> JournalEntry? {
        guard link.seq == head.next else {
            throw CBORError.invalid("entry \(link.seq) of '\(gateway)' follows \(head.seq)")
        }
        guard let bytes else { return nil }
        let entry = try JournalEntry(decoding: bytes)
        guard entry.digest == link.digest, entry.seq == link.seq, entry.prev == head.digest,
            entry.gateway.utf8.elementsEqual(gateway.utf8)
        else {
            throw CBORError.invalid("the bytes of another entry than \(link.seq) of '\(gateway)'")
        }
        return entry
    }
}
