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
            let key = try configuration.verifyingKey()
            show(configuration, thumbprint: key.thumbprint.description)
        } catch let error as GatewayError {
            throw Exit.failing(Exit.configuration, error.message)
        }
    }

    private func show(_ configuration: Configuration, thumbprint: String) {
        let scale = configuration.scale
        let event = GatewayEvent(
            "configuration.checked",
            """
            \(config) is complete
              gateway   \(configuration.gateway), site \(configuration.site)
              key       \(thumbprint)
              scale     \(scale.map.title) at \(scale.host):\(scale.port), unit \(scale.unitID), \
            every \(scale.poll) ms
              broker    \(configuration.broker.host):\(configuration.broker.port)
              vehicles  \(configuration.vehicles.count)
              upstream  \(configuration.upstream.trust.chainID), \
            \(configuration.upstream.nodes.joined(separator: ", "))
            """,
            [
                ("gateway", .text(configuration.gateway)), ("site", .text(configuration.site)),
                ("thumbprint", .text(thumbprint)), ("scale", .text(scale.map.title)),
                ("vehicles", .number(Int64(configuration.vehicles.count))),
                ("chain_id", .text(configuration.upstream.trust.chainID)),
                ("nodes", .list(configuration.upstream.nodes)),
            ])
        Output.line(json ? event.json : event.text)
    }
}
