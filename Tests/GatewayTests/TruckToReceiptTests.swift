import Foundation
import JournalStore
import SiteLab
import TestKit
import Testing
import Wire

@Suite("A truck becomes a verified receipt", .serialized, .enabled(if: TestBroker.isInstalled))
struct TruckToReceiptTests {
    @Test("one load, weighed full and empty, ends in receipts that verify offline")
    func load() async throws {
        let live = try await LiveSite(trucks: [
            TruckPlan(plate: "WP-100", gross: 24_860, tare: 9_480)
        ])
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        do {
            live.trucksCome()
            try await until("the load is recorded", within: 90) {
                agent.output.contains("\"load.recorded\"")
            }
            let recorded = try #require(
                agent.output.split(separator: "\n").first { $0.contains("\"load.recorded\"") })
            #expect(recorded.contains("\"gross_grams\":24860000"))
            #expect(recorded.contains("\"tare_grams\":9480000"))
            #expect(recorded.contains("\"net_grams\":15380000"))
            try await until("every entry has its receipt") {
                let reader = try JournalReader(live.state)
                var last: UInt64 = 0
                try reader.forEachEntry { seq, _ in last = seq }
                return try reader.delivered().count == Int(last) && last >= 4
            }
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        agent.terminate()
        try await until("the agent stopped", within: 5) { agent.status != nil }
        #expect(agent.status == 0)
        try await verifyAll(live)
        await live.close()
    }

    @Test("a node of another chain gets nothing, is named with both chains, and stops nobody")
    func anotherChain() async throws {
        let live = try await LiveSite(trucks: [])
        let text = try String(contentsOfFile: live.configuration, encoding: .utf8)
        let other = live.folder.file("other.yaml")
        try text.replacingOccurrences(
            of: "chain_id: \(LiveSite.chainID)", with: "chain_id: another-chain"
        ).write(toFile: other, atomically: true, encoding: .utf8)
        let agent = try Program(["run", "--config", other, "--json"])
        defer { agent.destroy() }
        try await agent.prints(
            "is a node of chain '\(LiveSite.chainID)', and 'another-chain' is configured")
        #expect(agent.status == nil)
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(5)).status == 0)
        #expect(try JournalReader(live.state).delivered().isEmpty)
        await live.close()
    }

    /// Everything that was delivered verifies, and one flipped byte does not; a reader in another
    /// language agrees.
    private func verifyAll(_ live: LiveSite) async throws {
        let out = live.folder.file("out")
        try FileManager.default.createDirectory(
            atPath: out, withIntermediateDirectories: false)
        let exported = try await Program.run([
            "records", "export", "--config", live.configuration, "--out", out,
        ])
        #expect(exported.status == 0)
        let receipts = try FileManager.default.contentsOfDirectory(atPath: out)
            .filter { $0.hasPrefix("receipt") }.map { "\(out)/\($0)" }
        #expect(receipts.count >= 4)
        let trust = await ["--chain-id", LiveSite.chainID, "--anchor", live.anchor]
        let key = live.folder.file("signing.pub")
        let verified = try await Program.run(
            ["verify", "receipt"] + receipts + trust + ["--key", key])
        #expect(verified.status == 0, "\(verified.output)")
        let journal = try await Program.run(["verify", "journal", live.state, "--key", key])
        #expect(journal.status == 0, "\(journal.output)")
        for receipt in receipts {
            try await peerAgrees(on: receipt, of: live, isGood: true)
        }
        let receipt = try #require(receipts.first)
        for share in [0.1, 0.3, 0.5, 0.7, 0.9] {
            let flipped = live.folder.file("flipped-\(share).cbor")
            try FileManager.default.copyItem(atPath: receipt, toPath: flipped)
            try Flip.byte(at: share, of: flipped)
            let refused = try await Program.run(
                ["verify", "receipt", flipped] + trust + ["--key", key])
            #expect(refused.status == 1, "\(share): \(refused.output)")
            try await peerAgrees(on: flipped, of: live, isGood: false)
        }
        // The word of the stop is recorded after the last delivery.
        let chain = try await Program.run(["chain", "status", "--config", live.configuration])
        #expect(chain.status == 0, "\(chain)")
        for words in ["fresh", "confirmed by no witness", "1 wait", "by the configuration"] {
            #expect(chain.output.contains(words), "\(words): \(chain)")
        }
        try await proveAnew(live, trust, key: key)
        try await handOver(live)
    }

    /// A receipt that outlived its anchor is made anew, by the ledger's log or by the links from a
    /// later block, and is as strict.
    private func proveAnew(_ live: LiveSite, _ trust: [String], key: String) async throws {
        let status = try await Program.run(["chain", "status", "--config", live.configuration])
        let newest = try #require(
            status.output.firstMatch(of: /newest +block (\d+) of \S+, ([0-9a-fA-F]{64})/))
        let later = "\(newest.1):\(newest.2)"
        let laterTrust = trust.dropLast() + [later]
        let ways: [(Int, [String], [String], String)] = [
            (1, [], trust + ["--key", key], "by the ledger's log"),
            (2, ["--digest-only"], trust, "by the ledger's log"),
            (1, ["--links", "--anchor", later], laterTrust + ["--key", key], "by hash links"),
        ]
        for (place, (number, extra, trust, words)) in ways.enumerated() {
            let file = live.folder.file("anew-\(place).proof")
            let made = try await Program.run(
                [
                    "records", "prove", "\(number)", "--config", live.configuration, "--out", file,
                ] + extra)
            #expect(made.status == 0, "\(made)")
            let verified = try await Program.run(["verify", "receipt", file] + trust)
            #expect(verified.status == 0, "\(verified)")
            #expect(verified.output.contains(words), "\(verified)")
            for share in [0.05, 0.2, 0.4, 0.6, 0.8, 0.95] {
                let flipped = live.folder.file("flipped-\(place)-\(share).proof")
                try FileManager.default.copyItem(atPath: file, toPath: flipped)
                try Flip.byte(at: share, of: flipped)
                let refused = try await Program.run(["verify", "receipt", flipped] + trust)
                #expect(refused.status == 1, "\(share): \(refused.output)")
            }
        }
    }

    private func peerAgrees(on receipt: String, of live: LiveSite, isGood: Bool) async throws {
        guard Peer.isPresent else { return }
        let anchor = await live.anchor.split(separator: ":").map { String($0) }
        let peer = try await Peer.run(
            ["receipt", live.folder.file("signing.pub"), LiveSite.chainID] + anchor + [receipt])
        #expect((peer.status == 0) == isGood, "\(receipt): \(peer)")
    }

    /// The load's claims open for whom they concern, all or one of them, and not when changed.
    private func handOver(_ live: LiveSite) async throws {
        let listed = try await Program.run(
            ["records", "list", "--json", "--config", live.configuration])
        let line = try #require(
            listed.output.split(separator: "\n").first { $0.contains("\"kind\":\"intake\"") })
        let number = try #require(line.firstMatch(of: /"seq":(\d+)/)).output.1
        let show = ["records", "show", String(number), "--config", live.configuration]
        let page = try await Program.run(show)
        for words in ["net 15380 kg", "WP100", "Haulage", "weighed out", "moisture"] {
            #expect(page.output.contains(words), "\(page)")
        }
        for (claims, count) in [([], 3), (["--claim", "plate"], 1)] as [([String], Int)] {
            let file = live.folder.file("handed-\(count).cose")
            let handed = try await Program.run(show + ["--hand-over", file] + claims)
            #expect(handed.status == 0, "\(handed)")
            try await entryOpens(file, live, count: count)
            try Flip.byte(at: 0.4, of: file)
            try await entryOpens(file, live, count: nil)
        }
    }

    private func entryOpens(_ file: String, _ live: LiveSite, count: Int?) async throws {
        let key = live.folder.file("signing.pub")
        let ours = try await Program.run(["verify", "entry", file, "--key", key])
        #expect(ours.status == (count == nil ? 1 : 0), "\(ours)")
        guard Peer.isPresent else { return }
        let peer = try await Peer.run(["entry", key, file])
        #expect(peer.status == (count == nil ? 1 : 0), "\(peer)")
        if let count { #expect(peer.output.contains("\(count) disclosed"), "\(peer)") }
    }
}
