/// A part of an answer that says itself what it holds.
///
/// The description of the API is made of these words, so that it cannot describe what is not
/// there: a test holds every field against what a sample is encoded to.
package protocol AnswerPart: Codable, Hashable, Sendable {
    /// What it is, in a sentence.
    static var about: String { get }
    /// Every key it is written with, in the order they read best.
    static var fields: [AnswerField] { get }
}

extension AnswerPart {
    /// Its name in the description.
    package static var title: String { "\(Self.self)" }
}

/// One key of a part: its name as it is written, and what stands there.
package struct AnswerField: Sendable {
    package let name: String
    package let shape: AnswerShape
    package let about: String
    /// Whether the key is left out where nothing is known.
    package let isOptional: Bool

    /// A key that is always there.
    package static func always(
        _ name: String, _ shape: AnswerShape, _ about: String
    ) -> AnswerField {
        AnswerField(name: name, shape: shape, about: about, isOptional: false)
    }

    /// A key that is left out where nothing is known.
    package static func known(
        _ name: String, _ shape: AnswerShape, _ about: String
    ) -> AnswerField {
        AnswerField(name: name, shape: shape, about: about, isOptional: true)
    }
}

/// What stands at a key.
package indirect enum AnswerShape: Sendable {
    case text, flag
    /// Bytes in base64 (RFC 4648, section 4).
    case bytes
    /// 32 bytes as 64 hexadecimal digits in small letters: a digest or a key.
    case digest
    /// RFC 3339 in UTC.
    case time
    /// A whole number, never negative.
    case count
    /// A decimal.
    case number
    /// One of a few words.
    case word([String])
    case part(any AnswerPart.Type)
    case list(AnswerShape)
}

extension AnswerShape {
    /// One of the words of an enumeration.
    package static func word<Word: CaseIterable & RawRepresentable<String>>(
        of type: Word.Type
    ) -> Self {
        .word(Word.allCases.map(\.rawValue))
    }
}
