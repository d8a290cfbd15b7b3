import ControlServer
import Foundation
import JournalStore
import Synchronization
import TestKit
import Testing

@testable import Gateway

/// A small disk of its own for a test; only root may have one.
private final class SmallDisk {
    let path: String
    static let isAllowed = {
        guard let folder = try? TemporaryDirectory(), let disk = try? SmallDisk(folder.file("disk"))
        else { return false }
        return disk.isMounted
    }()

    private(set) var isMounted = false

    init(_ path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        isMounted = run("/bin/mount", ["-t", "tmpfs", "-o", "size=6m", "weighpost-test", path])
    }

    deinit {
        if isMounted { _ = run("/bin/umount", ["-l", path]) }
    }

    private func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        // A program that is not there mounts nothing.
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    var filler: String { path + "/filler" }

    /// Leaves no byte free.
    func fill() throws {
        try Data().write(to: URL(fileURLWithPath: filler))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
        for size in [65_536, 4096, 1] {
            let block = Data(repeating: 1, count: size)
            do { while true { try file.write(contentsOf: block) } } catch {}
        }
        try file.close()
    }
}

@Suite("A disk without room at the start", .serialized)
struct FullDiskTests {
    @Test(
        "nobody weighs, whoever looks is told why, and it goes on by itself once there is room",
        .enabled(if: SmallDisk.isAllowed && TestBroker.isInstalled), arguments: [false, true])
    func start(hasJournal: Bool) async throws {
        let live = try await LiveSite(trucks: [])
        let disk = try SmallDisk(live.state)
        live.trucksCome()
        if hasJournal {
            let first = try Program(["run", "--config", live.configuration, "--json"])
            try await first.prints("\"gateway.ready\"")
            first.terminate()
            #expect(try await first.outcome(within: .seconds(10)).status == 0)
        }
        try disk.fill()
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        let client = ControlClient(socket: live.socket)
        do {
            try await agent.prints("\"disk.full\"")
            try await agent.prints("control.listening")
            let status = try await client.status()
            #expect(!status.gateway.isReady && status.disk.state == .full)
            #expect(status.troubles.map(\.code) == ["WP405"])
            #expect(status.gateway.id == LiveSite.gateway && !status.gateway.isRunning)
            // What is not looked at is not stated: without a byte of room the journal's reader has
            // none for its own index either.
            #expect(status.journal.map { $0.entries > 0 } ?? true)
            #expect(status.delivery?.isReachable == nil)
            let screen = try await Program.run(["status", "--socket", live.socket])
            #expect(screen.output.contains("WP405"), "\(screen)")
            #expect(screen.output.contains("not running yet"), "\(screen)")
            #expect(!screen.output.contains("does not answer"), "\(screen)")
            #expect(agent.status == nil && !agent.output.contains("gateway.ready"))
            #expect(agent.output.components(separatedBy: "disk.full").count == 2)

            try FileManager.default.removeItem(atPath: disk.filler)
            try await agent.prints("\"gateway.ready\"")
            try await until("the agent can be looked at again") {
                agent.output.components(separatedBy: "control.listening").count == 3
            }
            try await until("the scale answers") {
                try await client.status().gateway.isReady
            }
            #expect(try await client.status().troubles.allSatisfy { $0.code != "WP405" })
            #expect(try JournalReader(live.state).lastEntry() >= (hasJournal ? 4 : 2))
        } catch {
            Issue.record("\(error)\n\(agent.lastWords)")
        }
        await client.shutdown()
        agent.terminate()
        #expect(try await agent.outcome(within: .seconds(10)).status == 0)
        await live.close()
    }

    @Test(
        "an agent that waits for room stops when it is told to, with nothing left to do",
        .enabled(if: SmallDisk.isAllowed && TestBroker.isInstalled))
    func stops() async throws {
        let live = try await LiveSite(trucks: [])
        let disk = try SmallDisk(live.state)
        try disk.fill()
        let agent = try Program(["run", "--config", live.configuration, "--json"])
        defer { agent.destroy() }
        try await agent.prints("control.listening")
        agent.terminate()
        let outcome = try await agent.outcome(within: .seconds(5))
        #expect(outcome.status == 0, "\(outcome)")
        await live.close()
    }

    private struct NoRoom: Error {}
    private struct Broken: Error {}

    @Test("what found no room is tried until there is some, and the manager hears of each attempt")
    func attempts() async throws {
        let tries = Mutex(0)
        let signs = Mutex(0)
        let room = RoomService(
            every: .milliseconds(1),
            attempt: {
                let count = tries.withLock { count in
                    count += 1
                    return count
                }
                if count < 5 { throw NoRoom() }
                return count
            }, isFull: { $0 is NoRoom }, feed: { signs.withLock { $0 += 1 } })
        try await room.run()
        #expect(room.outcome == 5)
        #expect(signs.withLock { $0 } >= 5)
    }

    @Test("another trouble than a full disk ends the waiting")
    func broken() async throws {
        let room = RoomService<Int>(
            every: .milliseconds(1), attempt: { throw Broken() }, isFull: { $0 is NoRoom }, feed: {}
        )
        await #expect(throws: Broken.self) { try await room.run() }
        #expect(room.outcome == nil)
    }
}
