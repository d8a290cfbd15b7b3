import Wire

/// Why something is not evidence: what was looked at, and what is wrong with it.
package struct EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in words.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    /// Bytes that are not what they should be.
    init(_ what: String, _ error: CBORError) {
        self.init("\(what): \(error)")
    }

    package var description: String { message }
}
