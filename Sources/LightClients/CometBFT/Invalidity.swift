package import Wire

/// The one reason why a header, a commit or a validator set cannot be what the chain decided.
///
/// Slots and validators are counted from 0. The order of the cases is the order of the checks.
package enum Invalidity: Error, Hashable, Sendable {
    // MARK: The header by itself

    /// A block format other than 11.
    case unsupportedBlockProtocol(UInt64)
    /// A chain id of more than 50 bytes.
    case chainIDTooLong(Int)
    /// A height of 0 or below.
    case heightNotPositive(Int64)
    /// A hash that has neither 32 bytes nor none, by the field's name.
    case wrongHashLength(field: String, count: Int)
    /// A proposer's address that does not have 20 bytes.
    case wrongProposerAddressLength(Int)
    /// No validators hash, so the header has no hash.
    case noHeaderHash

    // MARK: The kinds of keys, which say how long the votes are

    /// More validators than anybody can want to check.
    case tooManyValidators(Int)
    /// A kind of key that is not verified here, by its name.
    case unsupportedKey(validator: Int, type: String)

    // MARK: The commit by itself

    /// A commit of height 0 or below.
    case commitHeightNotPositive(Int64)
    /// A round below 0.
    case negativeRound(Int32)
    /// A commit for no block.
    case commitForNoBlock
    /// A commit without a single slot.
    case emptyCommit
    /// A commit with more slots than there can be validators.
    case tooManySlots(Int)
    /// An absent slot with an address, a time or a signature.
    case absentSlotNotEmpty(slot: Int)
    /// A voter's address that does not have 20 bytes.
    case wrongAddressLength(slot: Int, count: Int)
    /// A signature of no bytes, or of more than a signature has.
    case wrongSignatureLength(slot: Int, count: Int)
    /// Every slot is absent.
    case nobodyVoted

    // MARK: Header and commit together

    /// A header of another chain.
    case wrongChain(expected: String, found: String)
    /// Header and commit of different heights.
    case wrongCommitHeight(header: Int64, commit: Int64)
    /// The commit is for a block with another hash.
    case commitForOtherBlock(header: Digest, commit: [UInt8])

    // MARK: Against what is trusted

    /// The answer is not of the height that was asked for.
    case notTheHeightAskedFor(asked: Int64, found: Int64)
    /// The header of the anchor's height has another hash.
    case notTheAnchor(expected: Digest, found: Digest)
    /// Not above the trusted height.
    case heightNotIncreasing(trusted: Int64, found: Int64)
    /// Not later than the trusted header.
    case timeNotIncreasing(trusted: Timestamp, found: Timestamp)
    /// Ahead of our clock by more than the drift allows: look at the clock first.
    case fromTheFuture(time: Timestamp, now: Timestamp)

    // MARK: The validator sets

    /// The validators are not those of the header.
    case wrongValidators(expected: [UInt8], found: Digest)
    /// A key without the length that its kind has.
    case wrongKeyLength(validator: Int, count: Int)
    /// A power below 0.
    case negativePower(validator: Int, power: Int64)
    /// An address that is not that of the key beside it.
    case addressNotOfKey(validator: Int)
    /// A key that an earlier validator of the set has.
    case duplicateValidator(Int)
    /// Powers whose sum is above one eighth of 2^63.
    case totalPowerTooLarge
    /// No validators at all.
    case noValidators
    /// The next validators are not those of the header.
    case wrongNextValidators(expected: [UInt8], found: Digest)
    /// The header after the trusted one is not signed by the validators that were to come.
    case notTheExpectedValidators(expected: [UInt8], found: [UInt8])

    // MARK: The signatures

    /// One validator in two slots.
    case doubleVote(slot: Int)
    /// A signature that does not verify.
    case wrongSignature(slot: Int)
    /// Another number of slots than of validators.
    case wrongSlotCount(slots: Int, validators: Int)
    /// A slot with the address of another validator.
    case slotOfOtherValidator(slot: Int)
    /// Not more than two thirds of the power voted for the block.
    case notEnoughPower(signed: Int64, total: Int64)

    // MARK: Backwards

    /// Not the height before.
    case notTheHeightBefore(expected: Int64, found: Int64)
    /// Not earlier than the header that follows it.
    case timeNotDecreasing(later: Timestamp, found: Timestamp)
    /// Not the header that the next one names as the one before.
    case brokenLink(expected: [UInt8], found: Digest)
}
