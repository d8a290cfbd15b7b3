/// The digits of a field: blanks, perhaps a sign, digits with perhaps a point; nothing else.
struct FrameDigits: Equatable {
    let value: Int64
    let isNegative: Bool
    /// How many digits stand behind the point.
    let decimals: Int

    /// More digits than any display has.
    private static let most = 15

    /// Reads them; nil for everything that is no number, an all blank field included.
    ///
    /// Blanks may stand before the sign and before the digits, for weights are right-aligned; a
    /// number at the left of a field is a text of the indicator, such as an error.
    init?(_ bytes: [UInt8], isSigned: Bool, allowsPoint: Bool) {
        var rest = bytes.drop { $0 == 0x20 }
        var isNegative = false
        if isSigned, let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst().drop { $0 == 0x20 }
        }
        var value: Int64 = 0
        var (count, decimals) = (0, 0)
        var hasPoint = false
        for byte in rest {
            switch byte {
            case 0x30...0x39:
                value = value * 10 + Int64(byte - 0x30)
                count += 1
                if hasPoint { decimals += 1 }
            case UInt8(ascii: ".") where allowsPoint && !hasPoint: hasPoint = true
            default: return nil
            }
            guard count <= Self.most else { return nil }
        }
        guard count > 0 else { return nil }
        (self.value, self.isNegative, self.decimals) = (value, isNegative, decimals)
    }
}
