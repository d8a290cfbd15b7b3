import Evidence
import Wire

/// A batch whose form, sender and inner chain were found good.
///
/// All of that follows from the bytes, the registry and the chain's id, and from no other batch.
struct SubmittedBatch: Sendable {
    let batch: Batch
    /// The digest of each item.
    let digests: [Digest]
    /// The items that are whole entries, in order.
    let entries: [EntryEnvelope]
    let key: VerifyingKey

    var header: BatchHeader { batch.header }

    /// Who a batch comes from, and the key that it has to be signed with.
    struct Sender {
        let registration: GatewayRegistration
        let key: VerifyingKey
    }

    /// `sender` knows whom a header names; it gets the thumbprint that the batch is signed with.
    init(
        _ bytes: [UInt8], chainID: String, sender: (BatchHeader, Digest) -> Sender?
    ) throws(Refusal) {
        guard bytes.count <= Batch.maximumBytes else {
            throw Refusal(
                .tooLarge, "\(bytes.count) bytes; split it, at most \(Batch.maximumBytes) go")
        }
        batch = try SubmittedBatch.read(bytes)
        guard batch.items.count <= LedgerLimits.batchEntries else {
            throw Refusal(
                .tooLarge,
                "\(batch.items.count) entries; split it, at most \(LedgerLimits.batchEntries) go")
        }
        digests = batch.items.map(\.digest)
        key = try SubmittedBatch.key(
            of: batch, chainID: chainID, sender: sender(batch.header, batch.keyThumbprint))
        entries = try SubmittedBatch.chained(batch, digests)
    }

    private static func read(_ bytes: [UInt8]) throws(Refusal) -> Batch {
        let batch: Batch
        do {
            batch = try Batch(decoding: bytes)
        } catch {
            throw Refusal(.malformed, error.message)
        }
        return batch
    }

    private static func key(
        of batch: Batch, chainID: String, sender: Sender?
    ) throws(Refusal) -> VerifyingKey {
        let header = batch.header
        guard header.chainID.utf8.elementsEqual(chainID.utf8) else {
            throw Refusal(.wrongChain, "for chain '\(header.chainID)', and this is '\(chainID)'")
        }
        // Equal by their bytes: texts of other bytes may be equal in Swift.
        guard let sender, sender.registration.gateway.utf8.elementsEqual(header.gateway.utf8)
        else { throw Refusal(.unknownGateway, "'\(header.gateway)' is not registered") }
        let registration = sender.registration
        guard registration.status == .active else {
            throw Refusal(
                .gatewayNotActive, "'\(registration.gateway)' is \(registration.status)")
        }
        do {
            try batch.verify(sender.key)
        } catch {
            throw Refusal(.badBatchSignature, error.message)
        }
        return sender.key
    }

    /// The whole entries of a batch whose items are the chain that its header tells of.
    private static func chained(
        _ batch: Batch, _ digests: [Digest]
    ) throws(Refusal) -> [EntryEnvelope] {
        let header = batch.header
        guard header.last - header.first == UInt64(digests.count - 1) else {
            throw Refusal(
                .incomplete,
                "\(digests.count) items for entries \(header.first) to \(header.last)")
        }
        guard header.first > 1 || header.before == .zero else {
            throw Refusal(.brokenLink, "nothing comes before entry 1, and a digest is named")
        }
        var entries: [EntryEnvelope] = []
        var link = ChainLink(seq: header.first - 1, digest: header.before)
        for (item, digest) in zip(batch.items, digests) {
            if case .entry(let bytes) = item {
                entries.append(try entry(bytes, of: header.gateway, after: link))
            }
            link = ChainLink(seq: link.seq + 1, digest: digest)
        }
        guard link.digest == header.after else {
            throw Refusal(.brokenLink, "the last item is not the header's digest after")
        }
        guard Batch.root(of: digests) == header.root else {
            throw Refusal(.rootMismatch, "the items' Merkle root is not the header's")
        }
        return entries
    }

    private static func entry(
        _ bytes: [UInt8], of gateway: String, after link: ChainLink
    ) throws(Refusal) -> EntryEnvelope {
        let entry: EntryEnvelope
        do {
            entry = try EntryEnvelope(decoding: bytes)
        } catch {
            throw Refusal(.malformed, "item for entry \(link.seq + 1): \(error)")
        }
        guard entry.gateway.utf8.elementsEqual(gateway.utf8), entry.seq == link.seq + 1 else {
            throw Refusal(
                .brokenLink,
                "entry \(entry.seq) of '\(entry.gateway)' stands in the place of "
                    + "\(link.seq + 1)")
        }
        guard entry.prev == link.digest else {
            throw Refusal(.brokenLink, "entry \(entry.seq) does not follow the one before it")
        }
        return entry
    }
}
