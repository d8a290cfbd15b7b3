import Documents
package import Intake

extension VehicleBook {
    /// Recovery R1 to R13 and disposal D1 to D15 (Directive 2008/98/EC, annexes II and I), as a
    /// regular expression of JSON Schema.
    static let operationPattern = "^(R([1-9]|1[0-3])|D([1-9]|1[0-5]))$"

    private static let operations = Set(
        (1...13).map { "R\($0)" } + (1...15).map { "D\($0)" })

    /// What is wrong with an operation; nil where the directive has it.
    package static func operationFault(_ text: String) -> String? {
        guard !operations.contains(text) else { return nil }
        return "purpose must be a recovery operation, R1 to R13, or a disposal operation, D1 to "
            + "D15, not \(text)"
    }

    /// What becomes of a load.
    static func operation(in vehicle: inout DocumentMapping) throws(DocumentError) -> String {
        let text = try vehicle.string("purpose")
        if let fault = operationFault(text) { throw try vehicle.node("purpose").error(fault) }
        return text
    }
}

extension WasteCode {
    /// The European list; no other list's codes are known here.
    private static let european = "EWC"

    /// What is wrong with a list's name; nil for the European list in its one spelling, and for
    /// whatever other list.
    ///
    /// `ewc` would be a list of its own, whose codes nobody compares with those of the permit.
    package static func schemeFault(_ scheme: String) -> String? {
        guard scheme != european,
            scheme.uppercased().filter({ $0.isLetter || $0.isNumber }) == european
        else {
            return nil
        }
        return "scheme must be \(european) for the European list, not \(scheme)"
    }

    /// What is wrong with a code in its list; nil where nothing is, or where the list is not known.
    package func digitsFault(asWritten text: String) -> String? {
        let isSixDigits =
            code.utf8.count == 6 && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard scheme == Self.european, !isSixDigits else { return nil }
        return "a code of \(Self.european) has six digits, like \"20 03 01\", not \(text)"
    }
}
