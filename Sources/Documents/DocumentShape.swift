/// What a mapping of a document may hold: read by the strict reader, and written out as a schema for
/// editors, so that the two can never say different things.
package struct DocumentShape: Sendable {
    /// What the mapping describes, for complaints: "device map".
    package let name: String
    /// What it is for, for whoever writes one.
    package let about: String
    /// The keys that have a meaning, in the order in which they are best written.
    package let keys: [DocumentKey]
    /// What other keys hold; nil where there are none.
    package let others: DocumentContent?

    private let byName: [String: DocumentKey]

    package init(
        _ name: String, _ about: String, others: DocumentContent? = nil, _ keys: [DocumentKey] = []
    ) {
        (self.name, self.about, self.keys, self.others) = (name, about, keys, others)
        byName = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0) })
    }

    /// What the key of that name holds; nil where it means nothing.
    package func content(of name: String) -> DocumentContent? { byName[name]?.content ?? others }
}

/// A key of a mapping.
package struct DocumentKey: Sendable {
    package let name: String
    /// Whether a mapping without it is refused, whatever else it says.
    package let isRequired: Bool
    package let content: DocumentContent
    /// What it means, in a sentence.
    package let about: String
    /// What holds where it is not written; nil where nothing does, or where it depends on others.
    package let usual: String?
    /// The unit of a number.
    package let unit: String?

    /// A key that must be there.
    package static func must(
        _ name: String, _ content: DocumentContent, _ about: String, unit: String? = nil
    ) -> DocumentKey {
        DocumentKey(
            name: name, isRequired: true, content: content, about: about, usual: nil, unit: unit)
    }

    /// A key that may be missing, or must only be there beside certain others.
    package static func may(
        _ name: String, _ content: DocumentContent, _ about: String, usual: String? = nil,
        unit: String? = nil
    ) -> DocumentKey {
        DocumentKey(
            name: name, isRequired: false, content: content, about: about, usual: usual, unit: unit)
    }
}

/// What stands behind a key, or in a list.
package indirect enum DocumentContent: Sendable {
    /// Letters or digits, quoted or not; `like` is a regular expression of JSON Schema.
    case text(like: String?)
    /// Letters or digits, quoted or not, and not blanks alone.
    case filled
    case whole(ClosedRange<Int64>)
    case decimal(in: DecimalRange?)
    case flag
    /// One of these words.
    case word([String])
    case mapping(DocumentShape)
    case list(DocumentContent)
    case either([DocumentContent])

    /// Any letters or digits.
    package static var text: DocumentContent { .text(like: nil) }
    /// Any whole number.
    package static var whole: DocumentContent { .whole(Int64.min...Int64.max) }
    /// Any decimal number.
    package static var decimal: DocumentContent { .decimal(in: nil) }

    /// The words of a vocabulary.
    package static func word<Word: RawRepresentable & CaseIterable>(
        of words: Word.Type
    ) -> DocumentContent where Word.RawValue == String {
        .word(words.allCases.map(\.rawValue))
    }

    /// The bounds of a whole number, if it is or may be one.
    var range: ClosedRange<Int64>? {
        switch self {
        case .whole(let range): range
        case .either(let several): several.lazy.compactMap(\.range).first
        case .text, .filled, .decimal, .flag, .word, .mapping, .list: nil
        }
    }

    /// The bounds of a decimal number, if it is or may be one that has some.
    var decimalRange: DecimalRange? {
        switch self {
        case .decimal(let range): range
        case .either(let several): several.lazy.compactMap(\.decimalRange).first
        case .text, .filled, .whole, .flag, .word, .mapping, .list: nil
        }
    }

    /// The shape of a mapping, if it is or may be one.
    package var shape: DocumentShape? {
        switch self {
        case .mapping(let shape): shape
        case .either(let several): several.lazy.compactMap(\.shape).first
        case .text, .filled, .whole, .decimal, .flag, .word, .list: nil
        }
    }

    /// The words, if it is or may be one of some.
    var words: [String]? {
        switch self {
        case .word(let words): words
        case .either(let several): several.lazy.compactMap(\.words).first
        case .text, .filled, .whole, .decimal, .flag, .mapping, .list: nil
        }
    }
}
