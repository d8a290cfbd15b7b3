/// What the ledger says of a batch.
///
/// The numbers never change their meaning. A batch is judged in the order of this table, and its
/// first fault counts. Codes 0 and 1 are *settled*: the entries stand in the ledger, and only such
/// a batch may enter a block. Every other code leaves the journals untouched;
/// the first fork of a gateway enters a block too, so that it is evidence for good.
///
/// | step | code | name | when | data |
/// |---|---|---|---|---|
/// | bytes | 22 | tooLarge | more than 500,000 bytes | – |
/// | bytes | 10 | malformed | not one batch in its one spelling | – |
/// | bytes | 22 | tooLarge | more than 5,000 entries | – |
/// | sender | 11 | wrongChain | the header names another chain | – |
/// | sender | 12 | unknownGateway | the gateway was never registered | – |
/// | sender | 13 | gatewayNotActive | the gateway is suspended or revoked | – |
/// | sender | 14 | badBatchSignature | the header is not signed with the registered key, nor with one before it that could sign so far | – |
/// | chain | 23 | incomplete | the number of items is not that of the range | – |
/// | chain | 10 | malformed | an item is no entry | – |
/// | chain | 18 | brokenLink | an entry names another gateway, number or previous digest, or a digest stands before entry 1 | – |
/// | chain | 19 | rootMismatch | the Merkle root is not that of the items | – |
/// | place | 1 | alreadyRecorded | every digest stands under its number already | acceptance |
/// | place | 14 | badBatchSignature | not all of it is recorded, and the header is signed with a key that the gateway gave up | – |
/// | place | 17 | fork | another digest stands under a number of the batch, or before it | fork |
/// | place | 21 | expired | the block is above the header's last height | – |
/// | place | 16 | gap | the batch begins beyond the entry after the recorded head | – |
/// | place | 24 | tooMany | the block, or what waits, has as many entries of the gateway as a block records: 20,000 | – |
/// | entries | 15 | badEntrySignature | an entry is not signed with the registered key | – |
/// | entries | 20 | contentRefused | an entry has more than 28,000 bytes, the schema or a public rule does not allow its content, or it speaks of an entry that was not recorded before it | refusal |
/// | – | 0 | accepted | the entries are recorded | acceptance |
/// | – | 25 | notBegun | the node has no state yet: it is being fetched, or the chain has not begun; never in a block | – |
///
/// Items are read one after the other: of 10 and 18 in step *chain*, that of the first such item counts.
///
/// A resolution of the authorities is another kind of transaction. Beside 22, 10, 11, 1 and 0, of
/// which the latter two carry CBOR `[number, digest]`:
///
/// | step | code | name | when |
/// |---|---|---|---|
/// | order | 31 | wrongNumber | its number is not the next |
/// | order | 33 | waiting | the mempool has it already, with other signatures; never in a block |
/// | board | 30 | tooFewSignatures | fewer authorities have signed than have to, or somebody who is none |
/// | effect | 32 | impossible | a decision cannot be carried out, so none of it is |
///
/// A gateway changes its key by a `key` entry, the last one of its batch: both are signed with the key
/// before, and from the next entry on the new key is the registered one. What the key before signed
/// may still come again, until the authorities give the gateway another key.
///
/// A correction, a void and an outgoing load speak of earlier entries of their journal, by number and
/// digest. The state knows digests: an entry of another journal, of another digest, or none yet is
/// noticed; one that is no load, or of another visit, is not, and has no effect on what is answered.
/// Code 20 names the first entry whose own content is not allowed; where there is none, the first that
/// speaks of what was not recorded.
/// The code that a correction gives needs a permit like that of an intake, whatever it corrects; where
/// there is none it travels as its digest.
///
/// *acceptance* is CBOR `[gateway, first, first new, last, digest after, root]` (`AcceptanceData`),
/// *refusal* CBOR `[gateway, seq]` of the first entry that is not allowed, *fork* CBOR `[gateway, seq, recorded, shown, transaction]`. The same digests may come again in other bytes, whole or
/// as digests alone, and with some new entries behind them: what is recorded stays as it is.
///
/// A query (`abci_query`) has codes of its own (`LedgerQueryAnswer`). The height is looked at first, then
/// the path, then the key:
///
/// | code | name | when |
/// |---|---|---|
/// | 0 | found | the value is the answer |
/// | 1 | unknownPath | there is no such question, or this node cannot answer it; the log says why |
/// | 2 | notFound | the ledger has nothing under this key |
/// | 3 | heightNotKept | the state after that block is no longer kept, or not yet there |
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
    case tooMany = 24
    case notBegun = 25
    case tooFewSignatures = 30
    case wrongNumber = 31
    case impossible = 32
    case waiting = 33

    /// What the numbers belong to, where a node names it.
    package static let codespace = "weighpost"

    /// Whether the entries stand in the ledger, or the resolution holds.
    package var isSettled: Bool { self == .accepted || self == .alreadyRecorded }
}
