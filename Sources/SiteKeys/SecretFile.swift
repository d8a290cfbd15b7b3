/// A secret on the one line of a private file: a broker's password, a key shared with it.
package enum SecretFile {
    /// The secret, without the end of its line.
    ///
    /// - Throws: `KeyFileError` for a file that is missing, that others can read, or that holds
    ///   anything but one line of text.
    package static func text(at path: String) throws -> String {
        let content = try PrivateFile.read(
            path, isPrivate: true,
            advice: "write the secret on one line of a file of your own, mode 0600")
        let line = content.hasSuffix("\n") ? String(content.dropLast()) : content
        guard !line.isEmpty, line.utf8.count < 1_024,
            line.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
            !line.contains("\u{FFFD}")
        else {
            throw KeyFileError(
                code: .malformed, message: "\(path) must hold one line of text, the secret")
        }
        return line
    }
}
