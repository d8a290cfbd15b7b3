package import Wire

/// Consecutive entries of one gateway under one signature: the transaction that goes upstream.
///
/// `[1, header, [+ item]]`; the header is a COSE_Sign1 that fixes the chain, the range, the
/// digests before and after, the Merkle root of the entries and the last height at which it
/// counts. At most 500,000 bytes.
package struct Batch: Hashable, Sendable {
    /// The most bytes of one transaction.
    package static let maximumBytes = 500_000
    /// The content type of a header.
    package static let contentType = "application/weighpost-batch+cbor"
    static let version: UInt64 = 1

    package let header: BatchHeader
    package let items: [BatchItem]
    /// The transaction's whole bytes.
    package let bytes: [UInt8]
    let message: COSESign1

    /// Signs entries that follow `before`, in order.
    ///
    /// Throws `EvidenceError` for no entries, and for more than fit into one transaction.
    package static func make(
        _ items: [BatchItem], chainID: String, gateway: String, after before: ChainLink,
        validUntil: Int64, key: SigningKey, id: UUIDv7
    ) throws(EvidenceError) -> Batch {
        guard let last = items.last else { throw EvidenceError("a batch has at least one entry") }
        let header = BatchHeader(
            chainID: chainID, gateway: gateway, first: before.next,
            last: before.seq + UInt64(items.count), before: before.digest, after: last.digest,
            root: root(of: items.map(\.digest)), validUntil: validUntil)
        let message = try COSESign1.signed(
            header.encoded(), contentType: contentType, issuer: gateway, subject: id.urn,
            with: key)
        let batch = Batch(header: header, items: items, message: message)
        guard batch.bytes.count <= maximumBytes else {
            throw EvidenceError(
                "\(items.count) entries make a batch of \(batch.bytes.count) bytes, at most "
                    + "\(maximumBytes) are allowed; take fewer")
        }
        return batch
    }

    private init(header: BatchHeader, items: [BatchItem], message: COSESign1) {
        (self.header, self.items, self.message) = (header, items, message)
        bytes = CBOR.array([
            .unsigned(Batch.version), .bytes(message.bytes),
            .array(items.map { .bytes($0.bytes) }),
        ]).encoded()
    }

    /// Reads a transaction.
    ///
    /// Shape only: whether the entries are the header's, and who signed, is the ledger's question.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do {
            guard bytes.count <= Batch.maximumBytes else {
                throw EvidenceError("\(bytes.count) bytes, at most \(Batch.maximumBytes)")
            }
            guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 3,
                parts[0].uint == Batch.version, let signed = parts[1].bytesValue,
                let items = parts[2].arrayValue, !items.isEmpty
            else { throw CBORError.wrongType("[1, header, [+ item]]") }
            message = try COSESign1(decoding: signed, contentType: Batch.contentType)
            guard message.disclosures.isEmpty else {
                throw CBORError.invalid("a batch discloses nothing")
            }
            header = try BatchHeader(decoding: message.payload)
            guard message.issuer.utf8.elementsEqual(header.gateway.utf8),
                UUIDv7(urn: message.subject) != nil
            else {
                throw CBORError.invalid("issuer or subject is not the batch's")
            }
            var read: [BatchItem] = []
            for item in items {
                guard let bytes = item.bytesValue else {
                    throw CBORError.wrongType("item: a byte string")
                }
                read.append(BatchItem(bytes))
            }
            self.items = read
            self.bytes = bytes
        } catch let error as CBORError {
            throw EvidenceError("not a batch", error)
        } catch let error as EvidenceError {
            throw error
        } catch {
            preconditionFailure("reading a batch throws nothing else")
        }
    }

    /// Checks the signature of the header.
    package func verify(_ key: VerifyingKey) throws(EvidenceError) {
        try message.verify(key)
    }

    /// The thumbprint of the key that signed.
    package var keyThumbprint: Digest { message.keyThumbprint }

    /// SHA-256 of the bytes: the name nodes know it by.
    package var txHash: Digest { .of(bytes) }

    /// The way from one entry to the batch's root; nil for an entry outside the batch.
    package func path(of seq: UInt64) -> MerklePath? {
        guard seq >= header.first, seq - header.first < UInt64(items.count) else { return nil }
        let place = Int(seq - header.first)
        let leaves = items.map { MerkleTree.leafHash($0.digest.bytes) }
        return MerklePath(
            index: UInt64(place), total: UInt64(items.count),
            aunts: MerkleTree.path(at: place, in: leaves))
    }

    /// The proof that one entry is in the batch; nil for an entry outside.
    package func proof(of seq: UInt64) -> InclusionProof? {
        path(of: seq).map { path in
            InclusionProof(digest: items[Int(path.index)].digest, path: path)
        }
    }

    /// The Merkle root over entry digests (RFC 6962: leaf data is the digest).
    package static func root(of digests: [Digest]) -> Digest {
        MerkleTree.root(ofLeafHashes: digests.map { MerkleTree.leafHash($0.bytes) })
    }
}
