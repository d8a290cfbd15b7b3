import Foundation
import TestKit

/// What a program says of one of its verbs, and of those below it.
struct HelpPage: Decodable, Sendable {
    let commandName: String
    let superCommands: [String]?
    let subcommands: [HelpPage]?
    let arguments: [Argument]?
    private let text: String?

    private enum CodingKeys: String, CodingKey {
        case commandName, superCommands, subcommands, arguments
        case text = "discussion"
    }

    /// What a verb takes.
    struct Argument: Decodable, Sendable {
        let names: [Name]?
    }

    /// How an option is called.
    struct Name: Decodable, Sendable {
        let kind: String
        let name: String
    }

    var discussion: String { text ?? "" }
    /// The words that lead to it.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
    /// It and everything below it.
    var all: [HelpPage] { [self] + (subcommands ?? []).flatMap(\.all) }

    /// Its options, as they are typed.
    var options: Set<String> {
        Set((arguments ?? []).flatMap { $0.names ?? [] }.map { "--\($0.name)" })
            .union(["--help", "--version"])
    }

    /// The pages of a program.
    static func of(_ program: String) async throws -> HelpPage {
        struct Tool: Decodable {
            let command: HelpPage
        }
        let told = try await Program.run(
            ["--experimental-dump-help"], executable: Program.built(program))
        return try JSONDecoder().decode(Tool.self, from: Data(told.output.utf8)).command
    }

    /// What is wrong with words behind this one: a verb or an option that does not exist; nil for none.
    func complaint(about words: ArraySlice<String>) -> String? {
        guard let word = words.first else { return nil }
        if let page = subcommands?.first(where: { $0.commandName == word }) {
            return page.complaint(about: words.dropFirst())
        }
        if subcommands?.isEmpty == false, !word.hasPrefix("--") {
            return "\(path) has no verb '\(word)'"
        }
        return words.first { $0.hasPrefix("--") && !options.contains($0) }
            .map { "\(path) has no option \($0)" }
    }
}

extension Program {
    /// The path of one of the programs that were built with these tests.
    static func built(_ name: String) -> String {
        switch name {
        case "weighpost-node": ledgerNode
        case "weighpost-lab": lab
        default: weighpost
        }
    }
}
