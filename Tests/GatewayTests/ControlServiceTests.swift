import ControlServer
import Foundation
import Glibc
import Intake
import TestKit
import Testing

@testable import Gateway

@Suite("The agent's places to be looked at", .timeLimit(.minutes(1)))
struct ControlServiceTests {
    @Test("trouble with one lasts until that one is had, whatever becomes of another")
    func told() {
        let board = SiteBoard(clock: HandClock().siteClock)
        let (port, socket) = ("port 8470 of this box", "/run/weighpost/control.sock")
        board.hear(
            GatewayEvent("control.refused", "in use", level: .warning, subject: port))
        board.hear(GatewayEvent("control.listening", "it answers", subject: socket))
        #expect(board.now.troubles.map(\.code.code) == ["WP302"])
        #expect(board.now.status(of: "site-1") == "in use")
        board.hear(GatewayEvent("control.listening", "it answers", subject: port))
        #expect(board.now.troubles.isEmpty)
    }

    @Test("a port that another program has leaves the agent's socket to whoever looks")
    func taken() async throws {
        let (box, site) = (try JournalBox(), try ShippedConfiguration())
        let other = try LoopbackListener { close($0) }
        defer { other.stop() }
        let (socket, tokens) = (box.folder.file("control.sock"), box.folder.file("tokens"))
        try Data("board:view:\(String(repeating: "5e", count: 32))\n".utf8).write(
            to: URL(fileURLWithPath: tokens))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
        try site.layOver(
            """
            control:
              socket: \(socket)
              listen: {port: \(other.port), tokens: \(tokens)}
            """)
        let configuration = try ConfigurationFile.load(site.file)
        let (clock, said) = (HandClock().siteClock, Lines())
        let look = BoxLook(
            board: SiteBoard(clock: clock), clock: clock, version: "1",
            state: box.folder.file("state"),
            looks: JournalLooks(state: box.folder.file("state")),
            started: (clock.wall(), clock.monotonic()))
        let service = ControlService(
            control: configuration.control,
            sources: .waiting(look, configuration, events: EventFeed()),
            report: { said.add("\($0.warning?.code ?? "-") \($0.name) \($0.subject ?? "-")") })
        let running = Task { try await service.run() }
        try await until("both were tried") { said.all.count == 2 }
        #expect(
            Set(said.all) == [
                "- control.listening \(socket)",
                "WP302 control.refused port \(other.port) of this box",
            ])
        let client = ControlClient(socket: socket)
        #expect(try await client.status().gateway.isRunning == false)
        await client.shutdown()
        running.cancel()
        try await running.value
    }
}
