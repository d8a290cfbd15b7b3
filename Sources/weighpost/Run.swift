import ArgumentParser
import Gateway

/// Runs the agent.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the agent until it is told to stop.",
        discussion: """
            Example: weighpost run --config /etc/weighpost/weighpost.yaml

            A scale, a broker or a node that is away does not stop it: it says so and keeps \
            trying. SIGTERM and Ctrl-C stop it cleanly; SIGHUP reads the \
            configuration again, and a wrong one leaves the old one running.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Flag(help: "Print each event as a line of JSON.")
    var json = false

    func run() async throws {
        let log = EventLog(json: json) { Output.line($0) }
        do {
            let agent = try Agent(file: config, version: SoftwareVersion.text) { log.take($0) }
            try await agent.run()
        } catch {
            await log.finish()
            throw Exit.failing(error.exitCode, error.message)
        }
        await log.finish()
    }
}

extension GatewayError {
    /// The exit code that tells a service manager or a script what to do.
    var exitCode: ExitCode {
        switch code {
        case .configuration, .key: Exit.configuration
        case .journalInUse, .journalUnavailable: Exit.unavailable
        case .otherGateway, .otherChain, .otherJournal: Exit.configuration
        default: .failure
        }
    }
}
