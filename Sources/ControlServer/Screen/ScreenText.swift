/// Texts of a terminal: how wide they are, and what must not reach it.
enum ScreenText {
    /// The text without what moves the cursor or hides something: a device's words are a stranger's.
    static func clean(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: result.unicodeScalars.append(scalar.value < 0x20 ? " " : "?")
            case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                result.unicodeScalars.append("?")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// How many columns a text takes: two for each wide character of East Asia (UAX #11).
    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// The text in at most so many columns; what is cut ends in `…`.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (result, used) = ("", 1)
        for character in text {
            used += width(of: character)
            guard used <= columns else { break }
            result.append(character)
        }
        return result + "…"
    }

    /// The text in two lines where one of so many columns has no room for it, parted between words.
    ///
    /// Where the last word that fits begins in the first half, the word itself is parted.
    static func inTwo(_ text: String, _ columns: Int) -> (first: String, rest: String?) {
        guard width(text) > columns else { return (text, nil) }
        var (used, end, space) = (0, text.startIndex, String.Index?.none)
        for index in text.indices {
            used += width(of: text[index])
            if text[index] == " ", used <= columns + 1, used > columns / 2 { space = index }
            guard used <= columns else { break }
            end = text.index(after: index)
        }
        guard let space else { return (String(text[..<end]), String(text[end...])) }
        return (String(text[..<space]), String(text[text.index(after: space)...]))
    }

    private static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// Hangul, kana, ideographs, full-width forms and emoji (UAX #11, table of wide characters).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
