import Foundation
import Glibc
import Synchronization

/// The device's side of a serial line: the master of a pseudo-terminal.
///
/// It carries bytes and the speed that the other side chose. It has no wire, so neither parity and
/// stop bits nor the direction of RS-485 can be shown on it: the kernel takes 8 data bits without
/// parity and nothing else.
package final class PseudoTerminal: Sendable {
    /// The name under which the other side opens the line.
    package let path: String
    private let master: Mutex<Int32?>
    private let isLinked: Bool

    /// Plugs a new line in, under a name as `/dev/serial/by-id` has them or under its own.
    ///
    /// The kernel's own echo, which answers what nobody reads yet, is off where `isQuiet`.
    package init(path: String? = nil, isQuiet: Bool = false) throws {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var (number, locked): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, Self.unlock, &locked) == 0,
            ioctl(master, Self.askNumber, &number) == 0
        else { throw Trouble("no pseudo-terminal: error \(errno)") }
        if isQuiet {
            var settings = termios()
            tcgetattr(master, &settings)
            cfmakeraw(&settings)
            tcsetattr(master, TCSANOW, &settings)
        }
        let device = "/dev/pts/\(number)"
        if let path, symlink(device, path) != 0 { throw Trouble("no link \(path): error \(errno)") }
        (self.path, isLinked) = (path ?? device, path != nil)
        self.master = Mutex(master)
    }

    /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2): what `unlockpt` and `ptsname` do, which the C
    /// library hides from here.
    private static let unlock: UInt = 0x4004_5431
    private static let askNumber: UInt = 0x8004_5430

    deinit { vanish() }

    /// Sends bytes; what the other side has no room for is lost, as on a wire.
    package func send(_ bytes: [UInt8]) {
        master.withLock { if let master = $0 { _ = write(master, bytes, bytes.count) } }
    }

    /// What the other side has sent since this was last asked.
    package func received() -> [UInt8] { received(atMost: 1_024) ?? [] }

    /// Waits for exactly that many bytes; nil when the line was unplugged meanwhile.
    package func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let part = received(atMost: count - bytes.count) else { return nil }
            if part.isEmpty { usleep(1_000) }
            bytes += part
        }
        return bytes
    }

    private func received(atMost count: Int) -> [UInt8]? {
        master.withLock { master in
            guard let master else { return nil }
            var bytes = [UInt8](repeating: 0, count: count)
            let length = Glibc.read(master, &bytes, bytes.count)
            return length > 0 ? Array(bytes.prefix(length)) : []
        }
    }

    /// How the other side set the line.
    ///
    /// The kernel keeps the odd parity and the stop bits of a pseudo-terminal and clears the parity
    /// itself; that it was asked for shows in that its errors were to be checked.
    package struct Settings: Sendable, Hashable {
        package let speed: UInt32
        package let isParityChecked: Bool
        package let isParityOdd: Bool
        package let stopBits: Int
    }

    package var settings: Settings? {
        master.withLock { master in
            var settings = termios()
            guard let master, tcgetattr(master, &settings) == 0 else { return nil }
            return Settings(
                speed: cfgetispeed(&settings),
                isParityChecked: settings.c_iflag & tcflag_t(INPCK) != 0,
                isParityOdd: settings.c_cflag & tcflag_t(PARODD) != 0,
                stopBits: settings.c_cflag & tcflag_t(CSTOPB) != 0 ? 2 : 1)
        }
    }

    /// Unplugs the line; its name goes too.
    package func vanish() {
        master.withLock { master in
            guard let open = master else { return }
            if isLinked { unlink(path) }
            close(open)
            master = nil
        }
    }
}
