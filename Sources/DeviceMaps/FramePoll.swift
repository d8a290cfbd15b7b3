/// A question that makes an indicator answer with its weight, and does nothing else to it.
///
/// There is no free text: a family and one of its commands that only read. So no map can make a
/// reader send a tare, a zero or anything that acts; there is no request that says so.
package struct FramePoll: Sendable, Hashable {
    package let family: FramePollFamily
    package let command: String
    /// Where the answer repeats the address, if it does.
    package let addressAt: Int?

    /// Nil where the command is not one of the family's that only read.
    init?(family: FramePollFamily, command: String, addressAt: Int?) {
        guard family.reads.contains(command) else { return nil }
        (self.family, self.command, self.addressAt) = (family, command, addressAt)
    }

    /// Whether the answer is the gross, whatever the display shows.
    var asksForGross: Bool {
        switch family {
        case .bsi, .xk3190: command == "B"
        case .sma, .gram: false
        }
    }

    /// The bytes of the question to the device of that address.
    package func request(address: FrameAddress) -> [UInt8] {
        let command = Array(command.utf8)
        switch family {
        case .sma: return [0x0A] + command + [0x0D]
        case .gram: return command
        case .bsi:
            let text = family.spelling(address) + command
            return text + FrameChecksum.hex(UInt16(0 &- text.reduce(0, &+))) + [0x0D, 0x0A]
        case .xk3190:
            let text = family.spelling(address) + command
            return [0x02] + text + FrameChecksum.hex(UInt16(text.reduce(0, ^))) + [0x03]
        }
    }

    /// Whether the answer names the address that was asked.
    func isAnswer(_ frame: [UInt8], from address: FrameAddress) -> Bool {
        guard let addressAt else { return true }
        return frame.dropFirst(addressAt).starts(with: family.spelling(address))
    }
}

/// The number of an indicator on a shared line, 1 to 26: what every family can say.
package struct FrameAddress: Sendable, Hashable {
    package let number: Int

    package init?(_ number: Int) {
        guard (1...26).contains(number) else { return nil }
        self.number = number
    }

    private init() { number = 1 }

    /// What an indicator has when nobody chose another.
    package static let first = FrameAddress()
}

/// A protocol in which one can ask, with the commands that only read and the ones that act.
package enum FramePollFamily: String, Sendable, Hashable, CaseIterable {
    /// Flintec, PT Ltd, Baykon.
    case bsi
    /// The Scale Manufacturers Association's.
    case sma
    /// Yaohua and Keli in command mode.
    case xk3190
    /// Gram.
    case gram

    /// The commands that read and change nothing.
    ///
    /// BSI: gross, indicated, all weights; its P prints and its G reads the supply voltage. SMA:
    /// weight now, weight when stable, tare shown, two of information. XK3190: handshake, gross,
    /// tare, net. Gram: the weight.
    package var reads: [String] {
        switch self {
        case .bsi: ["A", "B", "I"]
        case .sma: ["A", "B", "M", "P", "W"]
        case .xk3190: ["A", "B", "C", "D"]
        case .gram: ["$"]
        }
    }

    /// What a command that is denied would do, where it is known.
    package func denial(of command: String) -> String {
        let known: [String: String] =
            switch self {
            case .bsi:
                [
                    "C": "clears the tare", "T": "tares", "Z": "zeroes", "P": "may print",
                    "Q": "sets limits", "W": "switches outputs", "G": "reads a voltage, no weight",
                ]
            case .sma: ["Z": "zeroes", "T": "tares", "C": "clears the tare"]
            case .xk3190:
                [
                    "E": "writes memory on some models", "G": "clears all records on some models",
                    "H": "zeroes", "I": "tares",
                ]
            case .gram: [:]
            }
        let reason = known[command] ?? "is not known to change nothing"
        return "\(command) \(reason); \(rawValue) may be asked only "
            + reads.joined(separator: ", ")
    }

    /// How the family writes an address.
    func spelling(_ address: FrameAddress) -> [UInt8] {
        let number = UInt8(address.number)
        return switch self {
        case .bsi: [0x30 + number / 10, 0x30 + number % 10]
        case .xk3190: [0x40 + number]
        case .sma, .gram: []
        }
    }
}
