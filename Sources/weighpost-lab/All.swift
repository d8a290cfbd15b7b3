import ArgumentParser
import Glibc
import SiteLab

/// Runs the demo.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the demo: trucks become verified receipts, with an outage in the middle.",
        discussion: """
            Example: weighpost-lab all

            Starts a broker, a dev chain, a simulated site and the agent as processes of their \
            own on free ports of this machine, takes the chain away and brings it back, verifies \
            every receipt and refuses a forged one. Takes less than three minutes. Ctrl-C ends \
            everything and leaves nothing.
            """)

    @Option(help: "A new folder for everything; a temporary one without it.")
    var dir: String?

    @Flag(help: "Keep the folder also when the demo is interrupted.")
    var keep = false

    @Option(help: "How many times faster than life trucks travel; a deck settles no faster.")
    var speed = 14.0

    @Option(help: "The same seed gives the same day.")
    var seed: UInt64 = 1

    @Flag(help: "Print each line of the story as JSON.")
    var json = false

    func validate() throws {
        guard (1...20).contains(speed) else { throw ValidationError("--speed is 1 to 20") }
    }

    func run() async throws {
        let (lab, agent) = try Self.programs()
        var settings = Demo.Settings(lab: lab, agent: agent)
        (settings.folder, settings.isKept) = (dir, keep || dir != nil)
        (settings.speed, settings.seed) = (speed, seed)
        settings.style =
            json
            ? .json
            : isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
                ? .terminal : .plain
        let demo = try Demo(settings) { Output.write($0) }
        let status = await demo.run()
        if status != 0 { throw ExitCode(status) }
    }

    /// This program, and the agent that was built beside it.
    static func programs() throws -> (lab: String, agent: String) {
        guard let path = realpath("/proc/self/exe", nil) else {
            throw ValidationError("this program cannot find itself: /proc is not mounted")
        }
        defer { free(path) }
        let lab = String(cString: path)
        let folder = lab.split(separator: "/").dropLast().joined(separator: "/")
        return (lab, "/\(folder)/weighpost")
    }
}
