/// A variable-length integer of which some bytes may not have arrived yet.
enum ArrivingVarint: Hashable, Sendable {
    /// The integer, and the place behind its last byte.
    case whole(UInt64, end: Int)
    /// The bytes end before the integer does.
    case unfinished
    /// Beyond 64 bits, or longer than it need be.
    case broken

    /// Looks for the integer that begins at a place.
    init(in bytes: [UInt8], at start: Int) {
        var value: UInt64 = 0
        for place in 0..<10 {
            guard start + place < bytes.count else {
                self = .unfinished
                return
            }
            let byte = bytes[start + place]
            guard place < 9 || byte <= 1, byte != 0 || place == 0 else { break }
            value |= UInt64(byte & 0x7f) << (7 * UInt64(place))
            if byte < 0x80 {
                self = .whole(value, end: start + place + 1)
                return
            }
        }
        self = .broken
    }
}
