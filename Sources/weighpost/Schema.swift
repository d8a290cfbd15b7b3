import ArgumentParser
import Gateway
import Glibc

/// Prints the schema of a kind of file, for editors.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of a kind of file, so that editors complete and check it.",
        discussion: """
            Example: weighpost schema register-map > register-map.json

            The schemas of maps lie in Devices/schema, those of the configuration in Config/schema; \
            a first line "# yaml-language-server: $schema=PATH" tells an editor which one holds. \
            A schema knows keys, words and bounds; 'weighpost map lint' and 'weighpost check' know \
            all the rest.
            """)

    @Argument(help: "One of \(WrittenFile.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: WrittenFile

    func run() {
        Output.write(kind.schema, to: STDOUT_FILENO)
    }
}

extension WrittenFile: ExpressibleByArgument {}
