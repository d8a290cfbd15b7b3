import ChainKit
import LightClients
import Wire

extension Mutation {
    /// What a step to height 6 of the plain chain of four validators must say about the lie.
    func fault(isAdjacent: Bool) -> Fault? {
        switch self {
        case .strangers where !isAdjacent: .notEnoughTrust
        case .repeatedSlot where !isAdjacent: .invalid(.doubleVote(slot: 1))
        case .earlierTime:
            .invalid(
                .timeNotIncreasing(
                    trusted: chain.block(isAdjacent ? 5 : 2).header.time, found: .epoch))
        default: (headerReason ?? commitReason ?? setReason ?? slotReason).map(Fault.invalid)
        }
    }

    private var chain: ChainBuilder { ChainBuilder(SeededValidator.equals(4), heights: 9) }

    /// The block as this lie makes it: what the reasons quote.
    private var block: UnverifiedLightBlock { block(from: chain.forge(6)) }

    private var headerReason: Invalidity? {
        let honest = chain
        let time = block.header.time
        return switch self {
        case .otherBlockProtocol: .unsupportedBlockProtocol(12)
        case .longChainID: .chainIDTooLong(51)
        case .heightZero: .heightNotPositive(0)
        case .shortDataHash: .wrongHashLength(field: "data_hash", count: 31)
        case .shortLastBlockHash: .wrongHashLength(field: "last_block_id.hash", count: 3)
        case .shortProposerAddress: .wrongProposerAddressLength(19)
        case .noValidatorsHash: .noHeaderHash
        case .otherChain: .wrongChain(expected: "test-chain", found: "other-chain")
        case .futureTime: .fromTheFuture(time: time, now: honest.now)
        default: nil
        }
    }

    private var commitReason: Invalidity? {
        let block = block
        guard let hash = block.header.hash else { return nil }
        return switch self {
        case .commitHeightZero: .commitHeightNotPositive(0)
        case .negativeRound: .negativeRound(-1)
        case .commitForNoBlock: .commitForNoBlock
        case .shortPartsHash: .wrongHashLength(field: "block_id.parts.hash", count: 31)
        case .emptyCommit: .emptyCommit
        case .absentWithAddress, .absentWithTime, .absentWithSignature:
            .absentSlotNotEmpty(slot: 1)
        case .shortAddress: .wrongAddressLength(slot: 1, count: 19)
        case .noSignature: .wrongSignatureLength(slot: 1, count: 0)
        case .longSignature: .wrongSignatureLength(slot: 1, count: 65)
        case .nobodyVoted: .nobodyVoted
        case .otherCommitHeight: .wrongCommitHeight(header: 6, commit: 7)
        case .commitForOtherBlock, .changedHeader:
            .commitForOtherBlock(header: hash, commit: block.commit.blockID.hash)
        default: nil
        }
    }

    private var setReason: Invalidity? {
        let block = block
        let expected = block.header.validatorsHash
        return switch self {
        case .unsupportedKey: .unsupportedKey(validator: 1, type: "tendermint/PubKeySecp256k1")
        case .shortKey: .wrongKeyLength(validator: 1, count: 3)
        case .negativePower: .negativePower(validator: 1, power: -1)
        case .foreignAddress: .addressNotOfKey(validator: 1)
        case .duplicateValidator: .duplicateValidator(1)
        case .hugePowers: .totalPowerTooLarge
        case .otherValidators, .reorderedValidators:
            .wrongValidators(expected: expected, found: block.validators.hash)
        case .otherNextValidators:
            block.nextValidators.map {
                .wrongNextValidators(expected: block.header.nextValidatorsHash, found: $0.hash)
            }
        case .strangers:
            .notTheExpectedValidators(
                expected: chain.block(5).header.nextValidatorsHash, found: expected)
        default: nil
        }
    }

    private var slotReason: Invalidity? {
        switch self {
        case .otherRound, .otherParts: .wrongSignature(slot: 0)
        case .otherVoteTime, .forgedSignature, .nilMadeOfCommit: .wrongSignature(slot: 1)
        case .missingSlot: .wrongSlotCount(slots: 3, validators: 4)
        case .extraSlot: .wrongSlotCount(slots: 5, validators: 4)
        case .swappedSlots: .slotOfOtherValidator(slot: 0)
        case .repeatedSlot: .slotOfOtherValidator(slot: 1)
        case .halfAbsent, .halfNil: .notEnoughPower(signed: 20, total: 40)
        default: nil
        }
    }
}
