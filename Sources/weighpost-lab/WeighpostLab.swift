import ArgumentParser

/// The lab: a simulated site and a dev chain, for trying the agent without a weighbridge.
@main
struct WeighpostLab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weighpost-lab",
        abstract: "A simulated site, a dev chain, and a demo of the whole agent.",
        discussion: """
            Everything listens on this machine alone, and nothing of it belongs near a real site: \
            the chain's keys are known to everybody.
            """,
        subcommands: [All.self, Site.self, Chain.self, Soak.self])
}
