/// Names a kind of message for ever: 128 bits, as `MESSAGE_ID` of systemd.journal-fields(7).
///
/// `journalctl MESSAGE_ID=…` finds all messages of a kind, and catalogues explain them by it.
package struct MessageID: Hashable, Sendable {
    /// 32 hexadecimal digits, in small letters.
    package let text: String

    /// Takes a UUID with or without its hyphens; nil when it is none.
    package init?(_ text: String) {
        let digits = text.lowercased().filter { $0 != "-" }
        guard digits.utf8.count == 32,
            digits.unicodeScalars.allSatisfy({ "0"..."9" ~= $0 || "a"..."f" ~= $0 })
        else { return nil }
        self.text = digits
    }
}
