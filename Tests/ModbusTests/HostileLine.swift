import Foundation
import TestKit

/// A device on a serial line that answers as its script says, rightly or not.
final class HostileLine: Sendable {
    let terminal: PseudoTerminal

    /// The device file of the line.
    var device: String { terminal.path }

    /// On a line of its own, or under a name that it had before.
    init(
        path: String? = nil,
        _ script: @escaping @Sendable (HostileDevice.Question) -> [HostileDevice.Step]
    ) throws {
        let terminal = try PseudoTerminal(path: path)
        self.terminal = terminal
        Thread.detachNewThread {
            HostileDevice.serve(
                HostileDevice.Way(
                    read: { terminal.read($0) }, write: { terminal.send($0) }, framing: .serial),
                script, HostileDevice.Counts())
        }
    }

    deinit { terminal.vanish() }
}
