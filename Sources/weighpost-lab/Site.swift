import ArgumentParser
import SiteLab

/// Runs a simulated site.
struct Site: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a simulated weighbridge with trucks, a camera and sensors.",
        discussion: """
            Example: weighpost-lab site --modbus-port 1502 --broker-port 1883 --trucks 6 --speed 4

            A Flintec FT-10 answers on Modbus TCP, unit 1; plates and sensor values go to the \
            broker. Every truck comes full, is weighed, tips, comes back empty and leaves. Ends \
            with the last truck, or on Ctrl-C.
            """)

    @Option(help: "The indicator's port on 127.0.0.1; 0 takes a free one.")
    var modbusPort: UInt16 = 0

    @Option(help: "The broker's host.")
    var brokerHost = "127.0.0.1"

    @Option(help: "The broker's port; without it nothing is published.")
    var brokerPort: UInt16?

    @Option(help: "How many trucks come.")
    var trucks = 6

    @Option(help: "How many times faster than life trucks travel; a deck settles no faster.")
    var speed = 1.0

    @Option(help: "The same seed gives the same day.")
    var seed: UInt64 = 1

    @Option(help: "Seconds until the first truck comes.")
    var delay = 0.0

    @Flag(help: "Keep the devices running after the last truck.")
    var stay = false

    @Flag(help: "Print each event as a line of JSON.")
    var json = false

    func validate() throws {
        guard (0.1...20).contains(speed) else { throw ValidationError("--speed is 0.1 to 20") }
        guard (1...500).contains(trucks) else { throw ValidationError("--trucks is 1 to 500") }
        guard (0...3600).contains(delay) else { throw ValidationError("--delay is 0 to 3600") }
    }

    func run() async throws {
        var settings = LabSite.Settings()
        settings.modbusPort = modbusPort
        (settings.brokerHost, settings.brokerPort) = (brokerHost, brokerPort)
        (settings.trucks, settings.speed, settings.seed) = (trucks, speed, seed)
        (settings.delay, settings.staysOpen) = (delay, stay)
        try await LabSite.run(settings, report: Output.reporter(json: json))
    }
}
