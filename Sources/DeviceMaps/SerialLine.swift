/// How bytes travel over a serial line: speed and the bits around each byte.
package struct SerialLine: Sendable, Hashable {
    /// The check bit of a byte.
    package enum Parity: String, Sendable, Hashable, CaseIterable {
        case none, even, odd
    }

    /// Bits a second.
    package let baud: Int
    /// Data bits of a byte: 7 or 8.
    package let bits: Int
    package let parity: Parity
    /// Stop bits: 1 or 2.
    package let stop: Int

    /// Speeds that indicators have.
    package static let bauds = [
        300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400,
    ]

    package init(baud: Int, bits: Int, parity: Parity, stop: Int) {
        precondition(Self.bauds.contains(baud) && (7...8).contains(bits) && (1...2).contains(stop))
        (self.baud, self.bits, self.parity, self.stop) = (baud, bits, parity, stop)
    }
}

extension SerialLine: CustomStringConvertible {
    /// As technicians write it: `9600 8N1`.
    package var description: String {
        "\(baud) \(bits)\(parity.rawValue.prefix(1).uppercased())\(stop)"
    }
}
