/// A waste code in the list that gives it its meaning.
package struct WasteCode: Hashable, Sendable {
    /// The list: "EWC" for the European list of waste (Decision 2000/532/EC).
    package let scheme: String
    /// The version of the list: a code may change its meaning with the next one.
    package let listVersion: String
    /// The code in the one spelling that compares: no blanks, and no star after six digits.
    package let code: String

    /// Takes a code as lists print it: `20 01 21*` and `200121` are the same code.
    package init(scheme: String, listVersion: String, code: String) {
        (self.scheme, self.listVersion) = (scheme, listVersion)
        self.code = WasteCode.spelled(code)
    }

    /// Whether all of it is printable ASCII, list and code without blanks, as every list has it.
    ///
    /// Nodes compare codes, and what is a blank or equal beyond ASCII follows the tables of whoever
    /// built them.
    package var isPlain: Bool {
        [scheme, code].allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
            && listVersion.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// The code as lists print it: six digits in pairs, anything else as it is.
    package var printed: String {
        guard WasteCode.isSixDigits(code) else { return code }
        let signs = Array(code)
        return [signs[0..<2], signs[2..<4], signs[4..<6]].map { String($0) }
            .joined(separator: " ")
    }

    /// The star marks a hazardous entry in print; it is no part of the code.
    static func spelled(_ written: String) -> String {
        let signs = written.filter { !$0.isWhitespace }
        let bare = signs.hasSuffix("*") ? String(signs.dropLast()) : signs
        return isSixDigits(bare) ? bare : signs
    }

    static func isSixDigits(_ text: String) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
