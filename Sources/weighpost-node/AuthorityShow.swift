import ArgumentParser
import Evidence
import IntakeLedger
import Wire

extension Authority {
    /// Shows a resolution or a request.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a resolution or an enrolment request.",
            discussion: """
                Example: weighpost-node authority show bridge-1.enrol

                Of a resolution's signatures it says what they claim; with the authorities' public \
                keys it checks them, and exits 1 with one that is false.
                """)

        @Option(help: "The public key of an authority, to check with; give it once for each.")
        var authority: [String] = []

        @Argument(help: "The file.")
        var file: String

        func run() throws {
            guard SignedResolution.isOne(try NodeExit.read(file)) else {
                return show(try Authority.request(file))
            }
            try Authority.show(
                try Authority.resolution(file), checkedBy: try Authority.keys(authority))
        }

        private func show(_ asked: EnrolmentRequest) {
            NodeExit.line("gateway     \(asked.gateway)")
            NodeExit.line("site        \(asked.site)")
            NodeExit.line("chain       \(asked.chainID)")
            NodeExit.line("key         \(Hex.encode(asked.key.raw))")
            NodeExit.line("thumbprint  \(asked.key.thumbprint)")
            NodeExit.line(
                "asked       \(Timestamp(seconds: asked.time, nanoseconds: 0)?.rfc3339 ?? "?")")
        }
    }
}
