package import Evidence
package import LightClients
import Wire

extension Receipt {
    /// The receipt of one entry of a batch that was proven; nil when the entry is not in the batch,
    /// or there is no header.
    ///
    /// - Parameters:
    ///   - seq: the entry's number.
    ///   - batch: the batch as it was sent.
    ///   - answer: the ledger's answer, and its way to the results of the last header.
    ///   - trail: verified headers from the anchor to the one after the batch's block, as
    ///     `Trail.shortened` gives them.
    ///   - key: the gateway's public key.
    ///   - statement: what the box says of the proof.
    package init?(
        of seq: UInt64, in batch: Batch, answer: ResultProof, trail: [VerifiedHeader],
        key: VerifyingKey, statement: Statement
    ) {
        guard let path = batch.path(of: seq), let trail = EncodedTrail(trail) else { return nil }
        self.init(
            batch.items[Int(path.index)], path, answer, trail, key: key, statement: statement)
    }

    /// The receipts of all entries of a batch, in their order; none without a header.
    ///
    /// Hashes the batch and encodes the headers once for all of them.
    package static func all(
        in batch: Batch, answer: ResultProof, trail: [VerifiedHeader], key: VerifyingKey,
        statement: Statement
    ) -> [Receipt] {
        guard let trail = EncodedTrail(trail) else { return [] }
        return zip(batch.items, batch.paths).map { item, path in
            Receipt(item, path, answer, trail, key: key, statement: statement)
        }
    }

    /// The same proof under other headers: `trail` ends with the same header as this one's.
    ///
    /// `item` is the entry or its digest, as it is to be handed on; nil without a header.
    package func under(
        _ trail: [VerifiedHeader], item: BatchItem, statement: Statement
    ) -> Receipt? {
        guard let trail = EncodedTrail(trail) else { return nil }
        return Receipt(
            chainID: trail.chainID, item: item, entryPath: entryPath, result: result,
            resultPath: resultPath, steps: trail.steps, validatorSets: trail.sets, key: key,
            witnesses: statement.witnesses, isContinuity: statement.isContinuity,
            provenAt: statement.provenAt)
    }

    private init(
        _ item: BatchItem, _ path: MerklePath, _ answer: ResultProof, _ trail: EncodedTrail,
        key: VerifyingKey, statement: Statement
    ) {
        self.init(
            chainID: trail.chainID, item: item, entryPath: path,
            result: answer.result.deterministicBytes, resultPath: answer.path,
            steps: trail.steps, validatorSets: trail.sets, key: key.raw,
            witnesses: statement.witnesses, isContinuity: statement.isContinuity,
            provenAt: statement.provenAt)
    }

    /// What the box says of a proof, on its own word.
    package struct Statement: Hashable, Sendable {
        /// Who else was asked.
        package let witnesses: [String]
        /// Whether trust was carried on beyond the trusting period.
        package let isContinuity: Bool
        /// Seconds since 1970 when it was proven.
        package let provenAt: Int64

        package init(witnesses: [String] = [], isContinuity: Bool = false, provenAt: Int64) {
            (self.witnesses, self.isContinuity) = (witnesses, isContinuity)
            self.provenAt = provenAt
        }
    }
}

extension LogReceipt {
    /// The receipt of an entry that a verified header's log holds; nil without a header.
    ///
    /// `trail` ends with the header after the state that `proof` is of.
    package init?(
        of item: BatchItem, proof: LogProof, trail: [VerifiedHeader], key: VerifyingKey,
        statement: Receipt.Statement
    ) {
        guard let encoded = EncodedTrail(trail) else { return nil }
        self.init(
            frame: ReceiptFrame(
                chainID: encoded.chainID, item: item, steps: encoded.steps,
                validatorSets: encoded.sets, key: key.raw, witnesses: statement.witnesses,
                isContinuity: statement.isContinuity, provenAt: statement.provenAt),
            proof: proof)
    }
}

/// Headers as they stand in a receipt, each validator set once.
private struct EncodedTrail {
    let chainID: String
    private(set) var steps: [Receipt.Step] = []
    private(set) var sets: [[UInt8]] = []

    /// Nil without a header.
    init?(_ trail: [VerifiedHeader]) {
        guard let first = trail.first else { return nil }
        chainID = first.header.chainID
        for (index, header) in trail.enumerated() {
            let following = index + 1 < trail.count ? trail[index + 1] : nil
            // Next validators are of use for a skip alone; what nobody needs is refused.
            let isSkipped = following.map { $0.height > header.height + 1 } ?? false
            steps.append(
                Receipt.Step(
                    header: header.header.protobuf, commit: header.commit?.protobuf,
                    validators: place(of: header.validators),
                    nextValidators: isSkipped ? place(of: header.nextValidators) : nil))
        }
    }

    private mutating func place(of set: ValidatorSet?) -> Int? {
        guard let bytes = set?.protobuf else { return nil }
        if let place = sets.firstIndex(of: bytes) { return place }
        sets.append(bytes)
        return sets.count - 1
    }
}
