import ArgumentParser
import SiteLab

/// Runs the agent on a busy site for long, and judges whether it grows.
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the agent on a busy site and see whether its memory or files grow.",
        discussion: """
            Example: weighpost-lab soak --minutes 60

            The demo's site with two loads a minute, a scale asked every 20 ms, ten wired \
            sensors asked twenty times a second each and ten on the broker that speak a hundred \
            times a second each, a node that is away two minutes in ten. Every minute a line says what \
            the agent holds and what it was given. Ends with 1 when the agent grew.
            """)

    @Option(help: "How many minutes.")
    var minutes = 60

    @Option(help: "The weighpost program; without it the one beside this.")
    var agent: String?

    @Flag(help: "Print each line as JSON.")
    var json = false

    func validate() throws {
        guard (1...120).contains(minutes) else { throw ValidationError("--minutes is 1 to 120") }
    }

    func run() async throws {
        let (lab, beside) = try All.programs()
        var settings = Demo.Settings(lab: lab, agent: agent ?? beside)
        settings.soak = minutes
        settings.style = json ? .json : .plain
        let demo = try Demo(settings) { Output.write($0) }
        let status = await demo.run()
        if status != 0 { throw ExitCode(status) }
    }
}
