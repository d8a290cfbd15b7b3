import Intake
import Wire

// How every content of an entry writes what waste is and where it comes from: one spelling, in all
// kinds the same.

extension WasteCode {
    /// `[scheme, list version, code]`, or null for a load of which nobody knows what it is.
    static func cbor(of code: WasteCode?) -> CBOR {
        guard let code else { return .null }
        return .array([.text(code.scheme), .text(code.listVersion), .text(code.code)])
    }

    /// Reads a code, in the one spelling that compares.
    static func reading(_ value: CBOR) throws(CBORError) -> WasteCode? {
        if value.isNull { return nil }
        guard let parts = value.arrayValue, parts.count == 3, let scheme = parts[0].textValue,
            let version = parts[1].textValue, let code = parts[2].textValue
        else { throw .wrongType("waste code: [scheme, list version, code]") }
        let wasteCode = WasteCode(scheme: scheme, listVersion: version, code: code)
        guard wasteCode.isPlain, wasteCode.code.utf8.elementsEqual(code.utf8) else {
            throw .invalid("a waste code in another spelling")
        }
        return wasteCode
    }
}

extension WasteSource {
    /// `[kind, area]`, or null for a load of which nobody knows where it comes from.
    static func cbor(of source: WasteSource?) -> CBOR {
        guard let source else { return .null }
        return .array([.int(Int64(source.kind.rawValue)), .text(source.area)])
    }

    /// Reads a source.
    static func reading(_ value: CBOR) throws(CBORError) -> WasteSource? {
        if value.isNull { return nil }
        guard let parts = value.arrayValue, parts.count == 2, let number = parts[0].int,
            let kind = SourceKind(rawValue: Int(clamping: number)), let area = parts[1].textValue
        else { throw .wrongType("source: [kind, area]") }
        return WasteSource(kind: kind, area: area)
    }
}

extension CBORMapReader {
    /// Digests of documents.
    mutating func documents(_ key: Int64) throws(CBORError) -> [Digest] {
        var documents: [Digest] = []
        for item in try array(key, "documents") {
            guard let digest = item.digest else { throw .wrongType("document: a digest") }
            documents.append(digest)
        }
        return documents
    }
}
