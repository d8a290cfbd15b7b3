import Foundation
import TestKit
import Testing

@Suite("A technician and his maps")
struct MapTests {
    private static let devices = Checkout.root.appendingPathComponent("Devices").path
    private static let map = "\(devices)/flintec/ft-10.yaml"

    @Test("A map that ships is good, and is shown with the bytes of its question")
    func shipped() async throws {
        let lint = try await Program.run(["map", "lint", Self.map])
        #expect(lint.status == 0 && lint.output.contains("19 golden frames: good"), "\(lint)")
        let page = try await Program.run(["map", "show", Self.map])
        #expect(page.status == 0 && page.output.contains("01 03 00 00 00 08 44 0C"), "\(page)")
        let replay = try await Program.run(["map", "replay", Self.map])
        #expect(replay.status == 0 && replay.output.contains("19 of 19 frames are good"))
    }

    @Test("A map with its words the other way round is found out by its golden frames")
    func wrongOrder() async throws {
        let folder = try TemporaryDirectory()
        let (map, replay) = (folder.file("ft.yaml"), folder.file("ft.replay"))
        let text = try String(contentsOfFile: Self.map, encoding: .utf8)
        try text.replacingOccurrences(of: "byte_order: ABCD", with: "byte_order: CDAB")
            .write(toFile: map, atomically: true, encoding: .utf8)
        try FileManager.default.copyItem(
            atPath: "\(Self.devices)/flintec/ft-10.replay", toPath: replay)
        let lint = try await Program.run(["map", "lint", map])
        #expect(lint.status == 1 && lint.output.contains("ft.replay:"), "\(lint)")
        try FileManager.default.removeItem(atPath: replay)
        let bare = try await Program.run(["map", "lint", map])
        #expect(bare.status == 1 && bare.output.contains("no golden frames"), "\(bare)")
    }

    @Test("A mistake in a map ends with 78 and is told with file, line and column")
    func mistake() async throws {
        let folder = try TemporaryDirectory()
        let map = folder.file("ft.yaml")
        try String(contentsOfFile: Self.map, encoding: .utf8)
            .replacingOccurrences(of: "  stable:", with: "  stabel:")
            .write(toFile: map, atomically: true, encoding: .utf8)
        let lint = try await Program.run(["map", "lint", map])
        #expect(lint.status == 78, "\(lint)")
        #expect(lint.errors.contains(#/ft\.yaml:\d+:\d+: /#) && lint.errors.contains("stable"))
    }

    @Test("A new map is begun once, and says itself what is still to be done")
    func new() async throws {
        let folder = try TemporaryDirectory()
        let words = [
            "map", "new", "--maker", "Example", "--model", "E1", "--out", folder.file("e1.yaml"),
        ]
        #expect(try await Program.run(words).status == 0)
        #expect(try await Program.run(words).status == 73, "never overwritten")
        let lint = try await Program.run(["map", "lint", folder.file("e1.yaml")])
        #expect(lint.status == 78 && lint.errors.contains("not the name of a value"), "\(lint)")
    }
}

@Suite(
    "A technician at a scale", .timeLimit(.minutes(1)),
    .enabled(if: Peer.isPresent, "'make test' installs pymodbus into .venv"))
struct ProbeTests {
    private static let map =
        Checkout.root.appendingPathComponent("Devices/flintec/ft-10.yaml").path

    /// An indicator with 400,400 counts on it, and how to reach it.
    private func scale() async throws -> (device: Program, host: [String]) {
        let port = "\(try FreePort.next())"
        let device = try Program([Peer.script("device.py"), "tcp", port], executable: Peer.python)
        try await device.prints("ready ")
        return (device, ["--host", "127.0.0.1", "--port", port])
    }

    @Test("He sees raw words beside values, and finds the weight from the number on the display")
    func probe() async throws {
        let (device, host) = try await scale()
        defer { device.destroy() }
        let page = try await Program.run(["probe", "--map", Self.map] + host)
        #expect(page.status == 0 && page.output.contains("0006 1C10"), "\(page)")

        let known = ["probe", "--map", Self.map, "--weight"]
        let found = try await Program.run(known + ["400400", "--registers", "12"] + host)
        #expect(found.status == 0, "\(found)")
        #expect(found.output.contains("holding 5 (wire), int32 ABCD"), "\(found)")
        #expect(found.output.contains("That is how Flintec FT-10's map reads it."))
        let scaled = try await Program.run(known + ["40040.0", "--registers", "12"] + host)
        #expect(scaled.output.contains("1 decimals"), "\(scaled)")

        let nothing = try await Program.run(["probe", "--weight", "99999"] + host)
        #expect(nothing.status == 1, "\(nothing)")
        let search = try await Program.run(["probe", "--find", "--timeout", "200"] + host)
        #expect(search.status == 0 && search.output.contains("answers  unit 1"), "\(search)")
    }

    @Test("A map with its words the other way round is told what is wrong with it")
    func cause() async throws {
        let (device, host) = try await scale()
        defer { device.destroy() }
        let folder = try TemporaryDirectory()
        let map = folder.file("ft.yaml")
        try String(contentsOfFile: Self.map, encoding: .utf8)
            .replacingOccurrences(of: "byte_order: ABCD", with: "byte_order: CDAB")
            .write(toFile: map, atomically: true, encoding: .utf8)
        let found = try await Program.run(
            ["probe", "--map", map, "--weight", "400400", "--registers", "12"] + host)
        #expect(found.output.contains("word order: it is ABCD, not CDAB"), "\(found)")
    }

    @Test("He writes the beginning of a map from what was found, and it says what is missing")
    func draft() async throws {
        let (device, host) = try await scale()
        defer { device.destroy() }
        let folder = try TemporaryDirectory()
        let draft = folder.file("e1.yaml")
        let found = try await Program.run(
            ["probe", "--weight", "400400", "--draft", draft] + host)
        #expect(found.status == 0, "\(found)")
        let text = try String(contentsOfFile: draft, encoding: .utf8)
        #expect(text.contains("name: weight, address: 0, type: int32"), "\(text)")
        #expect(text.contains("grade: 3") && text.contains("TODO: the status"))
    }

    @Test("Nobody there is 69, with what to look at")
    func nobody() async throws {
        let port = "\(try FreePort.next())"
        let away = ["--host", "127.0.0.1", "--port", port, "--timeout", "100"]
        #expect(try await Program.run(["probe", "--map", Self.map] + away).status == 69)
        let search = try await Program.run(["probe", "--find"] + away)
        #expect(search.status == 69 && search.errors.contains("no connection"), "\(search)")
        #expect(try await Program.run(["probe", "--map", Self.map]).status == 64)
    }
}
