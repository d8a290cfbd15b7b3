import Delivery
import Evidence
import Foundation
import IntakeLedger
import JournalStore
import LightClients
import SiteLab
import TestKit
import Testing
import Wire

@testable import Gateway

/// What the agent does with each lie of a node: it never says "delivered".
@Suite("A node that lies", .timeLimit(.minutes(3)))
struct LieTests {
    /// What a box tells of each lie, word for word as far as it matters.
    static let words: [DevLie: String] = [
        .wrongValidators: "the validators' hash is",
        .forgedSignatures: "the signature in slot",
        .missingSignatures: "power 10 of 40 voted for the block",
        .otherChain: #"the header is of chain "another-chain", not of "weighpost-dev""#,
        .otherHeights: "is about height",
        .otherProof: "is not the data hash",
        .otherResults: "the results of block",
        .otherEntry: "the ledger recorded another digest",
        .droppedTransactions: "accepted into the node's pool",
        .prunedHeights: "is not available",
        .emptyAnswers: "broadcast_tx_sync gives nothing",
        .truncatedAnswers: "is not CometBFT's",
        .enormousAnswers: "an answer of more than 8000000 bytes",
        .haltedHeight: "accepted into the node's pool",
        .catchingUp: "is catching up",
        .noIndex: "known to the node already",
        .noResults: "is not persisting",
        .thirdColludes: "power 20 of 40 voted for the block",
        .lunaticThird: "contradict each other",
        .twoThirdsCollude: "contradict each other",
        .equivocation: "contradict each other",
        .lunatic: "contradict each other",
        .amnesia: "contradict each other",
        .futureHeaders: "contradict each other",
        .pastHeaders: "is not after the trusted header's",
    ]

    /// How many validators the evidence against each attack names.
    ///
    /// A box sees the block after its batch's: the branches have other transactions, so other states,
    /// and even amnesia has its names there.
    static let attackers: [DevLie: Int] = [
        .lunaticThird: 2, .twoThirdsCollude: 3, .equivocation: 4, .lunatic: 4, .amnesia: 4,
        .futureHeaders: 4,
    ]

    @Test("no lie ends in 'delivered', and each is told by its name", arguments: DevLie.allCases)
    func lie(_ lie: DevLie) async throws {
        // The log is asked only by a box whose trust begins far above its batch.
        var box = lie == .otherEntry ? try LongAwayTests.farAbove() : try DeliveringBox()
        box.settings.lie = lie
        try await box.run { box in
            if lie == .otherEntry { try await LongAwayTests.beginFarAbove(box) }
            try await box.hears(try #require(Self.words[lie]))
            // As long again as an honest delivery takes, and then some.
            try await Task.sleep(for: .seconds(1))
            #expect(try await box.journal.deliveredThrough() == 0)
            #expect(!box.news.texts.contains { $0.hasPrefix("batch.delivered") })
            let divergences = try await box.journal.openDivergences()
            let isSplit = Self.words[lie] == "contradict each other"
            #expect(divergences.count == (isSplit ? 1 : 0))
            #expect(isSplit == (Self.attackers[lie] != nil))
            guard let attackers = Self.attackers[lie] else { return }
            #expect(divergences.allSatisfy { $0.againstPrimary != nil })
            #expect(divergences.allSatisfy { $0.againstWitness != nil })
            try await toldBothSides(box, attackers)
        }
    }

    /// Each side has the evidence against the other's block, and has judged it from its own.
    private func toldBothSides(_ box: RunningBox, _ attackers: Int) async throws {
        try await until("each side has the evidence against the other") {
            let (lying, honest) = await (box.chain.evidence, box.chain.honestEvidence)
            return !lying.isEmpty && !honest.isEmpty
        }
        let (lying, honest) = await (box.chain.evidence, box.chain.honestEvidence)
        #expect(lying.count == 1 && honest.count == 1)
        #expect(honest.first?.byzantine.count == attackers)
        let heights = Set((lying + honest).map(\.conflicting.header.height))
        #expect(heights.count == 1, "two blocks of one height")
        #expect(!box.news.texts.contains { $0.hasPrefix("trust.evidence") })
    }

    @Test("a witness on a fork stops proof as well: which of two is the chain, no box can see")
    func lyingWitness() async throws {
        var box = try DeliveringBox()
        (box.settings.lie, box.isWitnessLying) = (.equivocation, true)
        try await box.run { box in
            try await box.hears("contradict each other")
            #expect(try await box.journal.deliveredThrough() == 0)
            try await toldBothSides(box, 4)
        }
    }

    @Test(
        "a node that lies or is of no use holds up nothing while another one answers",
        arguments: DevLie.allCases.filter { !$0.isFork })
    func otherNode(_ lie: DevLie) async throws {
        var box = try DeliveringBox()
        (box.settings.lie, box.hasHonestNode, box.hasWitness) = (lie, true, false)
        try await box.run { box in
            try await box.isDelivered()
            #expect(try await box.journal.openDivergences().isEmpty)
        }
    }

    @Test("the same chain without a lie is delivered, and the receipts name the witness")
    func truth() async throws {
        try await DeliveringBox().run { box in
            try await box.isDelivered()
            for seq in 1...UInt64(DeliveringBox.entries) {
                let bytes = try #require(try await box.journal.receipt(of: seq))
                let receipt = try Receipt(decoding: bytes)
                #expect(receipt.witnesses == [DeliveringBox.honest])
                #expect(!receipt.isContinuity)
            }
        }
    }

    @Test(
        "without a witness, whoever has a quorum is believed",
        arguments: [DevLie.twoThirdsCollude, .equivocation, .lunatic, .amnesia])
    func withoutWitness(_ lie: DevLie) async throws {
        var box = try DeliveringBox()
        (box.settings.lie, box.hasWitness) = (lie, false)
        try await box.run { box in
            try await box.isDelivered()
            let bytes = try #require(try await box.journal.receipt(of: 1))
            // The receipt says that nobody confirmed it.
            #expect(try Receipt(decoding: bytes).witnesses.isEmpty)
        }
    }

    @Test(
        "without a witness, a third of the validators is believed in nothing, whatever set it shows",
        arguments: [(DevLie.thirdColludes, "power"), (.lunaticThird, "were to come")])
    func thirdWithoutWitness(_ lie: DevLie, words: String) async throws {
        var box = try DeliveringBox()
        (box.settings.lie, box.hasWitness) = (lie, false)
        try await box.run { box in
            try await box.hears(words)
            #expect(try await box.journal.deliveredThrough() == 0)
        }
    }

    @Test("validators that change all along the way cost nothing but steps")
    func changes() async throws {
        var box = try DeliveringBox()
        box.settings.powers = [10, 10, 10, 10, 0, 0, 0, 0]
        box.settings.powerChanges = [
            3: [0, 10, 10, 10, 10, 0, 0, 0], 5: [0, 0, 10, 10, 10, 10, 0, 0],
            7: [0, 0, 0, 10, 10, 10, 10, 0], 9: [0, 0, 0, 0, 10, 10, 10, 10],
        ]
        box.headStart = .seconds(1)
        try await box.run { box in
            try await box.isDelivered()
            let receipt = try Receipt(
                decoding: try #require(try await box.journal.receipt(of: 1)))
            // Nobody of the anchor's validators is left, so it takes steps between.
            #expect(receipt.steps.count > 2)
        }
    }
}
