/// Which of a device's four tables is meant.
package enum RegisterTable: String, Sendable, Hashable, CaseIterable {
    /// Function 3 reads it; the manuals write 4xxxx.
    case holding
    /// Function 4 reads it; the manuals write 3xxxx.
    case input
    /// Single bits, function 1; the manuals write 0xxxx. On some devices reading one executes it.
    case coil
    /// Single bits, function 2; the manuals write 1xxxx.
    case discrete

    /// The function code that reads the table.
    package var readFunction: UInt8 {
        switch self {
        case .coil: 1
        case .discrete: 2
        case .holding: 3
        case .input: 4
        }
    }

    /// Whether the table holds single bits, not words.
    package var isBits: Bool { self == .coil || self == .discrete }

    /// The digit in front of a modicon address.
    fileprivate static func named(byModicon digit: Int) -> RegisterTable? {
        switch digit {
        case 0: .coil
        case 1: .discrete
        case 3: .input
        case 4: .holding
        default: nil
        }
    }
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
        // A small number is more often an address counted from 0 or 1 than a coil.
        guard let named = RegisterTable.named(byModicon: digit), named != .coil || table == .coil
        else {
            throw Complaint(
                "\(number) is no \(table) register in modicon notation (4xxxx holding, 3xxxx "
                    + "input, 1xxxx discrete, 0xxxx coil): is address_base right?")
        }
        guard named == table else {
            throw Complaint(
                "\(number) is of table \(named), but register is \(table): "
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
