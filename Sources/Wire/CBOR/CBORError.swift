/// Why bytes are not the CBOR that was expected, and where.
package struct CBORError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The bytes end inside an item.
        case truncated
        /// A head longer than it need be.
        case notShortest
        /// A map key that sorts before the one in front of it.
        case unsortedKeys
        /// A map key that occurs twice.
        case duplicateKey
        /// A text that is not UTF-8.
        case invalidUTF8
        /// Bytes after the item.
        case trailingBytes
        /// A kind of item that is never written here.
        case unsupported(String)
        /// More nested than the limit.
        case tooDeep(limit: Int)
        /// More bytes or items than the limit.
        case tooLarge(limit: Int)
        /// An item of another type than its place demands.
        case wrongType(String)
        /// An item that must be there and is not.
        case missing(String)
        /// A key that has no meaning here.
        case unknownKey(String)
        /// An item of the right type with a value that cannot be.
        case invalid(String)
    }

    /// What is wrong.
    package let reason: Reason
    /// The byte where the item at fault begins; nil when the bytes are no longer at hand.
    package let offset: Int?

    /// An error of the given reason, with its place when that is known.
    package init(_ reason: Reason, offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }

    /// An item of another type than its place demands: "sequence number: an unsigned integer".
    package static func wrongType(_ what: String) -> CBORError { CBORError(.wrongType(what)) }
    /// An item that must be there and is not.
    package static func missing(_ what: String) -> CBORError { CBORError(.missing(what)) }
    /// A key that has no meaning here.
    package static func unknownKey(_ what: String) -> CBORError { CBORError(.unknownKey(what)) }
    /// An item of the right type with a value that cannot be.
    package static func invalid(_ what: String) -> CBORError { CBORError(.invalid(what)) }

    package var description: String {
        guard let offset else { return "CBOR: \(sentence)" }
        return "CBOR at byte \(offset): \(sentence)"
    }

    private var sentence: String {
        switch reason {
        case .truncated: "the bytes end inside an item; fetch or copy them again"
        case .notShortest: "a number or length is longer than it need be; only the shortest counts"
        case .unsortedKeys: "a map key stands after one that sorts behind it (RFC 8949, 4.2.1)"
        case .duplicateKey: "a map has the same key twice"
        case .invalidUTF8: "a text is not UTF-8"
        case .trailingBytes: "bytes follow the end; give exactly one item"
        case .unsupported(let what): "\(what) is never written by Weighpost and not accepted"
        case .tooDeep(let limit): "more than \(limit) levels of arrays, maps and tags"
        case .tooLarge(let limit): "larger than the limit of \(limit)"
        case .wrongType(let what): "wrong type: \(what) was expected"
        case .missing(let what): "\(what) is missing"
        case .unknownKey(let what): "unknown key \(what); a newer version may have written it"
        case .invalid(let what): what
        }
    }
}
