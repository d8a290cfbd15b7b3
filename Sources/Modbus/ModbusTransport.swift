/// How a device is reached.
package enum ModbusTransport: Sendable, Hashable {
    /// Modbus TCP: an MBAP header before each question (Messaging on TCP/IP V1.0b).
    case tcp(host: String, port: UInt16)
    /// A serial device server that hands RTU frames through, checksum and all.
    case rtuOverTCP(host: String, port: UInt16)
    /// A serial line on this box (Modbus over Serial Line V1.02).
    case serial(ModbusLine)
}

extension ModbusTransport: CustomStringConvertible {
    /// Where to look for the cable.
    package var description: String {
        switch self {
        case .tcp(let host, let port), .rtuOverTCP(let host, let port): "\(host):\(port)"
        case .serial(let line): line.device
        }
    }
}

/// A serial line and its settings; always eight data bits, as RTU needs them.
package struct ModbusLine: Sendable, Hashable {
    package enum Parity: String, Sendable, Hashable, CaseIterable {
        case none, even, odd
    }

    /// A name that stays when devices are plugged in another order: `/dev/serial/by-id/…`.
    package let device: String
    /// Bits a second, one of `bauds`.
    package let baud: Int
    package let parity: Parity
    /// 1 or 2.
    package let stopBits: Int
    /// Whether the kernel's driver is asked to switch the direction of an RS-485 line.
    package let isRS485: Bool

    /// What `termios(3)` and libmodbus know in common.
    package static let bauds = [
        1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400,
    ]

    package init(
        device: String, baud: Int = 9600, parity: Parity = .none, stopBits: Int = 1,
        isRS485: Bool = false
    ) {
        precondition(Self.bauds.contains(baud) && (1...2).contains(stopBits), "no such line")
        (self.device, self.baud, self.parity) = (device, baud, parity)
        (self.stopBits, self.isRS485) = (stopBits, isRS485)
    }
}
