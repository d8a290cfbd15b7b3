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
