import Evidence
import Wire

/// As much of an entry as ties it to its place, whatever its content is.
///
/// The content is read only by the schema's leave, so a kind that a newer gateway writes is a
/// matter of content, never of form.
struct EntryEnvelope: Hashable, Sendable {
    let message: COSESign1
    /// In bytes.
    let length: Int
    let gateway: String
    let seq: UInt64
    let prev: Digest
    let kind: UInt64
    /// All pairs of the payload.
    let payload: [CBORPair]

    /// Reads the whole bytes of an entry.
    init(decoding bytes: [UInt8]) throws(EvidenceError) {
        length = bytes.count
        message = try COSESign1(decoding: bytes, contentType: JournalEntry.contentType)
        let payload: CBOR
        do {
            payload = try CBOR(decoding: message.payload)
        } catch {
            throw EvidenceError("the payload is not CBOR: \(error)")
        }
        guard let pairs = payload.mapValue, let gateway = payload[2]?.textValue,
            let seq = payload[3]?.uint, let prev = payload[4]?.digest,
            let kind = payload[5]?.uint
        else { throw EvidenceError("the payload names no gateway, number, digest or kind") }
        (self.gateway, self.seq, self.prev, self.kind) = (gateway, seq, prev, kind)
        self.payload = pairs
    }

    /// Whether entries of its kind name earlier ones.
    var speaksOfOthers: Bool {
        UInt8(exactly: kind).flatMap(EntryKind.init(rawValue:))?.speaksOfOthers == true
    }
}
