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
