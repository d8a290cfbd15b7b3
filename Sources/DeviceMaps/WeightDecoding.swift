/// One way to read a weight out of registers.
package struct WeightDecoding: Sendable, Hashable {
    package let table: RegisterTable
    /// As on the wire, from 0.
    package let address: Int
    package let type: ValueType
    package let order: WordOrder
    /// The power of ten a count is worth.
    package let exponent: Int

    package init(
        table: RegisterTable, address: Int, type: ValueType, order: WordOrder, exponent: Int
    ) {
        (self.table, self.address, self.type) = (table, address, type)
        (self.order, self.exponent) = (order, exponent)
    }

    /// What weights are written as, the likeliest first.
    static let types: [ValueType] = [
        .int32, .float32, .uint32, .int16, .uint16, .float64, .int64, .bcd32, .bcd16,
    ]
    private static let orders: [WordOrder] = [.abcd, .cdab, .badc, .dcba]

    /// Smaller is likelier: types and orders as makers use them, whole counts, low addresses.
    var rank: Int {
        let type = Self.types.firstIndex(of: type) ?? Self.types.count
        let order = Self.orders.firstIndex(of: order) ?? Self.orders.count
        return ((type * 4 + order) * 8 + abs(exponent)) * 65_536 + address
    }

    /// Whether it gives what the display showed.
    func gives(_ sample: DecodingSearch.Sample) -> Bool {
        let span = RegisterSpan(table, address...(address + (type.fixedWordCount ?? 1) - 1))
        let value = DeviceMap.Value(
            name: "weight", span: span, codec: ValueCodec(type, order))
        switch value.content(in: sample.answers) {
        case .whole(let counts)?:
            let number = ExactDecimal(mantissa: counts, exponent: exponent)
            // Registers that hold a size have their sign elsewhere.
            let shown =
                type.isSize
                ? ExactDecimal(
                    mantissa: Int64(clamping: sample.shown.mantissa.magnitude),
                    exponent: sample.shown.exponent) : sample.shown
            return !number.isLess(than: shown) && !shown.isLess(than: number)
        case .real(let number)?: return Self.isNext(number, to: sample.shown, type)
        case .text?, .senseless?, nil: return false
        }
    }

    /// Whether a binary number is the one next to a decimal.
    private static func isNext(
        _ number: Double, to shown: ExactDecimal, _ type: ValueType
    ) -> Bool {
        guard abs(shown.exponent) <= 6 else { return false }
        let size = (0..<abs(shown.exponent)).reduce(1.0) { tens, _ in tens * 10 }
        let decimal =
            shown.exponent < 0 ? Double(shown.mantissa) / size : Double(shown.mantissa) * size
        return type == .float32 ? Float(number) == Float(decimal) : number == decimal
    }
}

extension ValueType {
    /// Whether the value is a binary floating point number, which has its point in itself.
    var isBinary: Bool { self == .float32 || self == .float64 }
}

extension WeightDecoding: CustomStringConvertible {
    /// The decoding in the words of a map.
    package var description: String {
        let scale = exponent == 0 || type.isBinary ? "" : ", \(-exponent) decimals"
        let order = (type.fixedWordCount ?? 1) > 1 ? " \(order.rawValue)" : ""
        return "\(table) \(address) (wire), \(type)\(order)\(scale)"
    }
}
