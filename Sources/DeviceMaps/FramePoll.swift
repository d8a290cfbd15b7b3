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
