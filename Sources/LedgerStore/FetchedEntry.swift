import Evidence
import Wire

/// An entry of the log as another node hands it over: `[gateway, seq, digest, height, entry or null]`.
struct FetchedEntry {
    let gateway: String
    let link: ChainLink
    let height: Int64
    /// Nil for an entry that travelled as its digest.
    let bytes: [UInt8]?

    /// Reads what is claimed.
    init(_ item: CBOR) throws(CBORError) {
        guard let parts = item.arrayValue, parts.count == 5, let gateway = parts[0].textValue,
            let seq = parts[1].uint, let digest = parts[2].digest, let height = parts[3].int,
            parts[4].isNull || parts[4].bytesValue != nil
        else { throw .wrongType("an entry of the log") }
        // Beyond ASCII two texts of other bytes may count as one; no gateway is named like that.
        guard gateway.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .invalid("'\(gateway)' is no gateway's name")
        }
        (self.gateway, link) = (gateway, ChainLink(seq: seq, digest: digest))
        (self.height, bytes) = (height, parts[4].bytesValue)
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
