import Foundation
import Glibc
import TestKit

/// A device on a serial line that answers as its script says: the master side of a
/// pseudo-terminal, whose other side is a line to everybody else.
///
/// A pseudo-terminal knows a baud rate and carries no parity: that and the direction of RS-485
/// cannot be proven on it.
final class HostileLine: Sendable {
    /// The device file of the line.
    let device: String
    private let master: Int32
    /// Our own hold on the other side: while it is open the master reads no end of the line.
    private let hold: Int32

    init(_ script: @escaping @Sendable (HostileDevice.Question) -> [HostileDevice.Step]) throws {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // pty(7): unlock the other side and ask for its number; the calls for it are not visible.
        var (locked, number) = (Int32(0), Int32(0))
        guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0,
            ioctl(master, 0x8004_5430, &number) == 0
        else { throw Trouble("no pseudo-terminal: \(errno)") }
        self.master = master
        device = "/dev/pts/\(number)"
        hold = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC)
        let counts = HostileDevice.Counts()
        Thread.detachNewThread {
            HostileDevice.serve(master, .serial, script, counts)
        }
    }

    deinit { close(hold) }

    /// The baud rate that the line was set to by whoever opened it.
    var baud: speed_t {
        var settings = termios()
        tcgetattr(master, &settings)
        return cfgetospeed(&settings)
    }
}
