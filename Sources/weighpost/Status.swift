import ArgumentParser
import ControlServer
import Glibc
import UnixSignals

/// Shows how the running agent and its site are.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show at a glance how the running agent and its site are.",
        discussion: """
            Examples:
              weighpost status
              weighpost status --watch
              weighpost status --json | jq .troubles

            Asks the agent on its control socket; only the socket's group and root may. What is \
            wrong and what to do stands first.
            """)

    @Option(help: "The agent's control socket.")
    var socket = "/run/weighpost/control.sock"

    @Flag(help: "Look again every second, in place, until Ctrl-C.")
    var watch = false

    @Flag(help: "Print the whole state as JSON, one line each time.")
    var json = false

    func run() async throws {
        let client = ControlClient(socket: socket)
        do {
            try await (watch ? watch(client) : once(client))
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
    }

    private func once(_ client: ControlClient) async throws {
        do throws(ControlError) {
            for line in try await page(client, Terminal(plain: json)) { Output.line(line) }
        } catch {
            throw Exit.failing(Exit.unavailable, error.message)
        }
    }

    /// Draws again and again until a signal comes, and leaves the terminal as it was.
    private func watch(_ client: ControlClient) async throws {
        let terminal = Terminal(plain: json)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
            }
            group.addTask { await draw(client, terminal) }
            await group.next()
            group.cancelAll()
        }
        terminal.restore()
    }

    private func draw(_ client: ControlClient, _ terminal: Terminal) async {
        terminal.clear()
        while !Task.isCancelled {
            let lines: [String]
            do throws(ControlError) {
                lines = try await page(client, terminal)
            } catch {
                // An agent that starts anew is there again in a moment.
                lines = [error.message, "Trying on; Ctrl-C ends."]
            }
            guard !Task.isCancelled else { return }
            terminal.draw(lines)
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func page(
        _ client: ControlClient, _ terminal: Terminal
    ) async throws(ControlError) -> [String] {
        if json { return [String(decoding: try await client.statusJSON(), as: UTF8.self)] }
        let screen = StatusScreen(
            try await client.status(), now: WallClock.seconds,
            offset: WallClock.secondsAheadOfUTC, size: terminal.size)
        return screen.lines(coloured: terminal.hasColours)
    }
}
