import Wire

/// The four tables of a device.
package enum ModbusTable: UInt8, Sendable, Hashable {
    case coil = 0x01
    case discrete = 0x02
    case holding = 0x03
    case input = 0x04

    var isBits: Bool { self == .coil || self == .discrete }

    /// The most that one answer holds (application protocol V1.1b3, sections 6.1 to 6.4).
    var countLimit: Int { isBits ? 2000 : 125 }
}

/// A question, and the check that an answer belongs to it.
struct ModbusQuestion {
    private enum Kind {
        case read(ModbusTable, count: Int)
        case write
    }

    let transaction: UInt16
    let unit: UInt8
    /// Function and data.
    let pdu: [UInt8]
    private let kind: Kind

    /// For registers or bits of a table.
    init(transaction: UInt16, unit: UInt8, table: ModbusTable, address: UInt16, count: Int) {
        (self.transaction, self.unit, kind) = (transaction, unit, .read(table, count: count))
        pdu = [
            table.rawValue, UInt8(address >> 8), UInt8(address & 0xFF), UInt8(count >> 8),
            UInt8(count & 0xFF),
        ]
    }

    /// To write; the answer repeats what was to be done.
    init(transaction: UInt16, unit: UInt8, writing write: ModbusWrite) {
        (self.transaction, self.unit, kind, pdu) = (transaction, unit, .write, write.pdu)
    }

    /// The bytes on a network: seven of MBAP header (Modbus Messaging on TCP/IP V1.0b,
    /// section 3.1.3), then function and data.
    var bytes: [UInt8] {
        [
            UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, 0, UInt8(1 + pdu.count), unit,
        ] + pdu
    }

    /// The bytes on a serial line: unit, function, data, checksum low byte first.
    var rtuBytes: [UInt8] { CRC16.closing([unit] + pdu) }

    /// How long a whole answer on a serial line is, checksum included, once its function is known.
    func rtuLength(function: UInt8) -> Int? {
        switch (function, kind) {
        case (pdu[0], .read(let table, let count)): 5 + Self.byteCount(table, count)
        case (pdu[0], .write): 8
        case (pdu[0] | 0x80, _): 5
        default: nil
        }
    }

    /// Whether a frame begins as the question itself does, and that is no answer: an adapter's echo.
    ///
    /// Its own bytes may make up a short answer with a right checksum: those of one register at
    /// 688 asked of unit 4 do. The rare true answer with the same bytes is refused with it.
    private func isRepeated(in frame: [UInt8]) -> Bool {
        guard case .read = kind else { return false }
        let own = rtuBytes
        return frame.starts(with: own.prefix(frame.count))
    }

    /// How many bytes hold so many registers or bits.
    private static func byteCount(_ table: ModbusTable, _ count: Int) -> Int {
        table.isBits ? (count + 7) / 8 : 2 * count
    }

    /// The registers in a whole answer of a network, or why it does not belong to this question.
    ///
    /// Every field is compared: a late answer carries an old transaction, another station's answer
    /// another unit, and neither may ever be taken for a value.
    func registers(in answer: [UInt8]) throws(ModbusError) -> [UInt16] {
        func word(_ index: Int) -> UInt16 { UInt16(answer[index]) << 8 | UInt16(answer[index + 1]) }

        try Self.check(answer.count >= 9, "an answer of \(answer.count) bytes is too short")
        try Self.check(
            word(0) == transaction, "an answer to question \(word(0)), not \(transaction)")
        try Self.check(word(2) == 0, "protocol \(word(2)) is not Modbus")
        try Self.check(
            Int(word(4)) == answer.count - 6,
            "\(answer.count - 6) bytes where its header says \(word(4))")
        try Self.check(answer[6] == unit, "an answer of unit \(answer[6]), not \(unit)")
        return try content(of: Array(answer[7...]))
    }

    /// The registers in a whole answer of a serial line, or why it does not belong to this question.
    func registers(inRTU answer: [UInt8]) throws(ModbusError) -> [UInt16] {
        try Self.check(answer.count >= 5, "an answer of \(answer.count) bytes is too short")
        try Self.check(
            !isRepeated(in: answer),
            "the line repeats the question: switch off the echo of its adapter")
        try Self.check(CRC16.closes(answer), "the checksum of the answer is wrong: noise?")
        try Self.check(answer[0] == unit, "an answer of unit \(answer[0]), not \(unit)")
        return try content(of: Array(answer[1..<(answer.count - 2)]))
    }

    /// What follows the unit: function, length and registers, or an exception; nothing for what was
    /// written.
    private func content(of answer: [UInt8]) throws(ModbusError) -> [UInt16] {
        if answer[0] == pdu[0] | 0x80 {
            try Self.check(answer.count == 2, "an exception of \(answer.count) bytes")
            throw ModbusError(.exception(answer[1]), Self.exceptionWords(answer[1]))
        }
        try Self.check(answer[0] == pdu[0], "function \(answer[0]), not \(pdu[0])")
        guard case .read(let table, let count) = kind else {
            try Self.check(answer == Array(pdu.prefix(5)), "it says that it wrote something else")
            return []
        }
        let byteCount = Self.byteCount(table, count)
        try Self.check(
            Int(answer[1]) == byteCount && answer.count == 2 + byteCount,
            "\(answer[1]) bytes of registers, not \(byteCount)")
        return (0..<count).map { place in
            guard !table.isBits else {
                return UInt16(answer[2 + place / 8] >> UInt8(place % 8) & 1)
            }
            return UInt16(answer[2 + 2 * place]) << 8 | UInt16(answer[3 + 2 * place])
        }
    }

    private static func check(
        _ isRight: Bool, _ fault: @autoclosure () -> String
    ) throws(ModbusError) {
        guard isRight else { throw ModbusError(.mismatch, fault()) }
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
