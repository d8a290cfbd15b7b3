/// What a client asks of a server.
package struct ModbusRequest: Hashable, Sendable {
    /// The functions a server of registers knows.
    package enum Function: UInt8, Hashable, Sendable {
        case readHoldingRegisters = 3
        case readInputRegisters = 4
        case writeSingleRegister = 6
        case writeMultipleRegisters = 16

        var isWrite: Bool { rawValue > 4 }
    }

    /// The unit that is asked.
    package let unit: UInt8
    /// What is to be done.
    package let function: Function
    /// The first register, as it is on the wire (from 0).
    package let address: UInt16
    /// How many registers: 1...125 to read, 1...123 to write.
    package let count: Int
    /// The words to write; empty when reading.
    package let values: [UInt16]
}

/// What a server does about a request.
package enum ModbusAnswer: Hashable, Sendable {
    /// The registers asked for, exactly as many.
    case registers([UInt16])
    /// The words were written.
    case written
    /// An exception by its number, for example 2: no such registers.
    case exception(UInt8)
    /// No answer at all, as a device that is dead or somewhere else.
    case silence
}

extension ModbusRequest {
    /// What the bytes of a request mean.
    enum Reading {
        case request(ModbusRequest)
        /// The unit is another one.
        case notForUs
        /// An exception is the answer.
        case refused(exception: UInt8)
    }

    /// Reads the request that libmodbus received whole; unit and function are looked at first.
    static func read(_ bytes: [UInt8], units: Set<UInt8>) -> Reading {
        func word(_ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }
        guard bytes.count >= 8, word(2) == 0, units.contains(bytes[6]) else { return .notForUs }
        guard let function = Function(rawValue: bytes[7]) else { return .refused(exception: 1) }
        guard bytes.count >= 12, word(4) == bytes.count - 6 else { return .refused(exception: 3) }
        let count = function == .writeSingleRegister ? 1 : word(10)
        let limit = function.isWrite ? 123 : 125
        guard (1...limit).contains(count) else { return .refused(exception: 3) }
        guard word(8) + count <= 0x1_0000 else { return .refused(exception: 2) }
        var values: [UInt16] = []
        switch function {
        case .writeSingleRegister: values = [UInt16(word(10))]
        case .writeMultipleRegisters:
            guard bytes.count == 13 + 2 * count, Int(bytes[12]) == 2 * count else {
                return .refused(exception: 3)
            }
            values = (0..<count).map { UInt16(word(13 + 2 * $0)) }
        default: break
        }
        return .request(
            ModbusRequest(
                unit: bytes[6], function: function, address: UInt16(word(8)), count: count,
                values: values))
    }
}
