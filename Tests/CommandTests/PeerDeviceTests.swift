import Foundation
import TestKit
import Testing

/// Devices and masters by somebody else's hand, against ours.
@Suite("Independent Modbus devices and masters", .timeLimit(.minutes(1)))
struct PeerDeviceTests {
    private static let map =
        Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path
    private static let mbpoll = ["/usr/bin/mbpoll", "/usr/local/bin/mbpoll"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Parity and the direction of RS-485 cannot be proven on a pseudo-terminal.
    @Test(
        "pymodbus as an indicator is read over TCP, through a device server and on a serial line",
        .enabled(if: Peer.isPresent, "'make test' installs pymodbus into .venv"),
        arguments: ["tcp", "rtu", "serial"])
    func pymodbus(way: String) async throws {
        let port = "\(try FreePort.next())"
        let arguments = way == "serial" ? [way] : [way, port]
        let device = try Program(
            [Peer.script("device.py")] + arguments, executable: Peer.python)
        defer { device.destroy() }
        try await device.prints("ready ")
        let place = try #require(device.output.split(whereSeparator: \.isWhitespace).last)
        let reached =
            way == "serial"
            ? ["--device", String(place)]
            : ["--host", "127.0.0.1", "--port", port, "--framing", way]
        let page = try await Program.run(["probe", "--map", Self.map] + reached)
        #expect(page.status == 0, "\(page)")
        #expect(page.output.contains("a weighing would be 400400 kg: stands still"), "\(page)")
    }

    @Test(
        "mbpoll reads our simulated indicator",
        .enabled(if: mbpoll != nil, "'make test' installs mbpoll"))
    func master() async throws {
        let port = "\(try FreePort.next())"
        let lab = try Program(
            ["site", "--modbus-port", port, "--trucks", "1", "--delay", "60", "--stay", "--json"],
            executable: Program.lab)
        defer { lab.destroy() }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(20)
        let words = ["-a", "1", "-t", "4:hex", "-0", "-r", "0", "-c", "8", "-1", "-p", port]
        var read: Program.Outcome
        repeat {
            // The simulator is another process: there is nothing of it to wait on but its port.
            try await Task.sleep(for: .milliseconds(100))
            read = try await Program.run(
                words + ["127.0.0.1"], executable: try #require(Self.mbpoll))
        } while read.status != 0 && clock.now < end
        #expect(read.status == 0, "\(read)")
        #expect(read.output.contains("[2]:") && read.output.contains("0x100"), "\(read)")
    }
}
