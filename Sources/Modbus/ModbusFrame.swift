/// The two register tables of a device.
enum ModbusTable: UInt8 {
    case holding = 0x03
    case input = 0x04
}

/// A question for registers, and the check that an answer belongs to it.
///
/// Modbus Messaging on TCP/IP V1.0b, section 3.1.3: seven bytes of MBAP header (transaction,
/// protocol 0, length of what follows it, unit), then the function and its data.
struct ModbusQuestion {
    let transaction: UInt16
    let unit: UInt8
    let table: ModbusTable
    let address: UInt16
    let count: Int

    /// The most registers one answer holds (application protocol, section 6.3).
    static let countLimit = 125

    /// The twelve bytes on the wire.
    var bytes: [UInt8] {
        [
            UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, 0, 6, unit, table.rawValue,
            UInt8(address >> 8), UInt8(address & 0xFF), 0, UInt8(count),
        ]
    }

    /// The registers in an answer that is whole and belongs to this question, or why it does not.
    ///
    /// Every field is compared: a late answer carries an old transaction, another station's answer
    /// another unit, and neither may ever be taken for a value.
    func registers(in answer: [UInt8]) throws(ModbusError) -> [UInt16] {
        func check(_ isRight: Bool, _ fault: @autoclosure () -> String) throws(ModbusError) {
            guard isRight else { throw ModbusError(.mismatch, fault()) }
        }
        func word(_ index: Int) -> UInt16 { UInt16(answer[index]) << 8 | UInt16(answer[index + 1]) }

        try check(answer.count >= 9, "an answer of \(answer.count) bytes is too short")
        try check(word(0) == transaction, "an answer to question \(word(0)), not \(transaction)")
        try check(word(2) == 0, "protocol \(word(2)) is not Modbus")
        try check(
            Int(word(4)) == answer.count - 6,
            "\(answer.count - 6) bytes where its header says \(word(4))")
        try check(answer[6] == unit, "an answer of unit \(answer[6]), not \(unit)")
        if answer[7] == table.rawValue | 0x80 {
            try check(answer.count == 9, "an exception of \(answer.count) bytes")
            throw ModbusError(.exception(answer[8]), Self.exceptionWords(answer[8]))
        }
        try check(answer[7] == table.rawValue, "function \(answer[7]), not \(table.rawValue)")
        try check(
            Int(answer[8]) == 2 * count && answer.count == 9 + 2 * count,
            "\(answer[8]) bytes of registers, not \(2 * count)")
        return (0..<count).map { word(9 + 2 * $0) }
    }

    /// What the exception means and what to look at (application protocol, section 7).
    private static func exceptionWords(_ number: UInt8) -> String {
        switch number {
        case 1: "the device does not know this function (exception 1); try the other table"
        case 2: "the device has no such registers (exception 2); check address and count"
        case 3: "the device refuses the value (exception 3); check the count"
        case 4: "the device has failed (exception 4)"
        case 5: "the device needs longer (exception 5)"
        case 6: "the device is busy (exception 6)"
        case 10: "the gateway has no path to the unit (exception 10)"
        case 11: "the unit behind the gateway does not answer (exception 11)"
        default: "exception \(number)"
        }
    }
}
