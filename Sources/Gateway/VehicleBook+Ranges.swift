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
