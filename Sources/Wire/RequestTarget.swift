/// The target of an HTTP request: a path, and parameters as a form writes them (RFC 9112, 3.2.1; WHATWG
/// URL, application/x-www-form-urlencoded).
package struct RequestTarget: Hashable, Sendable {
    /// Why a target cannot be read.
    package enum Fault: Error, Hashable, Sendable {
        case tooLong, notUTF8
        case twice(String)

        /// What is wrong, for whoever wrote it.
        package var words: String {
            switch self {
            case .tooLong: "an address of more than \(RequestTarget.longest) bytes"
            case .notUTF8: "an address that is not UTF-8"
            case .twice(let name): "'\(name)' is there twice"
            }
        }
    }

    /// The most bytes of a target.
    package static let longest = 2_048

    /// As it is written, never decoded: no spelling of it leads anywhere else.
    package let path: String
    /// Each at most once, decoded.
    package let parameters: [String: String]

    /// Reads a target.
    package init(_ target: String) throws(Fault) {
        guard target.utf8.count <= RequestTarget.longest else { throw .tooLong }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        var parameters: [String: String] = [:]
        for pair in parts.count == 2 ? parts[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = RequestTarget.decoded(sides[0]),
                let value = RequestTarget.decoded(sides.count == 2 ? sides[1] : "")
            else { throw .notUTF8 }
            guard parameters.updateValue(value, forKey: name) == nil else { throw .twice(name) }
        }
        self.parameters = parameters
    }

    private static func decoded(_ text: Substring) -> String? {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard rest.count >= 2,
                    let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self))?.first
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
