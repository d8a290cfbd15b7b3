import Evidence
import Foundation
import JournalStore
import LightClients
import SiteLab
import TestKit
import Testing
import Wire

@Suite(
    "A checkpoint comes by the broker", .enabled(if: TestBroker.isInstalled),
    .timeLimit(.minutes(2)))
struct CheckpointByBrokerTests {
    private static let topic = "chain/checkpoints"

    /// A site whose configuration names three keys, of which two have to sign.
    private func site(_ keys: [SigningKey]) async throws -> LiveSite {
        let live = try await LiveSite(trucks: [])
        let names = keys.map { "\"\(Hex.encode($0.publicKey.raw))\"" }.joined(separator: ", ")
        let text = try String(contentsOfFile: live.configuration, encoding: .utf8)
        try #require(text.contains("witnesses: none"))
        try text.replacing(
            "witnesses: none",
            with: """
                witnesses: none
                  checkpoints: { keys: [\(names)], threshold: 2, topic: \(Self.topic) }
                """
        ).write(toFile: live.configuration, atomically: true, encoding: .utf8)
        return live
    }

    private func checkpoint(
        _ anchor: Anchor, signedBy keys: ArraySlice<SigningKey>
    ) throws -> [UInt8] {
        let now = Timestamp.systemTime.seconds
        var signed = SignedCheckpoint(
            Checkpoint(
                chainID: LiveSite.chainID, height: anchor.height, hash: anchor.hash,
                issuedAt: now, expiresAt: now + 600))
        for key in keys { try signed.sign(with: key) }
        return signed.bytes
    }

    /// The entries that say that trust begins elsewhere.
    private func changes(in live: LiveSite) throws -> [(seq: UInt64, event: EventBody)] {
        var found: [(seq: UInt64, event: EventBody)] = []
        try JournalReader(live.state).forEachEntry { seq, bytes in
            if case .event(let event) = try JournalEntry(decoding: bytes).body,
                event.code == .anchorChanged
            {
                found.append((seq, event))
            }
        }
        return found
    }

    private static func heard(_ event: String, _ agent: Program) -> [Substring] {
        agent.output.split(separator: "\n").filter { $0.hasPrefix("{\"event\":\"\(event)\"") }
    }

    @Test("too few signatures change nothing; with enough of them trust begins at its block")
    func byBroker() async throws {
        let keys = try (1...3).map { try SigningKey(seed: [UInt8](repeating: $0, count: 32)) }
        let live = try await site(keys)
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        do {
            try await until("the agent listens for checkpoints and has delivered", within: 30) {
                live.broker.log.contains("\(Self.topic) (QoS 1)")
                    && !Self.heard("batch.delivered", agent).isEmpty
            }
            try await until("blocks go on") { await live.chain.newest.height > 1 }
            let anchor = await live.chain.newest
            try await refuses(anchor, signedBy: keys.prefix(1), agent, live)
            try await refusesWhatIsTooLong(agent, live)
            try await takes(anchor, signedBy: keys.prefix(2), agent, live)
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(5)).status == 0)
        await live.close()
    }

    /// The event that the agent tells of a checkpoint that is published.
    private func says(
        _ event: String, _ agent: Program, of anchor: Anchor, signedBy keys: ArraySlice<SigningKey>,
        _ live: LiveSite
    ) async throws -> Substring {
        try await live.broker.publish(try checkpoint(anchor, signedBy: keys), to: Self.topic)
        try await agent.prints("{\"event\":\"\(event)\"")
        return try #require(Self.heard(event, agent).first)
    }

    private func refuses(
        _ anchor: Anchor, signedBy keys: ArraySlice<SigningKey>, _ agent: Program, _ live: LiveSite
    ) async throws {
        let told = try await says("trust.refused", agent, of: anchor, signedBy: keys, live)
        #expect(told.contains("\"warning\":\"WP215\""), "\(told)")
        #expect(told.contains("signatures"), "\(told)")
        #expect(Self.heard("trust.anchored", agent).isEmpty)
        #expect(try changes(in: live).isEmpty)
        #expect(try JournalReader(live.state).anchors().isEmpty)
        try await isTaken(live)
    }

    /// What is longer than any checkpoint does not get as far as the folder.
    private func refusesWhatIsTooLong(_ agent: Program, _ live: LiveSite) async throws {
        try await live.broker.publish([UInt8](repeating: 0, count: 65_537), to: Self.topic)
        try await until("it is refused") { Self.heard("trust.refused", agent).count == 2 }
        let told = try #require(Self.heard("trust.refused", agent).last)
        #expect(told.contains("65537 bytes are more than any checkpoint has"), "\(told)")
    }

    private func takes(
        _ anchor: Anchor, signedBy keys: ArraySlice<SigningKey>, _ agent: Program, _ live: LiveSite
    ) async throws {
        let told = try await says("trust.anchored", agent, of: anchor, signedBy: keys, live)
        #expect(told.contains("\"height\":\(anchor.height),\"hash\":\"\(anchor.hash)\""), "\(told)")
        #expect(Self.heard("trust.refused", agent).count == 2)
        let change = try #require(try changes(in: live).first)
        #expect(change.event.subject == "checkpoint")
        #expect(change.event.value == anchor.height && change.event.digest == anchor.hash)
        let begun = try JournalReader(live.state).anchors()
        #expect(begun.map(\.anchor) == [anchor] && begun.map(\.origin) == ["checkpoint by broker"])
        try await isTaken(live)
        // What is proven from here on begins at the checkpoint's block.
        try await until("the change of trust is delivered", within: 30) {
            try JournalReader(live.state).isDelivered(change.seq)
        }
        let bytes = try #require(try JournalReader(live.state).receipt(of: change.seq))
        let first = try Header(
            protobuf: try #require(try Receipt(decoding: bytes).steps.first).header)
        #expect(first.height == anchor.height && first.hash == anchor.hash)
    }

    /// What came by the broker lay in the hand-over folder, and does so no more.
    private func isTaken(_ live: LiveSite) async throws {
        let folder = HandOverFolder(state: live.state, for: .trust)
        try await until("nothing waits to be taken") { folder.waiting().isEmpty }
    }
}

extension TestBroker {
    /// Publishes with QoS 1 and returns when the broker has acknowledged it (MQTT 3.1.1).
    fileprivate func publish(_ payload: [UInt8], to topic: String) async throws {
        let connection = try await RawConnection(port: Int(port))
        let connect = Self.text("MQTT") + [4, 0b10, 0, 60] + Self.text("operator")
        let publish = Self.text(topic) + [0, 1] + payload
        try await connection.send(Self.packet(0x10, connect) + Self.packet(0x32, publish))
        try await connection.send([0xE0, 0])
        let answer = Array(try await connection.rest().utf8)
        guard answer == [0x20, 2, 0, 0, 0x40, 2, 0, 1] else {
            throw Trouble("the broker answers \(answer): \(log)")
        }
    }

    /// A text with its length before it (1.5.3).
    private static func text(_ text: String) -> [UInt8] {
        [UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 0xFF)] + Array(text.utf8)
    }

    /// A packet with its type and the length of what remains, seven bits a byte (2.2.3).
    private static func packet(_ type: UInt8, _ rest: [UInt8]) -> [UInt8] {
        var (length, digits) = (rest.count, [UInt8]())
        repeat {
            digits.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
            length >>= 7
        } while length > 0
        return [type] + digits + rest
    }
}
