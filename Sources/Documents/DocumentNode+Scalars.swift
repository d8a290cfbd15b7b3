extension DocumentNode {
    /// The text of a scalar, quoted or not; `what` names the value in a complaint.
    package func string(_ what: String) throws(DocumentError) -> String {
        guard case .scalar(let text, _) = value else {
            throw error("\(what) must be a text, not \(found)")
        }
        return text
    }

    /// The text of a scalar that says something: not blanks alone.
    package func filled(_ what: String) throws(DocumentError) -> String {
        let text = try string(what)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw error("\(what) must not be empty")
        }
        return text
    }

    /// A whole number within `range`: decimal, or hexadecimal as `0x1F`.
    ///
    /// Leading zeros are refused: one notation reads them as octal, the next does not. Thousands
    /// may be set apart by `_` (`40_041`).
    package func int(
        _ what: String, in range: ClosedRange<Int64> = Int64.min...Int64.max
    ) throws(DocumentError) -> Int64 {
        guard case .scalar(let text, plain: true) = value, let number = Self.whole(text) else {
            throw error("\(what) must be a whole number, not \(found)")
        }
        guard range.contains(number) else {
            let bounds = "\(range.lowerBound) to \(range.upperBound)"
            throw error("\(what) must be in the range \(bounds), not \(text)")
        }
        return number
    }

    /// `true` or `false`, exactly.
    package func bool(_ what: String) throws(DocumentError) -> Bool {
        switch value {
        case .scalar("true", plain: true): true
        case .scalar("false", plain: true): false
        default: throw error("\(what) must be true or false, not \(found)")
        }
    }

    /// One of the named values; a near miss is named in the complaint.
    package func choice<T>(_ what: String, _ choices: [String: T]) throws(DocumentError) -> T {
        let text = try string(what)
        if let chosen = choices[text] { return chosen }
        let names = choices.keys.sorted()
        let hint = Spelling.nearest(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
        throw error("\(what) must be one of \(names.joined(separator: ", ")), not \(text)\(hint)")
    }

    /// A decimal number as it was written: `12.50` is (1250, -2), `1e3` is (1, 3).
    ///
    /// Never through binary floating point: the digits are kept, trailing zeros included.
    package func decimal(
        _ what: String, in range: DecimalRange? = nil
    ) throws(DocumentError) -> (mantissa: Int64, exponent: Int) {
        guard case .scalar(let text, plain: true) = value, let number = Self.decimal(text) else {
            throw error("\(what) must be a decimal number, not \(found)")
        }
        if let range, !range.contains(number.mantissa, exponent: number.exponent) {
            throw error("\(what) must be in the range \(range), not \(text)")
        }
        return number
    }

    /// The values of a list.
    package func nodes(_ what: String) throws(DocumentError) -> [DocumentNode] {
        guard case .sequence(let nodes) = value else {
            throw error("\(what) must be a list, not \(found)")
        }
        return nodes
    }

    /// The strict reader of a mapping.
    package func mapping(
        _ shape: DocumentShape, named: String? = nil
    ) throws(DocumentError) -> DocumentMapping {
        try DocumentMapping(self, of: shape, named: named)
    }
}

extension DocumentNode {
    private static func whole(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        var digits = text.dropFirst(isNegative ? 1 : 0)
        var radix = 10
        if digits.hasPrefix("0x") {
            digits = digits.dropFirst(2)
            radix = 16
        } else if digits.hasPrefix("0"), digits.count > 1 {
            return nil
        }
        guard let first = digits.first, first != "_", first != "+", first != "-",
            digits.last != "_"
        else { return nil }
        return Int64((isNegative ? "-" : "") + digits.filter { $0 != "_" }, radix: radix)
    }

    private static func decimal(_ text: String) -> (mantissa: Int64, exponent: Int)? {
        let halves = text.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
        let parts = halves[0].split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isNegative = parts[0].hasPrefix("-")
        let digits = [parts[0].dropFirst(isNegative ? 1 : 0)] + parts.dropFirst()
        guard digits.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            digits[0].count == 1 || digits[0].first != "0",
            let mantissa = Int64((isNegative ? "-" : "") + digits.joined())
        else { return nil }
        guard halves.count == 2 else { return (mantissa, digits.count == 2 ? -digits[1].count : 0) }
        guard let exponent = Int(halves[1]), (-99...99).contains(exponent) else { return nil }
        return (mantissa, exponent - (digits.count == 2 ? digits[1].count : 0))
    }
}
