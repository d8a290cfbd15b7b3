/// What kind of whole number stands in the registers of a value.
package enum ValueType: String, Sendable, Hashable, CaseIterable {
    case int16, uint16, int32, uint32

    /// How many registers the value fills.
    package var wordCount: Int {
        switch self {
        case .int16, .uint16: 1
        case .int32, .uint32: 2
        }
    }

    /// The values the type can hold.
    package var range: ClosedRange<Int64> {
        switch self {
        case .int16: Int64(Int16.min)...Int64(Int16.max)
        case .uint16: 0...Int64(UInt16.max)
        case .int32: Int64(Int32.min)...Int64(Int32.max)
        case .uint32: 0...Int64(UInt32.max)
        }
    }
}

/// Registers to whole numbers and back; never through a floating point number.
package struct ValueCodec: Sendable, Hashable {
    package let type: ValueType
    package let order: WordOrder

    package init(_ type: ValueType, _ order: WordOrder) {
        (self.type, self.order) = (type, order)
    }

    /// The value that stands in the registers.
    ///
    /// Signed types are two's complement over their whole width. The caller hands over exactly
    /// `type.wordCount` registers, lowest address first.
    package func value(of words: some Collection<UInt16>) -> Int64 {
        precondition(words.count == type.wordCount, "a \(type) fills \(type.wordCount) registers")
        var bits: UInt32 = 0
        for word in order.startsWithLowWord ? Array(words.reversed()) : Array(words) {
            // Shift the whole 32 bits, then add the low word: nothing above 65,535 is lost.
            bits = bits << 16 | UInt32(order.swapsBytes ? word.byteSwapped : word)
        }
        switch type {
        case .int16: return Int64(Int16(truncatingIfNeeded: bits))
        case .uint16: return Int64(UInt16(truncatingIfNeeded: bits))
        case .int32: return Int64(Int32(bitPattern: bits))
        case .uint32: return Int64(bits)
        }
    }

    /// The registers that hold a value, lowest address first; nil where the type cannot hold it.
    package func words(of value: Int64) -> [UInt16]? {
        guard type.range.contains(value) else { return nil }
        let bits = UInt32(truncatingIfNeeded: value)
        var words = [UInt16(truncatingIfNeeded: bits)]
        if type.wordCount == 2 { words.insert(UInt16(bits >> 16), at: 0) }
        if order.startsWithLowWord { words.reverse() }
        return order.swapsBytes ? words.map(\.byteSwapped) : words
    }
}
