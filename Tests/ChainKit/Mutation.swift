package import LightClients
import Wire

/// One lie about a block, by its name.
///
/// The lies of the first group are told before the block is hashed and signed, so that all
/// signatures are good; those of the second change a block that was.
package enum Mutation: String, CaseIterable, Sendable {
    // Signed by everybody
    case otherBlockProtocol, longChainID, heightZero, shortDataHash, shortLastBlockHash
    case shortProposerAddress, otherChain, earlierTime, futureTime, unsupportedKey, shortKey
    case negativePower, foreignAddress, duplicateValidator, hugePowers, strangers
    case halfAbsent, halfNil
    // Changed afterwards
    case noValidatorsHash, changedHeader, commitHeightZero, negativeRound, commitForNoBlock
    case shortPartsHash, emptyCommit, absentWithAddress, absentWithTime, absentWithSignature
    case shortAddress, noSignature, longSignature, nobodyVoted, otherCommitHeight
    case commitForOtherBlock, otherRound, otherParts, otherVoteTime, forgedSignature,
        nilMadeOfCommit
    case missingSlot, extraSlot, swappedSlots, repeatedSlot, otherValidators
    case reorderedValidators, otherNextValidators

    /// The block with this lie; made for sets of at least four validators.
    package func block(from forge: BlockForge) -> UnverifiedLightBlock {
        var forge = forge
        changeHeader(&forge.header)
        changeValidators(&forge)
        var block = forge.built()
        tamperWithCommit(&block.commit)
        tamperWithSlots(&block.commit.signatures)
        tamperWithSets(&block)
        return block
    }

    private func changeHeader(_ header: inout Header) {
        switch self {
        case .otherBlockProtocol: header.versionBlock = 12
        case .longChainID: header.chainID = String(repeating: "x", count: 51)
        case .heightZero: header.height = 0
        case .shortDataHash: header.dataHash.removeLast()
        case .shortLastBlockHash: header.lastBlockID.hash = [1, 2, 3]
        case .shortProposerAddress: header.proposerAddress.removeLast()
        case .otherChain: header.chainID = "other-chain"
        case .earlierTime: header.time = .epoch
        case .futureTime: header.time = header.time.adding(nanoseconds: 1 << 62) ?? .epoch
        default: break
        }
    }

    private func changeValidators(_ forge: inout BlockForge) {
        let indices = forge.validators.indices
        switch self {
        case .unsupportedKey:
            forge.validators[1].shown.publicKey = .unsupported(
                type: "tendermint/PubKeySecp256k1", bytes: Array(repeating: 2, count: 33))
        case .shortKey: forge.validators[1].shown.publicKey = .ed25519([1, 2, 3])
        case .negativePower: forge.validators[1].shown.votingPower = -1
        case .foreignAddress:
            forge.validators[1].shown.address = forge.validators[0].shown.address
        case .duplicateValidator: forge.validators[1] = forge.validators[0]
        case .hugePowers:
            for index in indices { forge.validators[index].shown.votingPower = .max / 8 }
        case .strangers:
            forge.validators = SeededValidator.equals(indices.count, prefix: "stranger")
        case .halfAbsent: for slot in indices.dropFirst(2) { forge.flags[slot] = .absent }
        case .halfNil: for slot in indices.dropFirst(2) { forge.flags[slot] = .nil }
        default: break
        }
    }

    private func tamperWithCommit(_ commit: inout Commit) {
        switch self {
        case .commitHeightZero: commit.height = 0
        case .negativeRound: commit.round = -1
        case .commitForNoBlock: commit.blockID = .zero
        case .shortPartsHash: commit.blockID.partsHash.removeLast()
        case .emptyCommit: commit.signatures = []
        case .nobodyVoted: commit.signatures = commit.signatures.map { _ in .absent }
        case .otherCommitHeight: commit.height += 1
        case .commitForOtherBlock: commit.blockID.hash = Array(repeating: 7, count: 32)
        case .otherRound: commit.round += 1
        case .otherParts: commit.blockID.partsTotal += 1
        default: break
        }
    }

    private func tamperWithSlots(_ slots: inout [CommitSignature]) {
        switch self {
        case .absentWithAddress:
            slots[1] = .absent
            slots[1].validatorAddress = slots[0].validatorAddress
        case .absentWithTime:
            slots[1] = .absent
            slots[1].timestamp = .epoch
        case .absentWithSignature:
            slots[1] = .absent
            slots[1].signature = slots[0].signature
        case .shortAddress: slots[1].validatorAddress.removeLast()
        case .noSignature: slots[1].signature = []
        case .longSignature: slots[1].signature.append(0)
        case .otherVoteTime:
            slots[1].timestamp = slots[1].timestamp.adding(nanoseconds: 1) ?? .epoch
        case .forgedSignature: slots[1].signature[40] ^= 1
        case .nilMadeOfCommit: slots[1].flag = .nil
        case .missingSlot: slots.removeLast()
        case .extraSlot: slots.append(.absent)
        case .swappedSlots: slots.swapAt(0, 1)
        case .repeatedSlot: slots[1] = slots[0]
        default: break
        }
    }

    private func tamperWithSets(_ block: inout UnverifiedLightBlock) {
        let strangers = ValidatorSet(SeededValidator.equals(4, prefix: "stranger"))
        switch self {
        case .noValidatorsHash: block.header.validatorsHash = []
        case .changedHeader: block.header.appHash = [1]
        case .otherValidators: block.validators = strangers
        case .reorderedValidators: block.validators.validators.swapAt(0, 1)
        case .otherNextValidators: block.nextValidators = strangers
        default: break
        }
    }
}
