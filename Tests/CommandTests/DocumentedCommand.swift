import Foundation
import TestKit

/// One simple command that a document shows, and where.
struct DocumentedCommand: Sendable, Hashable {
    /// `file:line`, or the verb whose help it is.
    let place: String
    /// The command on one line, without `sudo` and comments.
    let text: String

    /// Its words as they are typed; quotes are left in.
    var words: [String] { text.split(separator: " ").map(String.init) }
    /// Whether it is one of our programs.
    var isOurs: Bool { Self.programs.contains(words.first ?? "") }

    static let programs = ["weighpost", "weighpost-node", "weighpost-lab"]

    /// Every command of the documents, the configuration's comments and the help of all verbs; each
    /// text once, where it stands first.
    static func all() async throws -> [DocumentedCommand] {
        var commands = try shown() + configured()
        for program in programs { commands += try await examples(of: program) }
        var seen: Set<String> = []
        return commands.filter { seen.insert($0.text).inserted }
    }

    /// Every command that stands in a block of a document, or in the package's own papers.
    static func shown() throws -> [DocumentedCommand] {
        try documents().flatMap { name, text in
            blocks(of: "sh", in: text).flatMap { commands(in: $0.lines, at: "\(name):\($0.first)") }
        } + papers()
    }

    /// What Debian's readers and the examples' comments say to type: in these, each such line begins
    /// with `sudo`.
    private static func papers() throws -> [DocumentedCommand] {
        let folder = Checkout.root.appending(path: "systemd")
        let found =
            FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let names = found.filter { $0.hasSuffix(".README.Debian") || $0.hasPrefix("examples/") }
        return try names.sorted().flatMap { name -> [DocumentedCommand] in
            let text = try text(of: "systemd/\(name)").replacing(/\\\n#? */, with: "")
            let lines = text.split(separator: "\n").compactMap { line in
                line.firstMatch(of: /^#? {2,}(?:\d\. )?(sudo .*)$/)?.1
            }
            return commands(in: lines, at: "systemd/\(name)")
        }
    }

    /// What the steps in the container type, letter by letter.
    static func typed() throws -> [DocumentedCommand] {
        let steps = try text(of: "Tests/Packaging/steps")
        return steps.matches(of: /typed(?: \d+)? <<'END'.*\n([^\0]*?)\nEND\n/).flatMap { block in
            commands(in: block.1.split(separator: "\n"), at: "Tests/Packaging/steps")
        }
    }

    /// The documents that people read, with their names.
    static func documents() throws -> [(name: String, text: String)] {
        let found =
            FileManager.default.enumerator(atPath: Checkout.root.appending(path: "Sources").path)?
            .compactMap { $0 as? String }.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }
        let names =
            ["README.md", "Devices/README.md", "Devices/frames.md"]
            + (found ?? []).sorted().map { "Sources/\($0)" }
        return try names.map { ($0, try text(of: $0)) }
    }

    /// The text of a file of the project.
    static func text(of name: String) throws -> String {
        try String(contentsOf: Checkout.root.appending(path: name), encoding: .utf8)
    }

    /// The fenced blocks of a language, with the number of their first line.
    static func blocks(
        of language: String, in text: String
    ) -> [(first: Int, lines: [Substring])] {
        var blocks: [(first: Int, lines: [Substring])] = []
        var open: String?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let bare = line.drop { $0 == " " }
            if bare.hasPrefix("```") {
                open = open == nil ? String(bare.dropFirst(3)) : nil
                if open == language { blocks.append((number + 2, [])) }
            } else if open == language {
                blocks[blocks.count - 1].lines.append(bare)
            }
        }
        return blocks
    }

    // MARK: The configuration's comments

    /// What the comments of the configuration say to type; without options it is a mention.
    private static func configured() throws -> [DocumentedCommand] {
        try ["weighpost", "devices", "vehicles"].flatMap { name in
            try text(of: "Config/\(name).yaml").split(separator: "\n").flatMap { line in
                line.matches(of: /#.*?\b(weighpost (?:[a-z]+ ?)+(?:--[a-z]+ [A-Z]+|--[a-z]+| )*)/)
                    .map { match in
                        let text = match.1.trimmingCharacters(in: .whitespaces)
                        return DocumentedCommand(
                            place: "Config/\(name).yaml",
                            text: text.contains(" --") ? text : "\(text) --help")
                    }
            }
        }
    }

    // MARK: Help

    /// The examples in the help of every verb of a program.
    private static func examples(of program: String) async throws -> [DocumentedCommand] {
        try await HelpPage.of(program).all.flatMap { page in
            commands(in: exampleLines(page.discussion), at: "help of \(page.path)")
        }
    }

    /// The lines behind "Example:", or the ones that are set in below "Examples:".
    private static func exampleLines(_ discussion: String) -> [Substring] {
        var (lines, isInside): ([Substring], Bool) = ([], false)
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("Example: ") {
                lines.append(line.dropFirst("Example: ".count))
            } else if line == "Examples:" || lines.last?.hasSuffix("\\") == true {
                if line != "Examples:" { lines.append(line) } else { isInside = true }
            } else if isInside, line.hasPrefix("  ") {
                lines.append(line)
            } else {
                isInside = false
            }
        }
        return lines
    }

    // MARK: A shell's grammar, as far as documents use it

    /// The simple commands of some lines.
    private static func commands(in lines: [Substring], at place: String) -> [DocumentedCommand] {
        lines.joined(separator: "\n").replacing("\\\n", with: " ").split(separator: "\n")
            .flatMap { parts(of: $0) }.filter { !$0.isEmpty }
            .map { DocumentedCommand(place: place, text: withoutSudo($0)) }
    }

    /// What stands between `&&`, `||`, `;` and `|`, outside of quotes and before a comment.
    private static func parts(of line: Substring) -> [String] {
        var (parts, quote): ([String], Character?) = ([""], nil)
        for character in line {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#", parts[parts.count - 1].last ?? " " == " " {
                break
            } else if "|&;".contains(character) {
                parts.append("")
                continue
            }
            parts[parts.count - 1].append(character)
        }
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func withoutSudo(_ text: String) -> String {
        String(text.trimmingPrefix(/sudo (-u [a-z-]+ )?/))
    }
}
