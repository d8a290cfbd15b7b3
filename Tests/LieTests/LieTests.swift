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
        .forgedSignatures: "signature",
        .missingSignatures: "power",
        .otherChain: "header",
        .otherHeights: "is about height",
        .otherProof: "is not the data hash",
        .otherResults: "the results of block",
        .droppedTransactions: "accepted into the node's pool",
        .prunedHeights: "is not available",
        .emptyAnswers: "batch",
        .truncatedAnswers: "is not CometBFT's",
        .enormousAnswers: "more than",
        .haltedHeight: "accepted into the node's pool",
        .catchingUp: "is catching up",
        .noIndex: "known to the node already",
        .noResults: "is not persisting",
        .thirdColludes: "power",
        .lunaticThird: "contradict each other",
        .twoThirdsCollude: "contradict each other",
        .equivocation: "contradict each other",
        .lunatic: "contradict each other",
        .amnesia: "contradict each other",
        .futureHeaders: "contradict each other",
        .pastHeaders: "time",
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
        var box = try DeliveringBox()
        box.settings.lie = lie
        try await box.run { box in
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
        "without a witness, whoever has a quorum is believed, and so is a third with a made-up set",
        arguments: [
            DevLie.twoThirdsCollude, .equivocation, .lunatic, .amnesia, .lunaticThird,
        ])
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

    @Test("without a witness, a third of the validators alone is still believed in nothing")
    func thirdWithoutWitness() async throws {
        var box = try DeliveringBox()
        (box.settings.lie, box.hasWitness) = (.thirdColludes, false)
        try await box.run { box in
            try await box.hears("power")
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

@Suite("A box that was away for longer than its trust lasts", .timeLimit(.minutes(3)))
struct LongAwayTests {
    /// A box whose anchor is two days old, and trust in it lasts for one.
    private static func box() throws -> DeliveringBox {
        var box = try DeliveringBox()
        let isFirst = FirstTime()
        box.settings.clock = {
            let now = Timestamp.systemTime
            return isFirst.happens() ? now.adding(nanoseconds: -172_800_000_000_000) ?? now : now
        }
        box.headStart = .milliseconds(300)
        return box
    }

    private static func keys() throws -> [SigningKey] {
        try (1...3).map { try SigningKey(seed: [UInt8](repeating: $0, count: 32)) }
    }

    private static func checkpoint(
        _ box: RunningBox, signedBy keys: ArraySlice<SigningKey>
    ) async throws -> [UInt8] {
        try await checkpoint(box.chain, signedBy: keys)
    }

    private static func checkpoint(
        _ chain: DevChain, signedBy keys: ArraySlice<SigningKey>
    ) async throws -> [UInt8] {
        let anchor = await chain.newest
        let now = Timestamp.systemTime.seconds
        var signed = SignedCheckpoint(
            Checkpoint(
                chainID: "weighpost-dev", height: anchor.height, hash: anchor.hash, issuedAt: now,
                expiresAt: now + 100))
        for key in keys { try signed.sign(with: key) }
        return signed.bytes
    }

    @Test("proof waits, sending does not; a signed checkpoint brings it")
    func checkpoint() async throws {
        let keys = try Self.keys()
        var box = try Self.box()
        box.checkpoints = Configuration.CheckpointRule(
            keys: keys.map(\.publicKey), threshold: 2, url: nil, topic: nil)
        try await box.run { box in
            try await box.hears("trust.over")
            try await box.hears("batch.sent")
            #expect(try await box.journal.deliveredThrough() == 0)
            try box.folder.put(
                try await Self.checkpoint(box, signedBy: keys.prefix(1)), as: .checkpoint)
            try await box.hears("trust.refused")
            try box.folder.put(
                try await Self.checkpoint(box, signedBy: keys.prefix(2)), as: .checkpoint)
            try await box.isDelivered()
            try await box.hears("trust.anchored")
            #expect(box.folder.waiting().isEmpty)
            let last = try #require(try await box.journal.entries(4...4).first)
            guard case .event(let event) = last.body else {
                Issue.record("\(last)")
                return
            }
            #expect(event.code == .anchorChanged)
            #expect(event.subject == "checkpoint")
        }
    }

    @Test(
        "a checkpoint is fetched from its address when trust is over",
        .enabled(if: Peer.isPresent, "'make test' installs Python's libraries into .venv"))
    func fetched() async throws {
        let (keys, folder, port) = (
            try Self.keys(), try TemporaryDirectory(), try FreePort.next()
        )
        let server = try Program(
            [
                "-u", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory",
                folder.path,
            ], executable: Peer.python)
        defer { server.destroy() }
        try await server.prints("Serving HTTP")
        var box = try Self.box()
        box.checkpoints = Configuration.CheckpointRule(
            keys: keys.map(\.publicKey), threshold: 2, url: nil, topic: nil)
        box.checkpointURL = { chain in
            let bytes = try await Self.checkpoint(chain, signedBy: keys.prefix(2))
            try Data(bytes).write(to: URL(fileURLWithPath: folder.file("chain.checkpoint")))
            return "http://127.0.0.1:\(port)/chain.checkpoint"
        }
        try await box.run { box in
            try await box.hears("by checkpoint")
            try await box.isDelivered()
        }
    }

    @Test("what was recorded before a checkpoint is proven backwards from it, by the links")
    func backwards() async throws {
        let keys = try Self.keys()
        var box = try Self.box()
        box.checkpoints = Configuration.CheckpointRule(
            keys: keys.map(\.publicKey), threshold: 1, url: nil, topic: nil)
        try await box.run { box in
            // The batch is in a block for long when the checkpoint comes, and an older header that
            // has expired lies below.
            try await box.hears("batch.waits")
            let below = await box.chain.anchor
            let height = await box.chain.newest.height
            try await until("blocks go on") { await box.chain.newest.height > height + 5 }
            try box.folder.put(
                try await Self.checkpoint(box, signedBy: keys.prefix(1)), as: .checkpoint)
            try await box.isDelivered()
            let receipt = try Receipt(
                decoding: try #require(try await box.journal.receipt(of: 1)))
            #expect(receipt.steps.count > 2)
            #expect(below.height == 1)
        }
    }

    @Test("two persons may decide where trust begins; the journal tells that, and not who")
    func decision() async throws {
        try await Self.box().run { box in
            try await box.hears("trust.over")
            #expect(TrustDecision(anchor: await box.chain.newest, names: ["A", "A"]) == nil)
            let decision = try #require(
                TrustDecision(anchor: await box.chain.newest, names: ["Meier", "Kaya"]))
            try box.folder.put(decision.bytes, as: .decision)
            try await box.isDelivered()
            let last = try #require(try await box.journal.entries(4...4).first)
            #expect(!String(decoding: last.bytes, as: UTF8.self).contains("Meier"))
        }
    }

    @Test("where the site says so, trust is carried on by all witnesses, and the receipts say it")
    func continuity() async throws {
        var box = try Self.box()
        box.carriesOn = true
        try await box.run { box in
            try await box.isDelivered()
            let receipt = try Receipt(
                decoding: try #require(try await box.journal.receipt(of: 1)))
            #expect(receipt.isContinuity)
            #expect(receipt.witnesses == [DeliveringBox.honest])
        }
    }

    @Test("a contradiction that two persons settled lets proof go on")
    func settled() async throws {
        var box = try DeliveringBox()
        box.settings.lie = .equivocation
        try await box.run { box in
            try await box.hears("contradict each other")
            let decision = try #require(TrustDecision(anchor: nil, names: ["Meier", "Kaya"]))
            try box.folder.put(decision.bytes, as: .decision)
            // The lie goes on, so the next look at it finds it again.
            try await until("it is settled and found again") {
                try await box.journal.entries(4...5).count == 2
            }
            #expect(try await box.journal.deliveredThrough() == 0)
        }
    }
}

@Suite("A box whose clock is wrong", .timeLimit(.minutes(1)))
struct WrongClockTests {
    @Test("behind the chain's time it believes the chain only if every witness says the same")
    func behind() async throws {
        var box = try DeliveringBox()
        box.clockError = -86_400
        try await box.run { try await $0.isDelivered() }
        (box.hasWitness, box.trust.maxClockDriftSeconds) = (false, 1)
        box.headStart = .seconds(3)
        try await box.run { box in
            try await box.hears("look at the box's clock first")
            #expect(try await box.journal.deliveredThrough() == 0)
        }
    }

    @Test("ahead of it by more than the trusting period, proof waits, and nobody is accused")
    func ahead() async throws {
        var box = try DeliveringBox()
        box.clockError = 2 * 86_400
        try await box.run { box in
            try await box.hears("trust.over")
            #expect(try await box.journal.deliveredThrough() == 0)
            #expect(try await box.journal.openDivergences().isEmpty)
        }
    }
}

@Suite("A gateway that is not registered yet", .timeLimit(.minutes(2)))
struct UnregisteredTests {
    @Test("keeps what it has, notices its registration, and delivers without being started anew")
    func registered() async throws {
        var box = try DeliveringBox()
        let authority = try SigningKey(seed: [UInt8](repeating: 5, count: 32))
        box.settings.genesis = LedgerGenesis(
            gateways: [],
            authorities: try #require(Authorities(keys: [authority.publicKey], threshold: 1)))
        let decision = Decision.register(
            gateway: DeliveringBox.gateway, site: "quay", key: box.key.publicKey)
        var resolution = SignedResolution(
            Resolution(chainID: box.settings.chainID, number: 1, decisions: [decision]))
        try resolution.sign(with: authority)
        let bytes = resolution.bytes
        try await box.run { box in
            try await box.hears("code 12")
            #expect(try await box.journal.deliveredThrough() == 0)
            #expect(try await box.chain.submit(bytes).code == 0)
            try await box.isDelivered()
        }
    }
}

@Suite("A gateway that changes its key while nobody listens", .timeLimit(.minutes(1)))
struct ChangedKeyTests {
    @Test("delivers what each key signed under that key, and every receipt names its own")
    func delivered() async throws {
        var box = try DeliveringBox()
        let next = try SigningKey(seed: [UInt8](repeating: 8, count: 32))
        box.nextKey = next
        let first = box.key.publicKey
        try await box.run { box in
            let change = UInt64(DeliveringBox.entries + 1)
            try await box.isDelivered(through: change + 1)
            for (seq, key) in [(1, first), (change, first), (change + 1, next.publicKey)] {
                let bytes = try #require(try await box.journal.receipt(of: seq))
                #expect(try Receipt(decoding: bytes).key == key.raw)
            }
        }
    }
}
