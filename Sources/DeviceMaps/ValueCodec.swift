/// Registers to values and back; a whole number never goes through a floating point number.
package struct ValueCodec: Sendable, Hashable {
    package let type: ValueType
    package let order: WordOrder
    /// How many registers, or bits of a table of bits.
    package let wordCount: Int

    /// A type with a width of its own, or one of `wordCount` registers.
    package init(_ type: ValueType, _ order: WordOrder, wordCount: Int? = nil) {
        (self.type, self.order) = (type, order)
        self.wordCount = type.fixedWordCount ?? wordCount ?? 1
    }

    /// The value that stands in the registers.
    ///
    /// Signed types are two's complement over their whole width. The caller hands over exactly
    /// `wordCount` registers, lowest address first.
    package func value(of words: some Collection<UInt16>) -> RegisterValue {
        precondition(words.count == wordCount, "a \(type) fills \(wordCount) registers")
        switch type {
        case .bits: return .whole(bits(of: words))
        case .string: return text(of: words)
        default: break
        }
        var bits: UInt64 = 0
        for word in order.startsWithLowWord ? Array(words.reversed()) : Array(words) {
            // Shift the whole width, then add the low word: nothing above 65,535 is lost.
            bits = bits << 16 | UInt64(order.swapsBytes ? word.byteSwapped : word)
        }
        return number(of: bits)
    }

    private func number(of bits: UInt64) -> RegisterValue {
        switch type {
        case .int16: .whole(Int64(Int16(truncatingIfNeeded: bits)))
        case .int32: .whole(Int64(Int32(truncatingIfNeeded: bits)))
        case .int64: .whole(Int64(bitPattern: bits))
        case .uint16, .uint32, .uint64: Int64(exactly: bits).map { .whole($0) } ?? .senseless
        case .float32: real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .float64: real(Double(bitPattern: bits))
        case .bcd16, .bcd32: decimal(bits)
        case .bits, .string: .senseless
        }
    }

    private func real(_ number: Double) -> RegisterValue {
        number.isFinite ? .real(number) : .senseless
    }

    private func decimal(_ bits: UInt64) -> RegisterValue {
        var number: Int64 = 0
        for place in (0..<(4 * wordCount)).reversed() {
            let digit = Int64(bits >> UInt64(4 * place) & 0xF)
            guard digit <= 9 else { return .senseless }
            number = 10 * number + digit
        }
        return .whole(number)
    }

    private func bits(of words: some Collection<UInt16>) -> Int64 {
        words.enumerated().reduce(0) { $0 | ($1.element == 0 ? 0 : 1) << Int64($1.offset) }
    }

    private func text(of words: some Collection<UInt16>) -> RegisterValue {
        var characters = ""
        for word in words {
            let word = order.swapsBytes ? word.byteSwapped : word
            for byte in [UInt8(word >> 8), UInt8(word & 0xFF)] where byte != 0 {
                guard (0x20...0x7E).contains(byte) else { return .senseless }
                characters.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        while characters.last == " " { characters.removeLast() }
        return .text(characters)
    }

    /// The registers that hold a whole number, lowest address first; nil where the type cannot.
    package func words(of value: Int64) -> [UInt16]? {
        let bits: UInt64? =
            switch type {
            case .int16: Int16(exactly: value).map { UInt64(UInt16(bitPattern: $0)) }
            case .uint16: UInt16(exactly: value).map { UInt64($0) }
            case .int32: Int32(exactly: value).map { UInt64(UInt32(bitPattern: $0)) }
            case .uint32: UInt32(exactly: value).map { UInt64($0) }
            case .int64: UInt64(bitPattern: value)
            case .uint64: UInt64(exactly: value)
            case .float32:
                Double(Float(value)) == Double(value) ? UInt64(Float(value).bitPattern) : nil
            case .float64: Double(value).bitPattern
            case .bcd16, .bcd32, .bits, .string: nil
            }
        guard let bits else { return nil }
        let words = (0..<wordCount).map { UInt16(truncatingIfNeeded: bits >> UInt64(16 * $0)) }
        let ordered = order.startsWithLowWord ? words : words.reversed()
        return order.swapsBytes ? ordered.map(\.byteSwapped) : ordered
    }
}
