import Foundation
import Glibc
import TestKit
import Testing

/// What `check` says about a configuration, as a technician meets it.
struct CheckTests {
    @Test("A complete configuration passes, and its scale and its gateway are shown")
    func complete() async throws {
        let site = try await SiteFolder()
        let outcome = try await site.check(site.configuration)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\(site.configuration) is complete"))
        #expect(outcome.output.contains(SiteFolder.gateway))
        #expect(outcome.output.contains("Flintec FT-10"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("What still stands as in the example is told, since it would be on record for good")
    func leftovers() async throws {
        let site = try await SiteFolder()
        let zeroes = String(repeating: "0", count: 64)
        let fresh = try await site.check(
            try site.configuration(SiteFolder.anchorHash, becomes: zeroes))
        #expect(fresh.status == 0, "\(fresh)")
        for word in ["gateway: id, which", "upstream: anchor, which", "the scale's serial"] {
            #expect(fresh.output.contains("still as in the example: \(word)"), "\(fresh)")
        }
        let own = try await site.check(
            try site.configuration(SiteFolder.gateway, becomes: "https://yard.example.org/g/1"))
        #expect(!own.output.contains("still as in the example: gateway"), "\(own)")
        #expect(!own.output.contains("still as in the example: upstream"), "\(own)")
    }

    @Test("A vehicle whose loads would all be held is told before it comes, without its plate")
    func contradictions() async throws {
        let site = try await SiteFolder()
        let sound = try await site.check(site.configuration)
        #expect(!sound.output.contains("rules: permitted"), "\(sound)")
        let other = try await site.check(
            try site.configuration("permitted: [\"20 03 01\"", becomes: "permitted: [\"20 03 99\""))
        #expect(other.status == 0, "\(other)")
        #expect(
            other.output.contains("vehicles bring 200301, which rules: permitted does not list"))
        #expect(!other.output.contains("AB12CDE"))
    }

    @Test(
        "What holds is shown key by key, each with the line, the drop-in or the default it comes from"
    )
    func effective() async throws {
        let site = try await SiteFolder()
        try site.dropIn("10-delivery.yaml", "delivery: {max_age: 700}\n")
        try site.dropIn("20-delivery.yaml", "delivery: {max_age: 900}\n")
        let outcome = try await Program.run(
            ["check", "--effective", "--config", site.configuration])
        #expect(outcome.status == 0, "\(outcome)")
        let lines = outcome.output.split(separator: "\n")
        func line(_ key: String) -> Substring? { lines.first { $0.hasPrefix("\(key):") } }
        #expect(
            line("delivery.max_age")?.hasSuffix("weighpost.yaml.d/20-delivery.yaml:1:21") == true)
        #expect(line("delivery.max_age")?.hasPrefix("delivery.max_age: 900 ms ") == true)
        #expect(line("delivery.max_entries")?.hasSuffix("# default") == true)
        #expect(line("gateway.id")?.contains("\(site.configuration):") == true)
        #expect(lines.contains { $0.hasPrefix("devices: buses[0].timeout: ") })
    }

    @Test("A drop-in is refused like the file itself")
    func dropIn() async throws {
        let site = try await SiteFolder()
        let file = try site.dropIn("10.yaml", "delivery:\n  max_agee: 700\n")
        let outcome = try await site.check(site.configuration)
        #expect(outcome.status == 78)
        #expect(
            outcome.errors.contains(
                "\(file):2:3: delivery has no key max_agee; did you mean max_age?"),
            "\(outcome)")
    }

    @Test("Drop-ins that may not be looked into are no secret: silently left out would be worse")
    func closedFolder() async throws {
        let site = try await SiteFolder()
        try site.dropIn("10.yaml", "delivery: { max_age: 700 }\n")
        let folder = site.configuration + ".d"
        try await Self.close(folder) {
            for verb in ["check", "run"] {
                let outcome = try await Self.unprivileged([verb, "--config", site.configuration])
                #expect(outcome.status == 78, "\(verb): \(outcome)")
                #expect(
                    outcome.errors.contains(
                        "\(folder):1:1: cannot be looked into: Permission denied"),
                    "\(verb): \(outcome)")
            }
        }
    }

    @Test("A configuration's folder that may not be entered is told with the file in it")
    func closedConfiguration() async throws {
        let site = try await SiteFolder()
        try await Self.close(site.directory.path) {
            for verb in ["check", "run"] {
                let outcome = try await Self.unprivileged([verb, "--config", site.configuration])
                #expect(outcome.status == 78, "\(verb): \(outcome)")
                #expect(
                    outcome.errors.contains(
                        "\(site.configuration):1:1: cannot be opened: Permission denied"),
                    "\(verb): \(outcome)")
            }
        }
    }

    /// Nobody may do anything with a folder, for as long as the body takes.
    private static func close(_ folder: String, _ body: () async throws -> Void) async throws {
        guard chmod(folder, 0) == 0 else { throw Trouble("\(folder) cannot be closed") }
        defer { chmod(folder, 0o700) }
        try await body()
    }

    /// Runs the program as somebody for whom permissions hold; for root they do not.
    private static func unprivileged(_ arguments: [String]) async throws -> Program.Outcome {
        guard geteuid() == 0 else { return try await Program.run(arguments) }
        let overrides = "-dac_override,-dac_read_search"
        return try await Program.run(
            ["--bounding-set", overrides, "--inh-caps", overrides, Program.weighpost] + arguments,
            executable: "/usr/bin/setpriv")
    }

    @Test("A check leaves no trace: no state folder, no file")
    func leavesNothing() async throws {
        let site = try await SiteFolder()
        let before = try FileManager.default.subpathsOfDirectory(atPath: site.directory.path)
        _ = try await site.check(site.configuration)
        let after = try FileManager.default.subpathsOfDirectory(atPath: site.directory.path)
        #expect(Set(before) == Set(after))
    }

    @Test("A misspelt key is refused with its place and the key that was meant")
    func unknownKey() async throws {
        let site = try await SiteFolder()
        let changed = try site.devices(
            "    exponent: 0\n", becomes: "    exponent: 0\n    pol: 5\n")
        let place = try SiteFolder.place(of: "pol: 5", in: changed.devices)
        try await refuses(
            changed.configuration, of: site,
            saying: "\(place): device has no key pol; did you mean poll?")
    }

    @Test("Every finding of all files is told at once, each with its place")
    func everyFinding() async throws {
        let site = try await SiteFolder()
        let devices = try SiteFolder.devices()
            .replacingOccurrences(of: "    exponent: 0\n", with: "    exponent: 99\n")
            .replacingOccurrences(of: "    model: FT-10\n", with: "    modell: FT-10\n")
            .replacingOccurrences(of: SiteFolder.map, with: "map.yaml")
        let map = try site.write(
            String(contentsOfFile: SiteFolder.map, encoding: .utf8)
                .replacingOccurrences(of: "grade: 1", with: "grade: 7")
                .replacingOccurrences(of: "type: int32", with: "type: int33"), to: "map.yaml")
        let written = try site.write(devices: devices, beside: "wrong.yaml")
        let text = try String(contentsOfFile: written.configuration, encoding: .utf8)
            .replacingOccurrences(of: "state: state", with: "sate: state")
            .replacingOccurrences(of: "max_age: 30", with: "max_age: 0")
        let file = try site.write(text, to: "wrong.yaml")
        let outcome = try await site.check(file)
        #expect(outcome.status == 78)
        for (word, path) in [
            ("sate", file), ("max_age", file), ("exponent: 99", written.devices),
            ("modell", written.devices), ("grade: 7", map), ("int33", map),
        ] {
            let place = try SiteFolder.place(of: word, in: path)
            let line = place.split(separator: ":").dropLast().joined(separator: ":")
            #expect(outcome.errors.contains(line + ":"), "\(word): \(outcome.errors)")
        }
        #expect(outcome.errors.contains("findings"), "\(outcome.errors)")
    }

    @Test("A required key that is misspelt is refused with both spellings")
    func misspeltRequiredKey() async throws {
        let site = try await SiteFolder()
        let changed = try site.configuration("state: state", becomes: "sate: state")
        try await refuses(changed, of: site, saying: "must have state; sate was found")
    }

    @Test("A misspelt key of a device map is refused with its place in the map")
    func unknownMapKey() async throws {
        let site = try await SiteFolder()
        let map = try String(contentsOfFile: SiteFolder.map, encoding: .utf8)
        let path = try site.write(
            try SiteFolder.replace(
                "\nregister: holding\n", in: map, with: "\nregister: holding\nmakr: x\n"),
            to: "map.yaml")
        let changed = try site.devices("map: \(SiteFolder.map)", becomes: "map: map.yaml")
        let place = try SiteFolder.place(of: "makr", in: path)
        try await refuses(
            changed.configuration, of: site, saying: "\(place): ", "makr", "did you mean maker?")
    }

    @Test("A plate that stands twice is refused where it stands again, however it is written")
    func plateTwice() async throws {
        let site = try await SiteFolder()
        let path = try site.write(
            SiteFolder.vehicles + SiteFolder.vehicle(plate: "ab12-cde") + "\n",
            to: "vehicles.yaml")
        let again = try SiteFolder.place(of: "plate: ab12-cde", in: path)
        try await refuses(site.configuration, of: site, saying: "\(again): ", "a second time")
    }

    @Test(
        "An anchor's hash that is not 64 hexadecimal digits is refused with its place",
        arguments: [
            "", "0a0a", "0x" + SiteFolder.anchorHash, "zz" + SiteFolder.anchorHash.dropFirst(2),
        ])
    func malformedAnchor(hash: String) async throws {
        let site = try await SiteFolder()
        let changed = try site.configuration(SiteFolder.anchorHash, becomes: hash)
        let place = try SiteFolder.place(of: "\"\(hash)\"", in: changed)
        try await refuses(changed, of: site, saying: "\(place): ", "64 hexadecimal digits")
    }

    @Test("A gateway's name that is no URI is refused with an example of one")
    func gatewayWithoutScheme() async throws {
        let site = try await SiteFolder()
        let changed = try site.configuration(SiteFolder.gateway, becomes: "bridge-1")
        try await refuses(changed, of: site, saying: "'bridge-1' is not a URI", "https://")
    }

    @Test("A configuration that is not there is refused by its name")
    func missingConfiguration() async throws {
        let site = try await SiteFolder()
        try await refuses(
            site.directory.file("other.yaml"), of: site, saying: "other.yaml", "No such file")
    }

    @Test(
        "A key file that others can read is refused with the command that helps",
        arguments: ["signing.key", "store.key"])
    func exposedKey(name: String) async throws {
        let site = try await SiteFolder()
        let key = site.directory.file("keys/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        try await refuses(site.configuration, of: site, saying: "chmod 600 ", "keys/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(try await site.check(site.configuration).status == 0)
    }

    @Test(
        "A key file that is missing is refused with the command that makes one",
        arguments: ["signing.key", "store.key"])
    func missingKey(name: String) async throws {
        let site = try await SiteFolder()
        try FileManager.default.removeItem(atPath: site.directory.file("keys/\(name)"))
        try await refuses(site.configuration, of: site, saying: "keys/\(name)", "weighpost key new")
    }

    @Test("A public key in the place of the private one is refused by its name")
    func publicForPrivate() async throws {
        let site = try await SiteFolder()
        let key = site.directory.file("keys/signing.key")
        let other = try String(
            contentsOfFile: site.directory.file("keys/signing.pub"), encoding: .utf8)
        try Data(other.utf8).write(to: URL(fileURLWithPath: key))
        try await refuses(site.configuration, of: site, saying: "keys/signing.key is not")
    }

    /// Both `check` and `run` end with 78 and say the same.
    private func refuses(
        _ configuration: String, of site: SiteFolder, saying words: String...
    ) async throws {
        for verb in ["check", "run"] {
            let outcome = try await Program.run([verb, "--config", configuration])
            #expect(outcome.status == 78, "\(verb): \(outcome)")
            for word in words {
                #expect(outcome.errors.contains(word), "\(verb): \(outcome.errors)")
            }
            #expect(outcome.output.isEmpty, "\(verb) has nothing to say on its output")
        }
    }

    @Test("A format of strings needs no point and no unit where its frames tell them")
    func frames() async throws {
        let site = try await SiteFolder()
        let map = Checkout.root.appendingPathComponent("Devices/sma/standard.yaml").path
        let devices = try SiteFolder.devices()
            .replacing(/host: 127.0.0.1\n    port: \d+/, with: "line: { device: /dev/ttyUSB7 }")
            .replacingOccurrences(of: SiteFolder.map, with: map)
            .replacingOccurrences(of: "    exponent: 0\n    unit: kg\n", with: "")
        let file = try site.write(devices: devices, beside: "frames.yaml").configuration
        let outcome = try await site.check(file)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("at /dev/ttyUSB7, "), "\(outcome)")
    }

    @Test("An indicator is told to keep weighings only where its map and the site allow it")
    func alibi() async throws {
        let site = try await SiteFolder()
        let wtx = Checkout.root.appendingPathComponent("Devices/hbk/wtx120.yaml").path
        for (map, keys, said) in [
            (SiteFolder.map, "commands: true\n    alibi: true", "knows no alibi memory"),
            (wtx, "alibi: true", "say 'commands: true'"),
            (wtx, "commands: true\n    alibi: true", "is complete"),
        ] {
            let devices = try SiteFolder.devices()
                .replacingOccurrences(of: SiteFolder.map, with: map)
                .replacingOccurrences(of: "    exponent: 0\n    unit: kg\n", with: "")
                .replacingOccurrences(
                    of: "    model: FT-10\n",
                    with: (map == wtx ? "" : "    exponent: 0\n    unit: kg\n")
                        + "    model: X\n    \(keys)\n")
            let file = try site.write(devices: devices, beside: "alibi.yaml").configuration
            let outcome = try await site.check(file)
            #expect((outcome.output + outcome.errors).contains(said), "\(outcome)")
        }
    }

    @Test("A scale may be on a network, behind a device server, on a line, or send strings")
    func places() async throws {
        let site = try await SiteFolder()
        for (place, shown) in [
            ("host: 127.0.0.1\n    framing: rtu", "Flintec FT-10 at 127.0.0.1:502, unit 1"),
            (
                "line: { device: /dev/serial/by-id/usb-1, baud: 19200, parity: even }",
                "Flintec FT-10 at /dev/serial/by-id/usb-1, unit 1"
            ),
        ] {
            let outcome = try await site.check(try site.configuration(busAt: place))
            #expect(outcome.status == 0 && outcome.output.contains(shown), "\(outcome)")
        }
        for (place, hint) in [
            ("line: { device: /dev/ttyS0, baud: 9601 }", "9600"),
            ("framing: rtu", "must have host"),
            ("host: 127.0.0.1\n    line: { device: /dev/ttyS0 }", "not both"),
            ("line: { device: /dev/ttyS0 }\n    port: 502", "port"),
        ] {
            let outcome = try await site.check(try site.configuration(busAt: place))
            #expect(outcome.status == 78 && outcome.errors.contains(hint), "\(outcome)")
        }
    }
}
