/// What the ledger says of a batch.
///
/// The numbers never change their meaning. A batch is judged in the order of this table, and its
/// first fault counts. Codes 0 and 1 are *settled*: the entries stand in the ledger, and only such
/// a batch may enter a block. Every other code leaves the state untouched.
///
/// | step | code | name | when | data |
/// |---|---|---|---|---|
/// | bytes | 22 | tooLarge | more than 500,000 bytes | – |
/// | bytes | 10 | malformed | not one batch in its one spelling, or an item that is no entry | – |
/// | sender | 11 | wrongChain | the header names another chain | – |
/// | sender | 12 | unknownGateway | the gateway was never registered | – |
/// | sender | 13 | gatewayNotActive | the gateway is suspended or revoked | – |
/// | sender | 14 | badBatchSignature | the header is not signed with the registered key | – |
/// | chain | 23 | incomplete | the number of items is not that of the range | – |
/// | chain | 18 | brokenLink | an entry names another gateway, number or previous digest | – |
/// | chain | 19 | rootMismatch | the Merkle root is not that of the items | – |
/// | place | 1 | alreadyRecorded | every digest stands under its number already | acceptance |
/// | place | 17 | fork | another digest stands under a number of the batch, or before it | – |
/// | place | 21 | expired | the block is above the header's last height | – |
/// | place | 16 | gap | the batch begins beyond the entry after the recorded head | – |
/// | entries | 15 | badEntrySignature | an entry is not signed with the registered key | – |
/// | entries | 20 | contentRefused | the schema does not allow an entry's content | refusal |
/// | – | 0 | accepted | the entries are recorded | acceptance |
///
/// *acceptance* is CBOR `[gateway, last, digest after, root]`, *refusal* CBOR `[gateway, seq]` of
/// the first entry that is not allowed. The same digests may come again in other bytes, whole or
/// as digests alone, and with some new entries behind them: what is recorded stays as it is.
package enum LedgerCode: UInt32, Hashable, Sendable, CaseIterable {
    case accepted = 0
    case alreadyRecorded = 1
    case malformed = 10
    case wrongChain = 11
    case unknownGateway = 12
    case gatewayNotActive = 13
    case badBatchSignature = 14
    case badEntrySignature = 15
    case gap = 16
    case fork = 17
    case brokenLink = 18
    case rootMismatch = 19
    case contentRefused = 20
    case expired = 21
    case tooLarge = 22
    case incomplete = 23

    /// Whether the entries stand in the ledger.
    package var isSettled: Bool { self == .accepted || self == .alreadyRecorded }
}
