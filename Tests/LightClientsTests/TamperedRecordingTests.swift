import LightClients
import Testing
import Wire

@Suite("Tampered copies of a recorded network")
struct TamperedRecordingTests {
    /// Ways to tamper with the block of a height, each with the reason that it must be refused for.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout UnverifiedLightBlock) -> Void
        let reason: @Sendable (UnverifiedLightBlock) -> Invalidity?

        init(
            _ name: String, _ change: @escaping @Sendable (inout UnverifiedLightBlock) -> Void,
            reason: @escaping @Sendable (UnverifiedLightBlock) -> Invalidity?
        ) {
            (testDescription, self.change, self.reason) = (name, change, reason)
        }

        /// A header that no longer has the hash that was voted on.
        static func header(
            _ name: String, _ change: @escaping @Sendable (inout Header) -> Void
        ) -> Tampering {
            Tampering(name, { change(&$0.header) }) { block in
                block.header.hash.map {
                    .commitForOtherBlock(header: $0, commit: block.commit.blockID.hash)
                }
            }
        }
    }

    static let tamperings: [Tampering] = [
        .header("app hash") { $0.appHash[0] ^= 1 },
        .header("data hash") { $0.dataHash[31] ^= 0x80 },
        .header("results hash") { $0.lastResultsHash[5] ^= 4 },
        .header("time") { $0.time = $0.time.adding(nanoseconds: 1) ?? .epoch },
        .header("proposer") { $0.proposerAddress[0] ^= 1 },
        .header("last block id") { $0.lastBlockID.partsTotal += 1 },
        .header("application version") { $0.versionApp += 1 },
        .header("consensus hash") { $0.consensusHash = [] },
        Tampering("height", { $0.header.height += 1 }) {
            .wrongCommitHeight(header: $0.header.height, commit: $0.commit.height)
        },
        Tampering("chain", { $0.header.chainID = "weigh-fixture-2" }) { _ in
            .wrongChain(expected: "weigh-fixture-1", found: "weigh-fixture-2")
        },
        Tampering("block id of the votes", { $0.commit.blockID.hash[0] ^= 1 }) { block in
            block.header.hash.map {
                .commitForOtherBlock(header: $0, commit: block.commit.blockID.hash)
            }
        },
        Tampering("round", { $0.commit.round += 1 }) { _ in .wrongSignature(slot: 0) },
        Tampering("signature", { $0.commit.signatures[2].signature[63] ^= 1 }) { _ in
            .wrongSignature(slot: 2)
        },
        Tampering("voter", { $0.commit.signatures[0] = $0.commit.signatures[1] }) { _ in
            .slotOfOtherValidator(slot: 0)
        },
        Tampering("a slot taken away", { $0.commit.signatures.removeLast() }) {
            .wrongSlotCount(
                slots: $0.commit.signatures.count, validators: $0.validators.validators.count)
        },
        Tampering("votes taken away", { $0.commit.keepOnly(2) }) { block in
            let powers = block.validators.validators.map(\.votingPower)
            let total = powers.reduce(0, +)
            return .notEnoughPower(signed: powers.prefix(2).reduce(0, +), total: total)
        },
        Tampering("power", { $0.validators.validators[0].votingPower += 1 }) {
            .wrongValidators(expected: $0.header.validatorsHash, found: $0.validators.hash)
        },
        Tampering("address", { $0.validators.validators[0].address[0] ^= 1 }) { _ in
            .addressNotOfKey(validator: 0)
        },
        Tampering("next validators", { $0.nextValidators = ValidatorSet(validators: []) }) {
            .wrongNextValidators(
                expected: $0.header.nextValidatorsHash, found: MerkleTree.root(of: []))
        },
    ]

    @Test("each is refused for its reason, at every height", arguments: tamperings)
    func refused(_ tampering: Tampering) throws {
        let recording = try Recording.load(.main)
        for height in recording.expected.heights.dropFirst() {
            var block = try recording.block(height)
            tampering.change(&block)
            let verdict = Verifier.verify(
                block, trusted: try recording.trusted(height - 1), options: recording.options,
                now: try recording.now())
            #expect(
                verdict == tampering.reason(block).map(Verdict.invalid), "height \(height)")
        }
    }

    @Test("a result changed by its node does not have the hash in the next header")
    func results() throws {
        let recording = try Recording.load(.extra)
        for (height, results) in recording.results where !results.isEmpty {
            let next = try recording.block(height + 1).header
            for index in results.indices {
                var changed = results
                changed[index].code = results[index].code == 0 ? 1 : 0
                #expect(ExecTxResult.root(of: changed).bytes != next.lastResultsHash)
                changed = results
                changed[index].data.append(1)
                #expect(ExecTxResult.root(of: changed).bytes != next.lastResultsHash)
                #expect(
                    !ResultProof(of: index, in: changed)
                        .isValid(lastResultsHash: next.lastResultsHash))
            }
            #expect(ExecTxResult.root(of: results.dropLast()).bytes != next.lastResultsHash)
        }
    }

    @Test("a transaction's proof shows nothing about another block or transaction")
    func transactions() throws {
        let recording = try Recording.load(.main)
        for transaction in recording.transactions {
            let proof = try #require(transaction.proof)
            let header = try recording.block(transaction.height).header
            let hash = try #require(Digest(transaction.hash))
            let other = try recording.block(transaction.height + 1).header
            #expect(proof.verify(dataHash: other.dataHash, txHash: hash) == .refuted(.otherRoot))
            #expect(
                proof.verify(dataHash: header.dataHash, txHash: .zero)
                    == .refuted(.otherTransaction))
        }
    }
}

extension Commit {
    /// Makes all votes after the first ones absent.
    fileprivate mutating func keepOnly(_ count: Int) {
        for slot in signatures.indices.dropFirst(count) { signatures[slot] = .absent }
    }
}
