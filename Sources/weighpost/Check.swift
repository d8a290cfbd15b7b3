import ArgumentParser
import Gateway

/// Checks a configuration without touching anything.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a configuration, its maps, its vehicles and its keys.",
        discussion: """
            Example: weighpost check --config /etc/weighpost/weighpost.yaml

            Nothing is opened for writing and no device is asked. Exits 0, or 78 with file, line \
            and column of what is wrong.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        do {
            let configuration = try ConfigurationFile.load(config)
            let event = GatewayEvent.checked(
                configuration, file: config, key: try configuration.verifyingKey())
            Output.line(json ? event.json : event.text)
        } catch {
            let findings = ConfigurationFile.findings(config)
            guard findings.count > 1 else {
                throw Exit.failing(Exit.configuration, error.message)
            }
            throw Exit.failing(
                Exit.configuration,
                findings.joined(separator: "\n") + "\n\(findings.count) findings")
        }
    }
}
