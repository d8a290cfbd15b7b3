import ArgumentParser

/// The agent and the technician's tool.
@main
struct Weighpost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weighpost",
        abstract: "Weighings of waste, signed at the bridge and proven upstream.",
        discussion: """
            Reads the weighbridge over Modbus and the site's sensors over MQTT, keeps every \
            weighing as a signed entry of a journal, and delivers it to the upstream chain once \
            a node can be reached. What is delivered has a receipt that anyone verifies offline.
            """,
        version: SoftwareVersion.text,
        subcommands: [
            Run.self, Check.self, Probe.self, MapVerb.self, Schema.self, Key.self, Records.self,
            Verify.self, Chain.self, Status.self, Reload.self,
        ])
}
