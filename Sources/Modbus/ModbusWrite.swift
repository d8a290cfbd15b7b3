/// What a device is told to do, and by which function.
package enum ModbusWrite: Sendable, Hashable {
    /// One coil, on or off: function 5.
    case coil(at: UInt16, isOn: Bool)
    /// One holding register: function 6.
    case register(at: UInt16, word: UInt16)
    /// Neighbouring holding registers, 1 to 123: function 16.
    case registers(at: UInt16, words: [UInt16])

    /// Function and data (application protocol V1.1b3, sections 6.5, 6.6 and 6.12).
    var pdu: [UInt8] {
        func bytes(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }
        switch self {
        case .coil(let address, let isOn): return [5] + bytes(address) + [isOn ? 0xFF : 0, 0]
        case .register(let address, let word): return [6] + bytes(address) + bytes(word)
        case .registers(let address, let words):
            let count = bytes(UInt16(words.count)) + [UInt8(2 * words.count)]
            return [16] + bytes(address) + count + words.flatMap(bytes)
        }
    }

    /// Whether there is a function that writes so many.
    var isPossible: Bool {
        if case .registers(_, let words) = self { return (1...123).contains(words.count) }
        return true
    }
}
