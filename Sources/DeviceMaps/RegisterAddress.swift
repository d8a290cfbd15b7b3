/// Which of a device's two tables of registers is meant.
package enum RegisterTable: String, Sendable, Hashable, CaseIterable {
    /// Function 3 reads it; the manuals write 4xxxx.
    case holding
    /// Function 4 reads it; the manuals write 3xxxx.
    case input

    /// The function code that reads the table.
    package var readFunction: UInt8 { self == .holding ? 3 : 4 }
}

/// How the addresses of a map are counted; a map must say so, for this is the commonest mistake.
package enum AddressBase: String, Sendable, Hashable, CaseIterable {
    /// As in the frame: the first register is 0.
    case zero = "0"
    /// The first register is 1.
    case one = "1"
    /// 40001 or 400001 is the first holding register, 30001 or 300001 the first input register.
    case modicon
}

/// A register's address as it stands in a request, found from a manual's way of writing it.
package enum RegisterAddress {
    /// The wire address of what a map says, or what is wrong with it.
    static func wire(
        _ text: String, base: AddressBase, table: RegisterTable
    ) throws(Complaint) -> UInt16 {
        let isHex = text.hasPrefix("0x")
        let digits = text.dropFirst(isHex ? 2 : 0).filter { $0 != "_" }
        guard digits.allSatisfy(\.isHexDigit), let number = Int(digits, radix: isHex ? 16 : 10)
        else {
            throw Complaint("\"\(text)\" is not an address: write digits, or 0x and hex digits")
        }
        switch base {
        case .zero: return try bounded(number, written: text)
        case .one: return try bounded(number - 1, written: text)
        case .modicon:
            guard !isHex else {
                throw Complaint("\(text) is hex, but address_base is modicon: write it in decimal")
            }
            return try modicon(number, table: table)
        }
    }

    private static func modicon(_ number: Int, table: RegisterTable) throws(Complaint) -> UInt16 {
        let (digit, offset) =
            number > 99_999
            ? (number / 100_000, number % 100_000) : (number / 10_000, number % 10_000)
        let named: RegisterTable? = digit == 4 ? .holding : digit == 3 ? .input : nil
        guard let named else {
            throw Complaint(
                "\(number) is not a register in modicon notation (4xxxx holding, 3xxxx input): "
                    + "is address_base right?")
        }
        guard named == table else {
            throw Complaint(
                "\(number) is an \(named) register, but register is \(table): "
                    + "did you mean \"register: \(named)\"?")
        }
        return try bounded(offset - 1, written: String(number))
    }

    private static func bounded(_ wire: Int, written: String) throws(Complaint) -> UInt16 {
        guard let address = UInt16(exactly: wire) else {
            throw Complaint("\(written) is outside the 65,536 registers of a table")
        }
        return address
    }
}

/// What is wrong with something a map says, without the place: the parser knows that.
struct Complaint: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
