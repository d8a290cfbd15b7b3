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
    static var title: String { "\(Self.self)" }
}

/// One key of a part: its name as it is written, and what stands there.
package struct AnswerField: Sendable {
    let name: String
    let shape: AnswerShape
    let about: String
    /// Whether the key is left out where nothing is known.
    let isOptional: Bool

    /// A key that is always there.
    static func always(_ name: String, _ shape: AnswerShape, _ about: String) -> AnswerField {
        AnswerField(name: name, shape: shape, about: about, isOptional: false)
    }

    /// A key that is left out where nothing is known.
    static func known(_ name: String, _ shape: AnswerShape, _ about: String) -> AnswerField {
        AnswerField(name: name, shape: shape, about: about, isOptional: true)
    }
}

/// What stands at a key.
indirect enum AnswerShape: Sendable {
    case text, flag
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
    static func word<Word: CaseIterable & RawRepresentable<String>>(of type: Word.Type) -> Self {
        .word(Word.allCases.map(\.rawValue))
    }
}
