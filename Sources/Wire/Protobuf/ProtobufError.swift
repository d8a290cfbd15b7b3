/// Why bytes are not the protobuf message that was expected.
package enum ProtobufError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The message ends inside the field that begins at this byte.
    case truncated(offset: Int)
    /// A variable-length integer beyond 64 bits or longer than it need be.
    case badVarint(offset: Int)
    /// A tag of a wire type or field number that cannot be.
    case badTag(offset: Int, tag: UInt64)
    /// A field of another wire type than its meaning demands.
    case wrongType(field: Int, expected: String)
    /// A number that does not fit the field's type.
    case outOfRange(field: Int, value: UInt64)
    /// A text that is not UTF-8.
    case invalidUTF8(field: Int)
    /// A field with a value that cannot be, or one that must be there and is not.
    case invalid(String)

    package var description: String {
        switch self {
        case .truncated(let offset):
            "protobuf: the message ends inside the field at byte \(offset); fetch it again"
        case .badVarint(let offset):
            "protobuf: the integer at byte \(offset) is beyond 64 bits or not in shortest form"
        case .badTag(let offset, let tag):
            "protobuf: the tag \(tag) at byte \(offset) names no field; is this another message?"
        case .wrongType(let field, let expected):
            "protobuf: field \(field) is not \(expected); is this another message?"
        case .outOfRange(let field, let value):
            "protobuf: the value \(value) does not fit field \(field)"
        case .invalidUTF8(let field):
            "protobuf: the text in field \(field) is not UTF-8"
        case .invalid(let what):
            "protobuf: \(what)"
        }
    }
}
