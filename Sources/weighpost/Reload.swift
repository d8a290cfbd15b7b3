import ArgumentParser
import ControlServer
import Gateway
import Glibc

/// Has the running agent read its configuration again.
struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have the running agent read its configuration again, and say what came of it.",
        discussion: """
            Example: weighpost reload --config /etc/weighpost/weighpost.yaml

            What 'systemctl reload weighpost' runs. Exits 0 when the configuration holds, and 78 \
            with the reason when the agent goes on with the old one: a mistake, a device that does \
            not answer in its new place, a change that needs a new start.
            """)

    @Option(help: "The configuration file; it says where the agent's control socket is.")
    var config: String

    @Option(
        help: ArgumentHelp(
            "The agent's process: told by SIGHUP where nobody answers at the configuration's socket. "
                + "What came of it is then told in the log alone.", valueName: "pid"))
    var process: Int32?

    func run() async throws {
        let configuration: Configuration
        do {
            configuration = try ConfigurationFile.load(config)
        } catch {
            // The agent finds the same, and has it in its log and on its screen from then on.
            if let process, process > 1 { kill(process, SIGHUP) }
            throw Exit.failing(Exit.configuration, error.message)
        }
        guard let socket = configuration.control.socket else {
            return try tell("the configuration has no control socket")
        }
        let client = ControlClient(socket: socket)
        let result = await ask(client)
        await client.shutdown()
        switch result {
        case .success(let words): Output.line(words)
        case .failure(let error) where error.code == .refused:
            throw Exit.failing(Exit.configuration, error.message)
        case .failure(let error) where process == nil:
            throw Exit.failing(Exit.unavailable, error.message)
        case .failure(let error): try tell(error.message)
        }
    }

    private func ask(_ client: ControlClient) async -> Result<String, ControlError> {
        do throws(ControlError) {
            return .success(try await client.reload())
        } catch {
            return .failure(error)
        }
    }

    private func tell(_ why: String) throws {
        guard let process, process > 1, kill(process, SIGHUP) == 0 else {
            throw Exit.failing(Exit.unavailable, "\(why), and --process names no agent")
        }
        Output.line("\(why); told process \(process) by SIGHUP, and its log says what came of it")
    }
}
