/// What every kind of receipt says beside its proof: the entry, the way of headers, the gateway's key,
/// and the box's own words.
package struct ReceiptFrame: Hashable, Sendable {
    package let chainID: String
    /// The whole entry, or its digest when it travelled as that.
    package let item: BatchItem
    /// The anchor first, the header that the proof leads to last.
    package let steps: [Receipt.Step]
    package let validatorSets: [[UInt8]]
    /// The gateway's public key, 32 bytes.
    package let key: [UInt8]
    /// Who else was asked; empty when nobody was.
    package let witnesses: [String]
    /// Whether trust was carried on beyond the trusting period.
    package let isContinuity: Bool
    /// Seconds since 1970 when the box proved it.
    package let provenAt: Int64

    /// A frame as somebody claims it: nothing is checked here.
    package init(
        chainID: String, item: BatchItem, steps: [Receipt.Step], validatorSets: [[UInt8]],
        key: [UInt8], witnesses: [String], isContinuity: Bool, provenAt: Int64
    ) {
        (self.chainID, self.item, self.steps) = (chainID, item, steps)
        (self.validatorSets, self.key, self.witnesses) = (validatorSets, key, witnesses)
        (self.isContinuity, self.provenAt) = (isContinuity, provenAt)
    }
}
