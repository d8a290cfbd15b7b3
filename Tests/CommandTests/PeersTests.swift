import Foundation
import TestKit
import Testing

/// The second reader, written in another language upon other libraries, and the program agree.
@Suite(
    .enabled(
        if: Peer.isPresent,
        "the second reader's libraries are not here: 'make test' installs them into .venv"))
struct PeersTests {
    @Test("Both verify every entry that an agent with nobody around has written")
    func agree() async throws {
        let site = try await Peer.site()
        let entries = try await site.export()
        #expect(entries.count >= 4, "start, two lost connections, stop")

        let peer = try await Peer.journal(site.publicKey, entries)
        #expect(peer.status == 0, "\(peer)")
        #expect(peer.output.contains("\(entries.count) entries verify, head "))
        let ours = try await Program.run(["verify", "entry", "--key", site.publicKey] + entries)
        #expect(ours.status == 0, "\(ours)")
    }

    @Test("Both name the same last entry of the journal")
    func sameHead() async throws {
        let site = try await Peer.site()
        let entries = try await site.export()
        let listed = try await Program.run(
            ["records", "list", "--json", "--config", site.configuration])
        let last = try #require(listed.output.split(separator: "\n").last)
        let peer = try await Peer.journal(site.publicKey, entries)
        let head = try #require(peer.output.split(whereSeparator: \.isWhitespace).last)
        #expect(head.count == 64)
        #expect(last.contains("\"digest\":\"\(head)\""))
    }

    @Test(
        "One bit of one entry changed: both refuse it, wherever the bit is",
        arguments: [0.0, 0.01, 0.2, 0.4, 0.6, 0.8, 1.0])
    func flipped(share: Double) async throws {
        let site = try await Peer.site()
        let entries = try await site.export()
        try Flip.byte(at: share, of: entries[1])

        let peer = try await Peer.journal(site.publicKey, entries)
        #expect(peer.status == 1, "\(peer)")
        #expect(peer.output.contains("does not verify"), "\(peer)")
        let ours = try await Program.run(["verify", "entry", "--key", site.publicKey] + entries)
        #expect(ours.status == 1, "\(ours)")
        #expect(ours.output.contains("\(entries[1]): not verified"))
    }

    @Test("An entry under another gateway's key: both refuse it")
    func otherKey() async throws {
        let (site, other) = (try await Peer.site(), try await SiteFolder())
        let first = try await site.export()[0]
        let peer = try await Peer.run(["entry", other.publicKey, first])
        #expect(peer.status == 1, "\(peer)")
        let ours = try await Program.run(["verify", "entry", "--key", other.publicKey, first])
        #expect(ours.status == 1, "\(ours)")
    }

    @Test("An entry left out, or two that changed places: the second reader sees the broken chain")
    func brokenChain() async throws {
        let site = try await Peer.site()
        var entries = try await site.export()
        entries.swapAt(1, 2)
        #expect(try await Peer.journal(site.publicKey, entries).status == 1)
        entries.swapAt(1, 2)
        entries.remove(at: 1)
        #expect(try await Peer.journal(site.publicKey, entries).status == 1)
    }
}

extension Peer {
    /// A site whose agent ran until it had missed the broker and the scale.
    fileprivate static func site() async throws -> SiteFolder {
        let site = try await SiteFolder()
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        for event in ["broker.lost", "scale.lost"] { try await agent.prints(event) }
        agent.terminate()
        try await agent.outcome()
        return site
    }

    fileprivate static func journal(
        _ key: String, _ entries: [String]
    ) async throws -> Program.Outcome {
        try await run(["journal", key] + entries)
    }
}
