package import Wire

/// Why something is not evidence: what was looked at, and what is wrong with it.
package struct EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package let code: Code
    /// What is wrong, in words.
    package let message: String

    /// Says what is wrong.
    package init(_ message: String, code: Code = .malformed) {
        (self.message, self.code) = (message, code)
    }

    /// Bytes that are not what they should be.
    package init(_ what: String, _ error: CBORError) {
        self.init("\(what): \(error)")
    }

    package var description: String { message }

    /// The kinds of fault; more may come.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        /// Any kind of fault, also one of a later version.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The bytes are not in the one form that counts.
        package static let malformed = Code(rawValue: "malformed")
        /// Another key signed it.
        package static let otherKey = Code(rawValue: "other-key")
        /// The signature is not that of the key.
        package static let falseSignature = Code(rawValue: "false-signature")
        /// It does not belong to what it is held against.
        package static let foreign = Code(rawValue: "foreign")
        /// It cannot be made from what is given.
        package static let unmakeable = Code(rawValue: "unmakeable")
    }
}

/// Why bytes are not an entry, or not one of this key.
package typealias EntryError = EvidenceError
