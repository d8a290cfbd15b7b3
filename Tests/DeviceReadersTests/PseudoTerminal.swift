import Foundation
import Glibc
import Synchronization
import TestKit

/// The indicator's side of a serial line: the master of a pseudo-terminal under a name of its own.
///
/// It carries bytes and the speed that the other side chose. It has no wire, so parity and stop
/// bits cannot be shown on it: the kernel takes 8 data bits without parity and nothing else.
final class PseudoTerminal: Sendable {
    /// The name under which a reader opens the line, as `/dev/serial/by-id` has them.
    let path: String
    private let master: Mutex<Int32?>

    /// Plugs a new line in under that name.
    init(path: String) throws {
        self.path = path
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var (number, locked): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, Self.unlock, &locked) == 0,
            ioctl(master, Self.askNumber, &number) == 0, symlink("/dev/pts/\(number)", path) == 0
        else { throw Trouble("no pseudo-terminal: error \(errno)") }
        self.master = Mutex(master)
    }

    /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2): what `unlockpt` and `ptsname` do, which the C
    /// library hides from here.
    private static let unlock: UInt = 0x4004_5431
    private static let askNumber: UInt = 0x8004_5430

    deinit { vanish() }

    /// Sends bytes; what the other side has no room for is lost, as on a wire.
    func send(_ bytes: [UInt8]) {
        master.withLock { if let master = $0 { _ = write(master, bytes, bytes.count) } }
    }

    /// What the other side has sent since this was last asked.
    func received() -> [UInt8] {
        master.withLock { master in
            guard let master else { return [] }
            var bytes = [UInt8](repeating: 0, count: 1_024)
            let count = read(master, &bytes, bytes.count)
            return count > 0 ? Array(bytes.prefix(count)) : []
        }
    }

    /// The speed that the other side set.
    var speed: speed_t {
        master.withLock { master in
            var settings = termios()
            guard let master, tcgetattr(master, &settings) == 0 else { return 0 }
            return cfgetispeed(&settings)
        }
    }

    /// Unplugs the line; its name goes too.
    func vanish() {
        master.withLock { master in
            guard let open = master else { return }
            unlink(path)
            close(open)
            master = nil
        }
    }
}
