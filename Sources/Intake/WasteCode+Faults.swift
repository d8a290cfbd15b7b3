// What people get wrong when they write a code.

extension WasteCode {
    /// The European list; no other list's codes are known here.
    private static let european = "EWC"

    /// What is wrong with a list's name; nil for the European list in its one spelling, and for
    /// whatever other list.
    ///
    /// `ewc` would be a list of its own, whose codes nobody compares with those of the permit.
    package static func schemeFault(_ scheme: String) -> String? {
        guard scheme != european,
            scheme.uppercased().filter(\.isLetter) == european
        else {
            return nil
        }
        return "scheme must be \(european) for the European list, not \(scheme)"
    }

    /// What is wrong with a code in its list; nil where nothing is, or where the list is not known.
    package func digitsFault(asWritten text: String) -> String? {
        guard isPlain else {
            return "a code and its list have letters without accents, digits and signs, unlike "
                + "\(scheme) \(text)"
        }
        guard scheme == Self.european, !WasteCode.isSixDigits(code) else { return nil }
        return "a code of \(Self.european) has six digits, like \"20 03 01\", not \(text)"
    }
}
