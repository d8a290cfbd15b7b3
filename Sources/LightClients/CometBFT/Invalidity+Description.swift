import Wire

extension Invalidity: CustomStringConvertible {
    package var description: String {
        aboutHeader ?? aboutCommit ?? aboutTrust ?? aboutValidators ?? aboutSignatures
    }

    private var aboutHeader: String? {
        switch self {
        case .unsupportedBlockProtocol(let version):
            "the header has block format \(version), not 11"
        case .chainIDTooLong(let count): "the chain id has \(count) bytes, at most 50 are allowed"
        case .heightNotPositive(let height): "the header has height \(height), heights begin at 1"
        case .wrongHashLength(let field, let count):
            "\(field) has \(count) bytes instead of 32"
        case .wrongProposerAddressLength(let count):
            "the proposer's address has \(count) bytes instead of 20"
        case .noHeaderHash: "the header names no validators and so has no hash"
        case .wrongChain(let expected, let found):
            "the header is of chain \"\(found)\", not of \"\(expected)\""
        default: nil
        }
    }

    private var aboutCommit: String? {
        switch self {
        case .commitHeightNotPositive(let height): "the commit has height \(height)"
        case .negativeRound(let round): "the commit has round \(round)"
        case .commitForNoBlock: "the commit is for no block"
        case .emptyCommit: "the commit has no votes"
        case .tooManySlots(let count):
            "the commit has \(count) slots, at most \(ValidatorSet.maximumCount) are allowed"
        case .absentSlotNotEmpty(let slot): "slot \(slot) is absent and yet has content"
        case .wrongAddressLength(let slot, let count):
            "the address in slot \(slot) has \(count) bytes instead of 20"
        case .wrongSignatureLength(let slot, let count):
            "the signature in slot \(slot) has \(count) bytes instead of 64"
        case .nobodyVoted: "every vote of the commit is absent"
        case .wrongCommitHeight(let header, let commit):
            "the header is of height \(header), its commit of \(commit)"
        case .commitForOtherBlock(let header, let commit):
            "the header's hash is \(header), its commit is for \(Hex.encode(commit))"
        default: nil
        }
    }

    private var aboutTrust: String? {
        switch self {
        case .notTheHeightAskedFor(let asked, let found):
            "height \(asked) was asked for, height \(found) came"
        case .notTheAnchor(let expected, let found):
            "the header's hash is \(found), the anchor's \(expected)"
        case .heightNotIncreasing(let trusted, let found):
            "height \(found) is not above the trusted height \(trusted)"
        case .timeNotIncreasing(let trusted, let found):
            "the header's time \(found) is not after the trusted header's \(trusted)"
        case .fromTheFuture(let time, let now):
            "the header's time \(time) is ahead of the clock, which shows \(now); check the clock"
        case .notTheHeightBefore(let expected, let found):
            "height \(expected) was to come, height \(found) came"
        case .timeNotDecreasing(let later, let found):
            "the header's time \(found) is not before the time \(later) of the one that follows"
        case .brokenLink(let expected, let found):
            "the header's hash is \(found), the next header names \(Hex.encode(expected))"
        default: nil
        }
    }

    private var aboutValidators: String? {
        switch self {
        case .tooManyValidators(let count):
            "the set has \(count) validators, at most \(ValidatorSet.maximumCount) are allowed"
        case .unsupportedKey(let validator, let type):
            "validator \(validator) has a key of the kind \(type.cut(toBytes: 60)), which is not supported"
        case .wrongValidators(let expected, let found):
            "the validators' hash is \(found), the header names \(Hex.encode(expected))"
        case .noValidators: "the validator set is empty"
        case .wrongKeyLength(let validator, let count):
            "the key of validator \(validator) has \(count) bytes instead of 32"
        case .negativePower(let validator, let power):
            "validator \(validator) has the power \(power)"
        case .addressNotOfKey(let validator):
            "the address of validator \(validator) is not that of its key"
        case .duplicateValidator(let validator):
            "validator \(validator) has the key of an earlier one"
        case .totalPowerTooLarge: "the validators' powers add up to more than 2^60 - 1"
        case .wrongNextValidators(let expected, let found):
            "the next validators' hash is \(found), the header names \(Hex.encode(expected))"
        case .notTheExpectedValidators(let expected, let found):
            "validators \(Hex.encode(found)) sign, \(Hex.encode(expected)) were to come"
        default: nil
        }
    }

    private var aboutSignatures: String {
        switch self {
        case .doubleVote(let slot): "the validator in slot \(slot) has voted in an earlier slot"
        case .wrongSignature(let slot): "the signature in slot \(slot) does not verify"
        case .wrongSlotCount(let slots, let validators):
            "the commit has \(slots) slots for \(validators) validators"
        case .slotOfOtherValidator(let slot):
            "slot \(slot) has the address of another validator"
        case .notEnoughPower(let signed, let total):
            "power \(signed) of \(total) voted for the block, more than two thirds are needed"
        default: preconditionFailure("a reason without words")
        }
    }
}
