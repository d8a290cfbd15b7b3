import Wire

extension ProtobufError {
    /// A field that a message does not have.
    static func unknownField(_ field: ProtobufField, in message: String) -> ProtobufError {
        .invalid("a \(message) has no field \(field.number)")
    }

    /// Refuses bytes that are not exactly what CometBFT writes for what was read from them.
    ///
    /// So every message has one form only: none of its bits can be changed unnoticed.
    static func requireCanonical(
        _ bytes: [UInt8], _ canonical: [UInt8], _ message: String
    ) throws(ProtobufError) {
        guard bytes == canonical else {
            throw .invalid("the \(message) is not written the way CometBFT writes it")
        }
    }
}
