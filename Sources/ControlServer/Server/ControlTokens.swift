import Glibc
import Wire

/// Who may ask on TCP: the tokens of a file, by their hashes.
///
/// One a line, `name:role:sha256`: what the token is called, `view` or `control`, and the SHA-256
/// of the token in hexadecimal. Empty lines and lines that begin with `#` say nothing. The file
/// holds no secret as long as tokens are long and random, and is refused all the same when others
/// can read it or its group can change it.
struct ControlTokens: Sendable {
    private struct Token {
        let role: ControlRole
        let digest: [UInt8]
    }

    private let tokens: [Token]
    private static let largest = 65_536

    /// Reads a file.
    init(file path: String) throws(ControlError) {
        try self.init(ControlTokens.text(of: path), file: path)
    }

    /// Reads the text of a file.
    init(_ text: String, file path: String) throws(ControlError) {
        var (tokens, names): ([Token], Set<Substring>) = ([], [])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = ControlTokens.trimmed(line)
            guard !line.isEmpty, line.first != "#" else { continue }
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[0].isEmpty,
                let role = ControlRole(rawValue: String(parts[1])),
                let digest = Hex.decode(String(parts[2])), digest.count == 32
            else {
                throw ControlError(
                    .tokens,
                    "\(path):\(index + 1): a line is name:role:sha256, with role 'view' or "
                        + "'control' and the 64 hexadecimal digits of 'printf %s TOKEN | sha256sum'"
                )
            }
            guard names.insert(parts[0]).inserted else {
                throw ControlError(
                    .tokens, "\(path):\(index + 1): '\(parts[0])' is there twice; give each a name")
            }
            tokens.append(Token(role: role, digest: digest))
        }
        guard !tokens.isEmpty else {
            throw ControlError(
                .tokens, "\(path) has no token, so nobody could ask; write one, or disable TCP")
        }
        self.tokens = tokens
    }

    /// What the bearer of a token may do; nil for an unknown one.
    ///
    /// Every token is compared to its last byte, so that the time taken tells nothing of how much
    /// of one was right.
    func role(of token: String) -> ControlRole? {
        let digest = Digest.of(Array(token.utf8)).bytes
        var found: ControlRole?
        for token in tokens {
            let difference = zip(token.digest, digest).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
            if difference == 0 { found = max(found ?? token.role, token.role) }
        }
        return found
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        return line.drop { $0.isWhitespace }
    }

    private static func text(of path: String) throws(ControlError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let cause = String(cString: strerror(errno))
            throw ControlError(.tokens, "cannot read the tokens in \(path): \(cause)")
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            facts.st_size <= largest
        else { throw ControlError(.tokens, "\(path) is no file of at most 64 kB") }
        guard facts.st_mode & 0o027 == 0 else {
            throw ControlError(
                .tokens, "\(path) can be read or changed by others; chmod 0640 or 0600")
        }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        let count = read(file, &bytes, bytes.count)
        guard count >= 0, let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw ControlError(.tokens, "\(path) is not UTF-8 text")
        }
        return text
    }
}
