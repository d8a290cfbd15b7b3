import ArgumentParser
import Documents
import Gateway

/// Checks a configuration without touching anything.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a configuration, its maps, its vehicles and its keys.",
        discussion: """
            Example: weighpost check --config /etc/weighpost/weighpost.yaml

            Nothing is opened for writing and no device is asked. Exits 0, or 78 with file, line \
            and column of what is wrong.

            --effective shows every key that holds, what it says, and where that comes from: a file \
            with its line, a drop-in, "default", "map", or what it follows from.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Flag(help: "Print as JSON.")
    var json = false

    @Flag(help: "Show everything that holds, and where it comes from.")
    var effective = false

    func run() throws {
        do {
            let configuration = try ConfigurationFile.load(config)
            if effective { return show(try ConfigurationFile.effective(config)) }
            let troubles = configuration.troubleWithSecrets
            guard troubles.isEmpty else {
                throw Exit.failing(Exit.configuration, troubles.joined(separator: "\n"))
            }
            tell(
                .checked(configuration, file: config, key: try configuration.verifyingKey()))
            for word in configuration.leftovers {
                tell("configuration.example", "still as in the example: \(word)")
            }
            for word in configuration.contradictions {
                tell("configuration.contradiction", word)
            }
            for file in ConfigurationFile.unread(beside: config) {
                tell(
                    "configuration.unread",
                    "not read, because its name does not end in .yaml: \(file)")
            }
        } catch let error as GatewayError {
            let findings = ConfigurationFile.findings(config)
            guard findings.count > 1 else {
                throw Exit.failing(Exit.configuration, error.message)
            }
            throw Exit.failing(
                Exit.configuration,
                findings.joined(separator: "\n") + "\n\(findings.count) findings")
        }
    }

    private func tell(_ name: String, _ warning: String) {
        tell(GatewayEvent(name, warning, level: .warning))
    }

    private func tell(_ event: GatewayEvent) {
        Output.line(json ? event.json() : event.text)
    }

    private func show(_ values: [EffectiveValue]) {
        let width = min(44, values.map { $0.name.count + $0.text.count + 2 }.max() ?? 0)
        for value in values {
            let origin = value.origin
            if json {
                Output.line(
                    GatewayEvent(
                        "configuration.value", "\(value.name): \(value.text)",
                        [
                            ("key", .text(value.name)), ("value", .text(value.text)),
                            ("unit", .text(value.unit ?? "")), ("origin", .text(origin)),
                        ]
                    ).json())
            } else {
                let says = "\(value.name): \(value.text)" + (value.unit.map { " \($0)" } ?? "")
                Output.line(
                    says + String(repeating: " ", count: max(1, width - says.count)) + "# \(origin)"
                )
            }
        }
    }
}
