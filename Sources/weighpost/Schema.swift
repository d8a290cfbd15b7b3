import ArgumentParser
import ControlServer
import Gateway
import Glibc

/// Prints the schema of a kind of file, for editors, or the description of the agent's API.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Print the JSON Schema of a kind of file, or the OpenAPI file of the agent's API.",
        discussion: """
            Example: weighpost schema register-map > register-map.json

            The schemas of maps lie in Devices/schema, those of the configuration in Config/schema; \
            a first line "# yaml-language-server: $schema=PATH" tells an editor which one holds. \
            A schema knows keys, words and bounds; 'weighpost map lint' and 'weighpost check' know \
            all the rest.

            "openapi" is no kind of file: it is the description (OpenAPI 3.1) of what the running \
            agent answers on its socket. It lies in Config/schema too.
            """)

    @Argument(help: "One of \(Described.all.map(\.name).joined(separator: ", ")).")
    var kind: Described

    func run() {
        Output.write(kind.text, to: STDOUT_FILENO)
    }
}

/// What there is a description of.
enum Described: ExpressibleByArgument {
    case file(WrittenFile)
    case openAPI

    static let all = WrittenFile.allCases.map(Described.file) + [.openAPI]

    init?(argument: String) {
        guard let found = Described.all.first(where: { $0.name == argument }) else { return nil }
        self = found
    }

    static var allValueStrings: [String] { all.map(\.name) }

    var name: String {
        switch self {
        case .file(let file): file.rawValue
        case .openAPI: "openapi"
        }
    }

    var text: String {
        switch self {
        case .file(let file): file.schema
        case .openAPI: ControlDescription.page
        }
    }
}
