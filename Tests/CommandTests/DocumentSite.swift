import Foundation
import Synchronization
import TestKit

/// Everything that the documents' commands meet: a site with a delivered journal, its agent, its
/// scale, its chain and that chain's authorities.
///
/// Commands run in a copy of the site's folder, which stands for `/etc/weighpost` and for the folder
/// that somebody types in.
final class DocumentSite: Sendable {
    private let site: SiteFolder
    /// The folder of the agent that runs while commands are tried.
    private let living: TemporaryDirectory
    private let chain: Program
    private let scale: Program
    private let agent: Program
    /// The serial lines of the commands so far.
    ///
    /// Each command has its own: they run side by side, and a line is open to one program at a time.
    private let lines = Mutex(Lines())
    private let rpc: String
    private let anchor: (height: String, hash: String)
    private let scalePort: String

    /// The file of an authority's or an operator's key that a document names.
    private static let authorities = ["city", "county"]

    init() async throws {
        let (site, folder) = (try await SiteFolder(), try TemporaryDirectory())
        (self.site, living) = (site, folder)
        for name in Self.authorities { try await Self.makeKeys(name, in: site) }
        try await Self.makeGenesis(in: site)
        let started = try await Self.chain(in: site)
        (chain, rpc, anchor) = (started.program, started.rpc, started.anchor)
        scalePort = "\(try FreePort.next())"
        scale = try Program(
            ["site", "--modbus-port", scalePort, "--trucks", "1", "--delay", "3000"],
            executable: Program.lab)
        try await scale.prints("FT-10")
        try Self.configure(site, rpc, anchor, scalePort)
        try await Self.enrol(site, rpc)
        try await Self.deliver(site)
        try await Self.handOut(site, "\(anchor.height):\(anchor.hash)")
        try Self.copy(site.directory, to: folder)
        agent = try Program(["run", "--config", folder.file("weighpost.yaml")])
        try await agent.prints("the agent can be looked at")
    }

    deinit {
        for program in [agent, scale, chain] { program.destroy() }
    }

    // MARK: Commands

    /// A copy of the site's folder for one command.
    func folder() throws -> TemporaryDirectory {
        let folder = try TemporaryDirectory()
        try Self.copy(site.directory, to: folder)
        return folder
    }

    /// The command with everything that a document invents in place of what is here.
    func rewritten(_ text: String) throws -> String {
        var text = text
        for (invented, real) in try places { text = text.replacing(invented, with: real) }
        if let port = text.firstMatch(of: /\/dev\/serial\/by-id\/\S+/) {
            let isTalking = text.contains("--strings") || text.contains("--map")
            text.replaceSubrange(port.range, with: try line(isTalking: isTalking))
        }
        if text.hasPrefix("weighpost status"), !text.contains("--help") {
            text += " --socket \(living.file("run/control.sock"))"
        }
        if text.hasPrefix("weighpost reload") {
            text = text.replacing("./weighpost.yaml", with: living.file("weighpost.yaml"))
        }
        if text.hasPrefix("weighpost-node run"), !text.contains("--listen") {
            text += " --listen tcp://127.0.0.1:\(try FreePort.next())"
        }
        return
            text
            .replacing(/\b(1|HEIGHT):(HASH|5F3A…)/, with: "\(anchor.height):\(anchor.hash)")
            .replacing(/--hash \S+/, with: "--hash \(anchor.hash)")
            // Nothing lies on the scale.
            .replacing(/--weight \d+/, with: "--weight 0")
    }

    private var places: [(String, String)] {
        get throws {
            [
                ("/etc/weighpost/", "./"), ("/var/lib/weighpost-node", "./node-state"),
                ("/var/lib/weighpost", "./state"), ("/media/usb/", "./"), ("/tmp/", "./"),
                ("/usr/share/weighpost/Devices/", "Devices/"),
                ("--host 192.0.2.10", "--host 127.0.0.1 --port \(scalePort)"),
                ("http://127.0.0.1:26657", rpc), ("--port 26657", "--port \(try FreePort.next())"),
                ("--find", "--find --timeout 50"),
                ("127.0.0.1:26658", "127.0.0.1:\(try FreePort.next())"),
                ("127.0.0.1:8080", "127.0.0.1:\(try FreePort.next())"),
                ("0.0.0.0:8080", "127.0.0.1:\(try FreePort.next())"),
                ("--modbus-port 1502", "--modbus-port \(try FreePort.next())"),
                ("--broker-port 1883", "--broker-port \(try FreePort.next())"),
                ("--config FILE", "--config weighpost.yaml"), ("FOLDER", "new"),
            ]
        }
    }

    /// Lines on which nobody answers, and those whose device talks.
    private struct Lines {
        var silent: [PseudoTerminal] = []
        var talking: [PseudoTerminal] = []
    }

    /// Where a new line is, which talks or on which nobody answers.
    private func line(isTalking: Bool) throws -> String {
        let line = try PseudoTerminal(isQuiet: true)
        lines.withLock { lines in
            if isTalking { lines.talking.append(line) } else { lines.silent.append(line) }
        }
        return line.path
    }

    /// Lets the lines of talking devices talk until `body` is done: +24,680 as an XK3190 sends it.
    func talking(_ body: () async throws -> Void) async throws {
        let frame: [UInt8] = [
            0x02, 0x2B, 0x30, 0x32, 0x34, 0x36, 0x38, 0x30, 0x30, 0x31, 0x33, 0x03,
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while !Task.isCancelled {
                    for line in lines.withLock(\.talking) { line.send(frame) }
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            try await body()
            group.cancelAll()
            // The end of the talking is a cancellation and nothing else.
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    // MARK: How it is made

    private static func run(_ arguments: [String], _ program: String) async throws {
        let outcome = try await Program.run(arguments, executable: Program.built(program))
        guard outcome.status == 0 else { throw Trouble("\(program) \(arguments): \(outcome)") }
    }

    /// The lines by which the page for operators has an authority make its key, or the operators the
    /// ledger's beginning.
    private static func typed(_ word: String) throws -> [String] {
        let all = try DocumentedCommand.shown().filter {
            $0.place.contains("RunningAConsortium.md:")
        }
        let place = all.first { $0.text.hasPrefix(word) }?.place
        let lines = all.filter { $0.place == place }.map(\.text)
        guard !lines.isEmpty else { throw Trouble("the page does not say '\(word)'") }
        return lines
    }

    /// Types lines of a page in the site's folder.
    private static func type(_ lines: [String], in site: SiteFolder) async throws {
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            let program =
                DocumentedCommand.programs.contains(words[0])
                ? Program.built(words[0]) : words[0]
            let outcome = try await Program.run(
                ["-c", "cd \(site.directory.path) && \(program) \(words[1])"],
                executable: "/bin/sh")
            guard outcome.status == 0 else { throw Trouble("\(line): \(outcome)") }
        }
    }

    private static func makeKeys(_ name: String, in site: SiteFolder) async throws {
        let lines = try typed("weighpost key new")
        try await type(lines.map { $0.replacing("city", with: name) }, in: site)
    }

    private static func makeGenesis(in site: SiteFolder) async throws {
        try await type(try typed("weighpost-node genesis"), in: site)
        let list = try await Program.run(
            ["authority", "allow-list", "--version", "2"], executable: Program.ledgerNode)
        guard list.status == 0 else { throw Trouble("\(list)") }
        try site.write(list.output, to: "allow-2.json")
    }

    private static func chain(
        in site: SiteFolder
    ) async throws -> (program: Program, rpc: String, anchor: (height: String, hash: String)) {
        let chain = try Program(
            [
                "chain", "--chain-id", "weighpost-1", "--interval-ms", "50", "--json", "--genesis",
                site.directory.file("app_state.json"),
            ], executable: Program.lab)
        try await chain.prints("chain.ready")
        let ready = /"rpc":"(.*?)".*"anchor_height":(\d+),"anchor_hash":"(.*?)"/
        guard let told = chain.output.firstMatch(of: ready) else { throw Trouble(chain.output) }
        return (chain, String(told.1), (String(told.2), String(told.3)))
    }

    private static func configure(
        _ site: SiteFolder, _ rpc: String, _ anchor: (height: String, hash: String), _ scale: String
    ) throws {
        let key = try text(of: site.directory.file("county.pub"))
            .split(separator: "\n").dropFirst().dropLast().joined()
        let raw = Data(base64Encoded: key)?.suffix(32).map { String(format: "%02x", $0) }.joined()
        let configuration = try text(of: site.configuration)
            .replacing(/http:\/\/127\.0\.0\.1:\d+/, with: rpc)
            .replacing("height: 1", with: "height: \(anchor.height)")
            .replacing(SiteFolder.anchorHash, with: anchor.hash)
            .replacing("socket: none", with: "socket: run/control.sock")
            .replacing(
                "witnesses: none",
                with: "witnesses: none\n  checkpoints: { keys: [\"\(raw ?? "")\"], threshold: 1 }")
        try site.write(configuration, to: "weighpost.yaml")
        let devices = try text(of: site.directory.file("devices.yaml"))
            .replacing(/port: \d+/, with: "port: \(scale)").replacing("60000", with: "50000")
        try site.write(devices, to: "devices.yaml")
        for folder in ["run", "node-state", "out", "new"] {
            try FileManager.default.createDirectory(
                atPath: site.directory.file(folder), withIntermediateDirectories: false)
        }
        try FileManager.default.createSymbolicLink(
            atPath: site.directory.file("Devices"),
            withDestinationPath: Checkout.root.appending(path: "Devices").path)
    }

    /// The site asks, two authorities decide, and the chain knows it.
    private static func enrol(_ site: SiteFolder, _ rpc: String) async throws {
        let file = site.directory.file
        let (request, resolution) = (file("bridge-1.enrol"), file("1.resolution"))
        try await run(
            ["key", "enrol", "--config", site.configuration, "--out", request], "weighpost")
        try await run(
            [
                "authority", "propose", "--chain-id", "weighpost-1", "--number", "1", "--register",
                request, "--out", resolution,
            ], "weighpost-node")
        for name in authorities {
            try await run(
                ["authority", "sign", "--key", file("\(name).key"), resolution], "weighpost-node")
        }
        try await run(["authority", "submit", "--node", rpc, resolution], "weighpost-node")
    }

    /// Starts and stops the agent until its journal has eight entries with their receipts.
    private static func deliver(_ site: SiteFolder) async throws {
        for _ in 0..<4 { try await site.runOnce() }
        let agent = try Program(["run", "--json", "--config", site.configuration])
        defer { agent.destroy() }
        try await until("eight entries are delivered", within: 30) {
            let list = try await Program.run(
                ["records", "list", "--json", "--config", site.configuration])
            return list.output.components(separatedBy: "\"delivered\":true").count > 8
        }
        agent.terminate()
        try await agent.outcome()
    }

    /// The files that people have handed each other by then.
    private static func handOut(_ site: SiteFolder, _ anchor: String) async throws {
        let file = site.directory.file
        try await run(
            ["records", "export", "--config", site.configuration, "--out", file("out")],
            "weighpost")
        try await run(
            [
                "records", "prove", "7", "--config", site.configuration, "--out",
                file("entry-7.proof"),
            ], "weighpost")
        let hash = String(anchor.split(separator: ":")[1])
        try await run(
            [
                "checkpoint", "make", "--chain-id", "weighpost-1", "--height", "1", "--hash", hash,
                "--out", file("weighpost-1.checkpoint"),
            ], "weighpost-node")
        try await run(
            ["checkpoint", "sign", "--key", file("county.key"), file("weighpost-1.checkpoint")],
            "weighpost-node")
        let copies = [
            ("out/receipt-7.cbor", "receipt-7.cbor"), ("out/entry-7.cose", "entry-7.cose"),
            ("keys/signing.pub", "signing.pub"), ("1.resolution", "2.resolution"),
            ("1.resolution", "3.resolution"), ("1.resolution", "resolution-4.cbor"),
            ("1.resolution", "from-county.cbor"), ("state/journal.sqlite", "journal.sqlite"),
            ("Devices/flintec/ft-10.yaml", "example-e1.yaml"),
            ("Devices/flintec/ft-10.replay", "example-e1.replay"),
        ]
        for (from, to) in copies {
            try FileManager.default.copyItem(atPath: file(from), toPath: file(to))
        }
    }

    private static func text(of path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Copies what is in a folder; links stay links.
    private static func copy(_ from: TemporaryDirectory, to: TemporaryDirectory) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: from.path) {
            try FileManager.default.copyItem(atPath: from.file(name), toPath: to.file(name))
        }
    }
}
