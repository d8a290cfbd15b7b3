import DeviceMaps
import Glibc

/// Opens ports of this box as they are needed for an indicator.
enum SerialTTY {
    /// A descriptor of the port, its line set; the caller closes it.
    ///
    /// Name a port by `/dev/serial/by-id/…`: `/dev/ttyUSB0` may be another device after a restart.
    static func open(
        path: String, line: SerialLine, canWrite: Bool
    ) throws(SerialError) -> Int32 {
        // Not to wait for a carrier, not to become the terminal that can interrupt us.
        let access = canWrite ? O_RDWR : O_RDONLY
        let descriptor = Glibc.open(path, access | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw notOpened(path, errno) }
        do throws(SerialError) {
            try keepOthersOut(of: descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        do throws(SerialError) {
            try set(line, of: descriptor, path)
        } catch {
            giveUp(descriptor)
            throw error
        }
        return descriptor
    }

    /// Gives up a port, which another program may then open.
    static func giveUp(_ descriptor: Int32) {
        // A driver forgets it at the last close, a pseudo-terminal only when its other side goes.
        _ = ioctl(descriptor, UInt(TIOCNXCL))
        close(descriptor)
    }

    /// Two readers of one line would each get half of the frames.
    ///
    /// The system itself refuses the second, unless root runs it.
    private static func keepOthersOut(
        of descriptor: Int32, _ path: String
    ) throws(SerialError) {
        var isTaken: Int32 = 0
        // TIOCGEXCL of ioctl_tty(2), a macro that Swift does not see.
        guard ioctl(descriptor, 0x8004_5440, &isTaken) == 0,
            isTaken != 0 || ioctl(descriptor, UInt(TIOCEXCL)) == 0
        else { throw SerialError(.unreachable, "\(path) is not a serial port") }
        guard isTaken == 0 else { throw notOpened(path, EBUSY) }
    }

    private static func notOpened(_ path: String, _ cause: Int32) -> SerialError {
        let hint =
            switch cause {
            case EACCES: "; is the user in the group dialout?"
            case EBUSY: "; another program has it open: is the agent running?"
            default: ""
            }
        return SerialError(
            .unreachable, "\(path) cannot be opened: \(SerialError.words(for: cause))\(hint)")
    }

    private static func set(
        _ line: SerialLine, of descriptor: Int32, _ name: String
    ) throws(SerialError) {
        guard let speed = speeds[line.baud] else {
            throw SerialError(.unsupported, "\(name): no port has \(line.baud) baud")
        }
        var wanted = termios()
        // Raw: no echo, no signals, no flow control, no byte changed. A wrong parity gives a zero
        // byte, which is in no weight.
        wanted.c_iflag = line.parity == .none ? 0 : tcflag_t(INPCK)
        // HUPCL is not among them: some indicators restart when the line hangs up.
        wanted.c_cflag = tcflag_t(CREAD | CLOCAL) | frame(line)
        // One byte is enough to return with, so that 0 bytes mean the end.
        withUnsafeMutableBytes(of: &wanted.c_cc) { $0[Int(VMIN)] = 1 }
        cfsetispeed(&wanted, speed)
        cfsetospeed(&wanted, speed)
        guard tcsetattr(descriptor, TCSANOW, &wanted) == 0 else {
            throw SerialError(
                .unsupported, "\(name) cannot do \(line): \(SerialError.words(for: errno))")
        }
        // The system reports success when it could set any of it: only asking back tells.
        var got = termios()
        let mask = tcflag_t(CSIZE | PARENB | PARODD | CSTOPB)
        guard tcgetattr(descriptor, &got) == 0, got.c_cflag & mask == frame(line),
            cfgetispeed(&got) == speed
        else { throw SerialError(.unsupported, "\(name) cannot do \(line)") }
    }

    private static func frame(_ line: SerialLine) -> tcflag_t {
        var flags = line.bits == 7 ? CS7 : CS8
        switch line.parity {
        case .none: break
        case .even: flags |= PARENB
        case .odd: flags |= PARENB | PARODD
        }
        if line.stop == 2 { flags |= CSTOPB }
        return tcflag_t(flags)
    }

    private static let speeds: [Int: speed_t] = [
        300: speed_t(B300), 600: speed_t(B600), 1_200: speed_t(B1200), 2_400: speed_t(B2400),
        4_800: speed_t(B4800), 9_600: speed_t(B9600), 19_200: speed_t(B19200),
        38_400: speed_t(B38400), 57_600: speed_t(B57600), 115_200: speed_t(B115200),
        230_400: speed_t(B230400),
    ]
}
