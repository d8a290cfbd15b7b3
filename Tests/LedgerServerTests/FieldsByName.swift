import Foundation
import Wire

/// The fields of a message by the names of its properties, as JSON, found by reflection.
///
/// Integers are decimal text, bytes hex, times and durations `seconds.nanoseconds`.
enum FieldsByName {
    /// The JSON of a message, its keys in order.
    static func text(of message: Any) throws -> String {
        try canonical(tree(of: message))
    }

    /// JSON with its keys in order.
    static func canonical(_ tree: Any) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: tree, options: .sortedKeys)
        return String(decoding: data, as: UTF8.self)
    }

    private static func tree(of value: Any) -> Any {
        if let scalar = scalar(value) { return scalar }
        let mirror = Mirror(reflecting: value)
        let children = mirror.children.map { ($0.label ?? "", tree(of: $0.value)) }
        switch mirror.displayStyle {
        case .optional: return children.first?.1 ?? NSNull()
        case .collection: return children.map(\.1)
        case .enum where children.isEmpty: return ["\(value)": [String: String]()]
        default:
            let fields = Dictionary(uniqueKeysWithValues: children)
            return fields.count == 1 ? fields["rawValue"] ?? fields : fields
        }
    }

    private static func scalar(_ value: Any) -> Any? {
        switch value {
        case let bytes as [UInt8]: return Hex.encode(bytes)
        case let text as String: return text
        case let flag as Bool: return flag
        case let number as any BinaryInteger: return "\(number)"
        case let time as Timestamp: return "\(time.seconds).\(time.nanoseconds)"
        case let length as Duration:
            let (seconds, attoseconds) = length.components
            return "\(seconds).\(attoseconds / 1_000_000_000)"
        default: return nil
        }
    }
}
