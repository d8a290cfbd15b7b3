import ArgumentParser
import IntakeLedger

extension Authority {
    /// Prints an allow-list to decide on.
    struct AllowList: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what this version can let stand in entries, to propose it.",
            discussion: """
                Example: weighpost-node authority allow-list --version 2 > allow-2.json

                The kinds of entry by their numbers, and the keys of each kind's body. Take out what \
                your chain is not to hold, and give the file to 'authority propose --allow'. The \
                number follows that of the list that holds, which 'weighpost-node genesis' begins \
                with 1.
                """)

        @Option(help: "The number of the list.")
        var version: UInt64

        func run() {
            NodeExit.line(
                String(decoding: LedgerSchema.first.numbered(version).json, as: UTF8.self))
        }
    }
}
