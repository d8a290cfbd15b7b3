import Intake
import Wire

/// A published list of waste codes: what may be written as a code of its scheme and version.
package struct CodeList: Hashable, Sendable {
    /// The most codes of a list.
    package static let maximumCodes = 10_000

    package let scheme: String
    package let version: String
    /// The codes, in ascending order, each once.
    package let codes: [String]

    /// A list; nil when it is empty or too long, or has a text that is or that is no code's.
    package init?(scheme: String, version: String, codes: [String]) {
        // In the spelling of the records, where codes have no spaces.
        let spelt = codes.map { WasteCode(scheme: scheme, listVersion: version, code: $0) }
        guard spelt.allSatisfy(\.isPlain) else { return nil }
        let codes = Set(spelt.map(\.code)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard (1...CodeList.maximumCodes).contains(codes.count),
            ([scheme, version] + codes).allSatisfy({ $0.utf8.count <= LedgerLimits.textBytes })
        else { return nil }
        (self.scheme, self.version, self.codes) = (scheme, version, codes)
    }

    /// Whether a code of this scheme and version is in it.
    func contains(_ code: WasteCode) -> Bool {
        var (low, high) = (0, codes.count)
        while low < high {
            let middle = (low + high) / 2
            if codes[middle].utf8.elementsEqual(code.code.utf8) { return true }
            if codes[middle].utf8.lexicographicallyPrecedes(code.code.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return false
    }

    /// `[scheme, version, [* code]]`.
    var cbor: CBOR {
        .array([.text(scheme), .text(version), .array(codes.map { .text($0) })])
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 3, let scheme = parts[0].textValue,
            let version = parts[1].textValue, let items = parts[2].arrayValue,
            let made = CodeList(
                scheme: scheme, version: version, codes: items.compactMap(\.textValue)),
            made.codes.count == items.count, made.cbor == value
        else { throw .wrongType("code list: [scheme, version, [+ code]] in ascending order") }
        self = made
    }
}
