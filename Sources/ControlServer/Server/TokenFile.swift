/// The file of the tokens, for whoever checks a configuration.
package enum TokenFile {
    /// Throws what keeps the tokens of a file from being used.
    package static func check(_ path: String) throws(ControlError) {
        _ = try ControlTokens(file: path)
    }
}
