import Foundation
import TestKit
import Testing

/// What documents, help and comments tell people to type does what they say.
@Suite("What is written down can be typed", .timeLimit(.minutes(3)))
struct DocumentTests {
    /// How a command of ours ends on a site where all is well.
    private enum End {
        /// By itself, with this status.
        case status(Int32)
        /// When it is told to, after it has said this; with this status.
        case signal(after: String, Int32)
    }

    /// Every verb that a document may use and that ends by itself, with status 0.
    ///
    /// A verb that stands neither here nor below fails the test: somebody has to say what it needs.
    private static let ending = [
        "weighpost": [
            "check", "schema", "status", "probe", "map lint", "map show", "map replay", "map new",
            "key new", "key enrol", "key rotate", "key list", "records list", "records show",
            "records export", "records prove", "verify receipt", "verify entry", "verify journal",
            "chain status", "chain trust", "chain checkpoint", "reload",
        ],
        "weighpost-node": [
            "genesis", "authority propose", "authority sign", "authority join", "authority show",
            "authority submit", "authority allow-list", "checkpoint make", "checkpoint sign",
        ],
    ]

    /// Every verb that goes on until it is told to end.
    private static let lasting: [String: End] = [
        "weighpost run": .signal(after: "is ready", 0),
        "weighpost-node run": .signal(after: "listening", 0),
        "weighpost-lab site": .signal(after: "\n", 0),
        "weighpost-lab chain": .signal(after: "\n", 0),
        // As a shell has it after Ctrl-C.
        "weighpost-lab all": .signal(after: "\n", 130),
        "weighpost-lab soak": .signal(after: "\n", 130),
    ]

    @Test(
        "Every command of ours ends as its document says",
        .enabled(if: TestBroker.isInstalled, "'make test' installs mosquitto"))
    func ours() async throws {
        let commands = try await DocumentedCommand.all().filter(\.isOurs)
        try #require(commands.count > 60, "so many stand there; are they found?")
        let site = try await DocumentSite()
        try await site.talking {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, command) in commands.enumerated() {
                    // As many at a time as a small machine has cores.
                    if number >= 4 { try await group.next() }
                    group.addTask { try await Self.try(command, at: site) }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func `try`(_ command: DocumentedCommand, at site: DocumentSite) async throws {
        guard let end = end(of: command) else {
            Issue.record("\(command.place): nobody has said how '\(command.text)' ends")
            return
        }
        let text = try site.rewritten(command.text)
        guard let complaint = stranger(in: text) else {
            return try await run(text, command, end, in: try site.folder())
        }
        Issue.record("\(command.place): '\(command.text)': \(complaint)")
    }

    private static func end(of command: DocumentedCommand) -> End? {
        if command.text.hasSuffix(" --help") { return .status(0) }
        // The signal itself ends a probe that draws in place.
        if command.words.contains("--watch") {
            return .signal(after: "\n", command.text.hasPrefix("weighpost probe") ? -SIGTERM : 0)
        }
        // Nobody answers on a silent line: that is the answer, and no mistake of who asks.
        if command.text.contains("--find"), !command.text.contains("--strings") {
            return .status(69)
        }
        // Nothing was weighed at the documents' site, and that is said; a site with trucks has its own
        // test.
        // Nor does a ledger lie in its folder.
        let idle = [
            "weighpost records correct", "weighpost records void", "weighpost-node evidence",
        ]
        if idle.contains(where: { command.text.hasPrefix($0) }) {
            return .status(69)
        }
        let isKnown = (ending[command.words[0]] ?? []).contains {
            "\(command.text) ".hasPrefix("\(command.words[0]) \($0) ")
        }
        if isKnown { return .status(0) }
        return lasting.first { "\(command.text) ".hasPrefix("\($0.key) ") }?.value
    }

    /// What nobody has put anything in the place of; nil for nothing.
    private static func stranger(in text: String) -> String? {
        if let placeholder = text.firstMatch(of: /[ =:]([A-Z]{4,})\b|…/) {
            return "nobody has prepared \(placeholder.0)"
        }
        let kept = [NSTemporaryDirectory(), "/dev/pts/", "/tmp/"]
        return text.split(separator: " ").first { word in
            word.hasPrefix("/") && !kept.contains { word.hasPrefix($0) }
        }.map { "nobody has prepared \($0)" }
    }

    private static func run(
        _ text: String, _ command: DocumentedCommand, _ end: End, in folder: TemporaryDirectory
    ) async throws {
        try prepare(folder, for: text, of: command)
        let words = text.split(separator: " ", maxSplits: 1)
        let line = "cd \(folder.path) && exec \(Program.built(String(words[0]))) \(words[1])"
        let program = try Program(["-c", line], executable: "/bin/sh")
        defer { program.destroy() }
        switch end {
        case .status(let status):
            let outcome = try await program.outcome()
            #expect(outcome.status == status, "\(command.place): \(text)\n\(outcome)")
        case .signal(let words, let status):
            try await until("\(command.place): \(text) says '\(words)'", within: 30) {
                program.output.contains(words) || program.status != nil
            }
            program.terminate()
            let outcome = try await program.outcome()
            #expect(outcome.status == status, "\(command.place): \(text)\n\(outcome)")
        }
    }

    /// Folders that the package makes, or that a help page says have to be there.
    private static let folders = ["./keys", "./records", "new"]

    /// Whether a folder is there by the time a command writes into it: nobody else makes it for whoever
    /// types what stands there.
    private static func isMade(_ path: String, before command: DocumentedCommand) throws -> Bool {
        if folders.contains(path) { return true }
        let name = path.split(separator: "/").last.map(String.init)
        return try DocumentedCommand.shown().filter { $0.place == command.place }
            .prefix { $0 != command }
            .contains { line in
                line.words.contains("mkdir")
                    && line.words.last?.split(separator: "/").last.map(String.init) == name
            }
    }

    /// Takes away what a command is there to make, and changes what only its document has changed.
    private static func prepare(
        _ folder: TemporaryDirectory, for text: String, of command: DocumentedCommand
    ) throws {
        let files = FileManager.default
        if let made = text.firstMatch(of: /--(out|draft) (\S+)/) {
            let path = folder.file(String(made.2))
            let writesInto = text.contains("key new") || text.contains("records export")
            // A draft of a map has its golden frames beside it.
            for path in [path, path.replacing(".yaml", with: ".replay")]
            where files.fileExists(atPath: path) {
                try files.removeItem(atPath: path)
            }
            if writesInto, try isMade(String(made.2), before: command) {
                try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        }
        guard text.contains("--lost") else { return }
        try files.moveItem(
            atPath: folder.file("keys/signing.pub"), toPath: folder.file("keys/old.pub"))
        for half in ["key", "pub"] {
            let place = folder.file("keys/signing.\(half)")
            if files.fileExists(atPath: place) { try files.removeItem(atPath: place) }
            // Any other key: an authority's.
            try files.copyItem(atPath: folder.file("city.\(half)"), toPath: place)
        }
    }

    @Test("Every verb and every option that a text mentions exists")
    func mentioned() async throws {
        var pages: [String: HelpPage] = [:]
        for program in DocumentedCommand.programs { pages[program] = try await .of(program) }
        var count = 0
        for (name, text) in try DocumentedCommand.documents() {
            for mention in text.matches(of: /`(weighpost(?:-node|-lab)?) ([^`]+)`/) {
                count += 1
                let words = mention.2.split(whereSeparator: \.isWhitespace).map(String.init)
                let page = try #require(pages[String(mention.1)])
                #expect(page.complaint(about: words[...]) == nil, "\(name): \(mention.0)")
            }
        }
        #expect(count > 20)
    }
}
