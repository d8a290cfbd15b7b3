package import Wire

/// The proof that one entry is recorded, for somebody who asks nobody.
///
/// Headers, commits and validator sets are CometBFT's protobuf, opaque here. The anchor that
/// trust begins with is never taken from the receipt: whoever verifies brings it.
package struct Receipt: Hashable, Sendable {
    static let version: UInt64 = 4

    /// One header on the way from the anchor; numbers are places in `validatorSets`.
    package struct Step: Hashable, Sendable {
        package let header: [UInt8]
        /// Nil when the header is proven by the link of the one that follows.
        package let commit: [UInt8]?
        package let validators: Int?
        package let nextValidators: Int?

        /// A header, and the votes and validators that are needed to believe it.
        package init(header: [UInt8], commit: [UInt8]?, validators: Int?, nextValidators: Int?) {
            (self.header, self.commit) = (header, commit)
            (self.validators, self.nextValidators) = (validators, nextValidators)
        }
    }

    package let frame: ReceiptFrame
    /// From the entry to the batch's root.
    package let entryPath: MerklePath
    /// The deterministic part of the transaction's result.
    package let result: [UInt8]
    /// From the result to `last_results_hash` of the last header.
    package let resultPath: MerklePath

    package var chainID: String { frame.chainID }
    /// The whole entry, or its digest when it travelled as that.
    package var item: BatchItem { frame.item }
    /// The anchor first, the header after the entry's block last.
    package var steps: [Step] { frame.steps }
    package var validatorSets: [[UInt8]] { frame.validatorSets }
    /// The gateway's public key, 32 bytes.
    package var key: [UInt8] { frame.key }
    /// Who else was asked; empty when nobody was.
    package var witnesses: [String] { frame.witnesses }
    /// Whether trust was carried on beyond the trusting period.
    package var isContinuity: Bool { frame.isContinuity }
    /// Seconds since 1970 when the box proved it.
    package var provenAt: Int64 { frame.provenAt }

    /// The entry and its way to the batch's root.
    package var inclusion: InclusionProof {
        InclusionProof(digest: item.digest, path: entryPath)
    }

    /// A receipt as somebody claims it: nothing is checked here.
    package init(
        chainID: String, item: BatchItem, entryPath: MerklePath, result: [UInt8],
        resultPath: MerklePath, steps: [Step], validatorSets: [[UInt8]], key: [UInt8],
        witnesses: [String], isContinuity: Bool, provenAt: Int64
    ) {
        frame = ReceiptFrame(
            chainID: chainID, item: item, steps: steps, validatorSets: validatorSets, key: key,
            witnesses: witnesses, isContinuity: isContinuity, provenAt: provenAt)
        (self.entryPath, self.result, self.resultPath) = (entryPath, result, resultPath)
    }
}
