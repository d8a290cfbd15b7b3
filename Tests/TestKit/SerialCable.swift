import Foundation
import Synchronization

/// Two ends of a serial line with a wire between them: for a device and a master that are both
/// programs of somebody else's making.
///
/// It is the master side of both pseudo-terminals, so it knows at which speed each end speaks: at
/// different ones, what arrives is noise. Parity and stop bits it cannot know.
package final class SerialCable: Sendable {
    private let ends: [PseudoTerminal]
    private let isCut = Mutex(false)

    package init() throws {
        ends = try [PseudoTerminal(isQuiet: true), PseudoTerminal(isQuiet: true)]
        Thread.detachNewThread { [self] in
            while !isCut.withLock({ $0 }) {
                carry(from: 0, to: 1)
                carry(from: 1, to: 0)
                usleep(500)
            }
        }
    }

    /// The name of the device's end.
    package var device: String { ends[0].path }
    /// The name of the master's end.
    package var master: String { ends[1].path }

    private func carry(from one: Int, to other: Int) {
        let bytes = ends[one].received()
        guard !bytes.isEmpty else { return }
        let isAlike = ends[one].settings?.speed == ends[other].settings?.speed
        ends[other].send(isAlike ? bytes : bytes.map { $0 ^ 0xA5 })
    }

    /// Unplugs both ends, and lets the wire's thread go.
    package func cut() {
        isCut.withLock { $0 = true }
        for end in ends { end.vanish() }
    }
}
