import Foundation
import IntakeLedger
import LightClients
import TestKit
import Testing
import Wire

@testable import SiteLab

@Suite("Validators that change", .timeLimit(.minutes(1)))
struct PowerChangeTests {
    @Test("a change keeps what it does not name, and a new number is a new validator")
    func changes() throws {
        var settings = DevChainSettings(genesis: LedgerGenesis(gateways: []))
        try settings.take(["9:1:0", "5:6:7", "9:2:3"].compactMap { PowerChange($0) })
        #expect(settings.powers(at: 4) == [10, 10, 10, 10])
        #expect(settings.powers(at: 5) == [10, 10, 10, 10, 0, 7])
        #expect(settings.powers(at: 9) == [0, 3, 10, 10, 0, 7])
        #expect(throws: DemoTrouble.self) {
            try settings.take((1...6).compactMap { PowerChange("20:\($0):0") })
        }
    }

    @Test(
        "nothing else is a change",
        arguments: ["", "5:1", "1:1:1", "5:0:1", "5:1:-1", "5:1:1:1", "a:1:1", "5:101:1"])
    func nonsense(_ text: String) {
        #expect(PowerChange(text) == nil)
    }

    @Test("a light client follows the program's chain through a set that is replaced")
    func followed() async throws {
        let folder = try TemporaryDirectory()
        let genesis = folder.file("genesis.json")
        try Data(LedgerGenesis(gateways: []).json).write(to: URL(fileURLWithPath: genesis))
        let changes = (1...4).flatMap { number in
            let height = 4 + 2 * number
            return [
                "--power-change", "\(height):\(number + 4):10",
                "--power-change", "\(height):\(number):0",
            ]
        }
        let program = try Program(
            ["chain", "--genesis", genesis, "--interval-ms", "50", "--json"] + changes,
            executable: Program.lab)
        defer { program.destroy() }
        try await program.prints("chain.ready")
        let line = try #require(program.output.split(separator: "\n").first)
        let ready = try #require(LabEvent(json: String(line)))
        let node = NodeClient(
            port: try #require(ready.text("rpc")?.split(separator: ":").last.flatMap { Int($0) }))
        let anchor = Anchor(
            height: 1,
            hash: try #require(
                ready.text("anchor_hash").flatMap { Hex.decode($0) }.flatMap { Digest($0) }))
        var status: RPCStatus
        repeat { status = try await node.ask("status") } while status.sync.latest.height < 16
        let trace = try await follow(node, from: anchor, to: 15)
        #expect(trace.count > 2, "nobody of the first set is left, so it takes steps between")
        let (first, last) = (trace[0].validators, trace[trace.count - 1].validators)
        let known = Set((first?.validators ?? []).map(\.address))
        #expect(known.count == 4 && last?.validators.count == 4)
        #expect(last?.validators.contains { known.contains($0.address) } == false)
    }

    private func follow(
        _ node: NodeClient, from anchor: Anchor, to height: Int64
    ) async throws -> [VerifiedHeader] {
        let options = TrustOptions(chainID: "weighpost-lab-1", trustingPeriodSeconds: 3_600)
        let start = Verifier.start(
            try await node.lightBlock(1), at: anchor, options: options, now: .systemTime)
        guard case .verified(let header) = start else { throw Trouble("\(start)") }
        var bisection = Bisection(trusted: header, target: height, options: options)
        while case .fetch(let next) = bisection.next {
            bisection.take(try await node.lightBlock(next), now: .systemTime)
        }
        guard case .done(let trace) = bisection.next else { throw Trouble("\(bisection.next)") }
        return trace
    }

    @Test("a change that nobody can read is refused before anything listens")
    func refused() async throws {
        let outcome = try await Program.run(
            ["chain", "--genesis", "genesis.json", "--power-change", "5:1"],
            executable: Program.lab)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--power-change"))
    }
}
