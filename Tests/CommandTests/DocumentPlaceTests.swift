import Foundation
import TestKit
import Testing

/// Paths, units, addresses, fields and figures that the documents name are there.
@Suite("What is written down names what there is")
struct DocumentPlaceTests {
    /// What is wrong with a command; nil for nothing.
    private typealias Judge = @Sendable (DocumentedCommand) throws -> String?

    /// What a shell or Debian brings: of these only the paths are looked at.
    private static let common = [
        "adduser", "chmod", "chown", "cp", "cut", "echo", "install", "jq", "mkdir",
        "mosquitto_passwd", "mv", "openssl", "rm",
        "sha256sum", "sqlite3", "ss", "systemd-creds", "tar", "tee", "touch",
    ]

    private static let judges: [String: Judge] = [
        "systemctl": { unit(in: $0) }, "systemd-analyze": { unit(in: $0) },
        "journalctl": { try journal($0) }, "curl": { try address($0) },
        "apt": { try packages($0) }, "make": { try target($0) },
    ]

    @Test("Every command that is not ours names units, addresses and paths that exist")
    func others() throws {
        let others = try DocumentedCommand.shown().filter { !$0.isOurs }
        #expect(others.count > 40, "so many stand there; are they found?")
        for command in others {
            let complaint = try Self.complaint(about: command)
            #expect(complaint == nil, "\(command.place): \(command.text)")
        }
    }

    @Test("Every unit that a text or a comment mentions is there")
    func mentionedUnits() throws {
        let texts =
            try DocumentedCommand.documents() + [
                ("Config/weighpost.yaml", try DocumentedCommand.text(of: "Config/weighpost.yaml"))
            ]
        for (name, text) in texts {
            for mention in text.matches(of: /systemctl [a-z-]+ ([a-z][a-z-]*)/) {
                #expect(Self.isUnit(String(mention.1)), "\(name): \(mention.0)")
            }
        }
    }

    private static func complaint(about command: DocumentedCommand) throws -> String? {
        let word = command.words.first ?? ""
        if let stray = try path(in: command) { return stray }
        if let judge = judges[word] { return try judge(command) }
        let isKnown = common.contains(word) || word.wholeMatch(of: /[a-z]+=.*/) != nil
        return isKnown ? nil : "nobody has said what '\(word)' is"
    }

    // MARK: Units

    private static func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: Checkout.root.appending(path: name).path)
    }

    private static func isUnit(_ name: String) -> Bool {
        // The broker's is Debian's.
        name == "mosquitto"
            || exists("systemd/\(name.hasSuffix(".service") ? name : "\(name).service")")
    }

    /// Behind the program and its verb stand units.
    private static func unit(in command: DocumentedCommand) -> String? {
        command.words.filter { !$0.hasPrefix("-") }.dropFirst(2).first { !isUnit($0) }
            .map { "there is no unit \($0)" }
    }

    private static func journal(_ command: DocumentedCommand) throws -> String? {
        let words = command.words
        if let place = words.firstIndex(of: "-u"), !isUnit(words[place + 1]) {
            return "there is no unit \(words[place + 1])"
        }
        let (table, events) = (
            try DocumentedCommand.text(of: "Sources/Gateway/Watching/WarningCode.swift"),
            try sources(of: "Gateway")
        )
        for match in command.text.matches(of: /WEIGHPOST_(CODE|EVENT)=(\S+)/) {
            let isThere = (match.1 == "CODE" ? table : events).contains("\"\(match.2)\"")
            if !isThere { return "nothing is called \(match.2)" }
        }
        return nil
    }

    private static func sources(of module: String) throws -> String {
        let folder = Checkout.root.appending(path: "Sources/\(module)")
        let files =
            FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
            .joined(separator: "\n")
    }

    // MARK: The control API

    private static func address(_ command: DocumentedCommand) throws -> String? {
        guard let asked = command.text.firstMatch(of: /http:\/\/([^\/ ]+)(\/[^ ?"]*)/) else {
            return "there is no address"
        }
        let routes = try DocumentedCommand.text(
            of: "Sources/ControlServer/Routes/ControlRoute.swift")
        let route = routes.components(separatedBy: "ControlRoute(")
            .first { $0.contains("path: \"\(asked.2)\"") }
        guard let route else { return "the API has no \(asked.2)" }
        guard route.contains("isPost: true") == command.text.contains("-X POST") else {
            return "\(asked.2) takes another method"
        }
        let settings = try DocumentedCommand.text(
            of: "Sources/Gateway/Configuration+Control.swift")
        if let socket = command.text.firstMatch(of: /--unix-socket (\S+)/) {
            return settings.contains("\"\(socket.1)\"") ? nil : "the socket is not \(socket.1)"
        }
        let port = asked.1.split(separator: ":").last ?? ""
        return settings.contains("?? \(port)") ? nil : "the port is not \(port)"
    }

    // MARK: Packages, targets, paths

    private static func packages(_ command: DocumentedCommand) throws -> String? {
        let control = try DocumentedCommand.text(of: "systemd/debian/control")
        return command.words.dropFirst(2).first { word in
            let name = String(word.trimmingPrefix("./").prefix { $0 != "_" })
            return name != "mosquitto" && !control.contains("Package: \(name)\n")
        }.map { "there is no package \($0)" }
    }

    private static func target(_ command: DocumentedCommand) throws -> String? {
        let makefile = try DocumentedCommand.text(of: "Makefile")
        let goal = command.words.dropFirst().first ?? ""
        let isThere = makefile.split(separator: "\n").contains { line in
            !line.hasPrefix("\t")
                && line.split(separator: ":").first?.split(separator: " ")
                    .contains(Substring(goal)) == true
        }
        return isThere ? nil : "there is no goal \(goal)"
    }

    /// Where the package and the documents put things, or what they find there.
    private static let known = [
        "/etc/weighpost", "/var/lib/weighpost", "/run/weighpost/control.sock", "/media/usb/",
        "/etc/systemd/system/weighpost.service.d/", "/etc/credstore.encrypted",
        "/etc/mosquitto/weighpost.passwd", "/etc/mosquitto/certs/broker", "/CN=",
    ]

    private static func path(in command: DocumentedCommand) throws -> String? {
        let words = command.words.map { $0.trimmingCharacters(in: ["\"", "'"]) }
        return words.first { word in
            guard word.hasPrefix("/"), word != "/" else { return false }
            if let example = word.wholeMatch(of: /\/usr\/share\/doc\/weighpost\/(examples\/.*)/) {
                return !exists("systemd/\(example.1)")
            }
            return !known.contains { word == $0 || word.hasPrefix($0) }
        }.map { "nobody has said what is at \($0)" }
    }

    // MARK: Figures

    @Test("Every figure that rules for Prometheus name is one that the agent tells")
    func figures() throws {
        let told = try ["SiteStatus+Metrics", "JournalMetrics"].map {
            try DocumentedCommand.text(of: "Sources/ControlServer/Metrics/\($0).swift")
        }.joined()
        var count = 0
        for (name, text) in try DocumentedCommand.documents() {
            for block in DocumentedCommand.blocks(of: "yaml", in: text) {
                for figure in block.lines.joined().matches(of: /expr: *(weighpost_[a-z_]+)/) {
                    count += 1
                    let isTold = told.contains("\"\(figure.1)\"")
                    #expect(isTold, "\(name): \(figure.1)")
                }
            }
        }
        #expect(count >= 5)
    }

    @Test("The versions in the security notes are the manifest's")
    func versions() throws {
        let manifest = try DocumentedCommand.text(of: "Package.swift")
        let notes = try DocumentedCommand.text(
            of: "Sources/Gateway/Gateway.docc/SecurityNotes.md")
        let packages = manifest.matches(of: /url: ".*\/([a-z-]+)", from: "([0-9.]+)"/)
        #expect(packages.count > 5)
        for package in packages {
            let isNamed = notes.contains("| \(package.1) | \(package.2) |")
            #expect(isNamed, "\(package.1) from \(package.2)")
        }
    }
}
