import ArgumentParser
import Evidence
import Gateway
import JournalStore
import Wire

extension Key {
    /// The keys that signed the journal.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys that signed the journal, and from which entry on.",
            discussion: "Example: weighpost key list --config /etc/weighpost/weighpost.yaml")

        @Option(help: "The configuration file.")
        var config: String

        @Flag(help: "Print each key as a line of JSON.")
        var json = false

        func run() throws {
            let history: KeyHistory
            do {
                let configuration = try ConfigurationFile.load(config)
                history = try JournalReader(configuration.state)
                    .keys(trusted: try configuration.verifyingKey())
            } catch let error as GatewayError {
                throw Exit.failing(error.exitCode, error.message)
            } catch {
                throw Exit.failing(Exit.unreadable, "\(error)")
            }
            for epoch in history.epochs { show(epoch) }
        }

        private func show(_ epoch: KeyHistory.Epoch) {
            Output.line(
                json
                    ? "{\"first\":\(epoch.first),\"thumbprint\":\"\(epoch.key.thumbprint)\","
                        + "\"key\":\"\(Hex.encode(epoch.key.raw))\"}"
                    : "from entry \(epoch.first): key thumbprint \(epoch.key.thumbprint)")
        }
    }
}
