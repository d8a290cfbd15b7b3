import Delivery
import Evidence
import LightClients
import Wire

/// Makes the receipts of a proven batch.
struct ReceiptMaker {
    let chainID: String
    let key: VerifyingKey

    /// One receipt for each entry of the batch, in order.
    ///
    /// `path` is the anchor first and the header after the batch's block last; no other load's
    /// data goes into a receipt.
    func receipts(
        of batch: Batch, proven: DeliveryProof.Proven, path: [VerifiedHeader], provenAt: Int64
    ) -> [(seq: UInt64, bytes: [UInt8])] {
        var sets: [[UInt8]] = []
        func place(_ set: ValidatorSet?) -> Int? {
            guard let bytes = set?.protobuf else { return nil }
            if let known = sets.firstIndex(of: bytes) { return known }
            sets.append(bytes)
            return sets.count - 1
        }
        let steps = path.enumerated().map { number, header in
            // The last header is not skipped from, so nobody needs the validators after it.
            Receipt.Step(
                header: header.header.protobuf, commit: header.commit?.protobuf,
                validators: place(header.validators),
                nextValidators: number == path.count - 1 ? nil : place(header.nextValidators))
        }
        let aunts = MerkleTree.paths(of: batch.items.map { MerkleTree.leafHash($0.digest.bytes) })
        return zip(batch.items.indices, aunts).map { number, aunts in
            let receipt = Receipt(
                chainID: chainID, item: batch.items[number],
                entryPath: MerklePath(
                    index: UInt64(number), total: UInt64(batch.items.count), aunts: aunts),
                result: proven.answer.result.deterministicBytes, resultPath: proven.resultPath,
                steps: steps, validatorSets: sets, key: key.raw, witnesses: [],
                isContinuity: false, provenAt: provenAt)
            return (batch.header.first + UInt64(number), receipt.bytes)
        }
    }
}
