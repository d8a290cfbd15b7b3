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

    /// A box whose trust will begin so far above its batch that links do not lead there.
    static func farAbove() throws -> DeliveringBox {
        var box = try box()
        box.farthestBack = 3
        box.checkpoints = Configuration.CheckpointRule(
            keys: try keys().map(\.publicKey), threshold: 1, url: nil, topic: nil)
        return box
    }

    /// Hands the box a checkpoint once its batch is some blocks below.
    static func beginFarAbove(_ box: RunningBox) async throws {
        try await box.hears("batch.waits")
        let height = await box.chain.newest.height
        try await until("blocks go on") { await box.chain.newest.height > height + 8 }
        try box.folder.put(
            try await checkpoint(box, signedBy: try keys().prefix(1)), as: .checkpoint)
    }

    @Test("what lies too far below a checkpoint for the links is proven by the ledger's log")
    func byLog() async throws {
        try await Self.farAbove().run { box in
            try await Self.beginFarAbove(box)
            try await box.hears("the ledger's log")
            try await box.isDelivered()
            for seq in 1...UInt64(DeliveringBox.entries) {
                let bytes = try #require(try await box.journal.receipt(of: seq))
                let receipt = try LogReceipt(decoding: bytes)
                #expect(receipt.proof.entry.seq == seq)
                #expect(receipt.proof.entry.gateway == DeliveringBox.gateway)
            }
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
