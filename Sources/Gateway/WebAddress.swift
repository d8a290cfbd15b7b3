import Documents

/// Where something answers by HTTP: `http` or `https`, a host, and what may follow (RFC 3986).
///
/// A name and a password have no place in it: what a configuration says is read by many, and an
/// address is told in the log. Nor has a fragment, which is never sent.
enum WebAddress {
    /// The address of a node, which the names of its calls are appended to.
    static func node(_ node: DocumentNode, _ key: String) throws(DocumentError) -> String {
        let text = try page(node, key)
        guard !text.contains("?") else {
            throw node.error(
                "\(key): '\(told(text))' ends before its '?'; calls are appended to it")
        }
        return text
    }

    /// Any address that something can be fetched from.
    static func page(_ node: DocumentNode, _ key: String) throws(DocumentError) -> String {
        let text = try node.string(key)
        if let reason = trouble(with: text) {
            throw node.error(
                "\(key): \(reason); write for example https://node.example:26657")
        }
        return text
    }

    /// What keeps it from being an address; nil for one.
    private static func trouble(with text: String) -> String? {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else {
            return "'\(told(text))' does not begin with http:// or https://"
        }
        guard text.utf8.allSatisfy({ allowed.contains($0) }) else {
            return "'\(told(text))' has a character that no address has"
        }
        guard !text.contains("#") else {
            return "'\(told(text))' has a fragment, which is never sent"
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            return
                "an address holds no name and no password: everybody who may look would read them"
        }
        return place(authority)
    }

    /// What is wrong with `host`, `host:port` or `[address]:port`.
    private static func place(_ authority: Substring) -> String? {
        let (host, port): (Substring, Substring?)
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return "'[' has no ']'" }
            let inside = authority[authority.index(after: authority.startIndex)..<end]
            guard !inside.isEmpty, inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
            else { return "'\(authority)' holds no IPv6 address" }
            host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return "'\(authority)' is no host" }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            let parts = authority.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts[0]
            port = parts.count > 1 ? parts[1] : nil
            guard host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else {
                return "'\(host)' is no host"
            }
        }
        guard !host.isEmpty else { return "it names no host" }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number),
                port.allSatisfy(\.isNumber)
            else { return "'\(port)' is no port from 1 to 65535" }
        }
        return nil
    }

    /// What RFC 3986 lets stand in an address, `@` and `#` included, which are told of by name.
    private static let allowed = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%".utf8
    )

    /// It as a complaint may show it: what stands before an `@` may be a password.
    private static func told(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        return "…" + text[at...]
    }
}
