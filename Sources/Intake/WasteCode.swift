/// A waste code in the list that gives it its meaning.
package struct WasteCode: Hashable, Sendable {
    /// The list: "EWC" for the European waste catalogue.
    package let scheme: String
    /// The version of the list: a code may change its meaning with the next one.
    package let listVersion: String
    /// The code, in one spelling: digits in pairs with blanks between, as lists print it.
    package let code: String

    package init(scheme: String, listVersion: String, code: String) {
        (self.scheme, self.listVersion) = (scheme, listVersion)
        self.code = WasteCode.spelled(code)
    }

    /// Six digits are written in pairs; anything else stays as it is.
    static func spelled(_ code: String) -> String {
        let signs = Array(code.filter { !$0.isWhitespace })
        guard signs.count >= 6, signs.prefix(6).allSatisfy(\.isNumber) else { return code }
        let pairs = [signs[0..<2], signs[2..<4], signs[4..<6]].map { String($0) }
        return pairs.joined(separator: " ") + String(signs[6...])
    }
}
