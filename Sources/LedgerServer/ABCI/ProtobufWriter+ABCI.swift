import Wire

extension ProtobufWriter {
    /// Writes a sub-message that gogoproto calls non-nullable: also when it is empty.
    mutating func always(field: Int, _ message: some ABCIMessage) {
        self.message(field: field, message.bytes)
    }

    /// Writes a sub-message that may be absent: nothing for nil.
    mutating func ifPresent(field: Int, _ message: (some ABCIMessage)?) {
        if let message { always(field: field, message) }
    }

    /// Writes repeated sub-messages, each with its own tag.
    mutating func each(field: Int, _ messages: [some ABCIMessage]) {
        for message in messages {
            always(field: field, message)
        }
    }

    /// Writes repeated bytes, each with its own tag, also the empty ones.
    mutating func each(field: Int, _ values: [[UInt8]]) {
        for value in values {
            message(field: field, value)
        }
    }

    /// Writes repeated texts, each with its own tag, also the empty ones.
    mutating func each(field: Int, _ texts: [String]) {
        for text in texts {
            message(field: field, [UInt8](text.utf8))
        }
    }

    /// Writes repeated uint32 packed into one field; nothing when there are none.
    mutating func packed(field: Int, _ numbers: [UInt32]) {
        bytes(field: field, numbers.flatMap { ProtobufWriter.varint(UInt64($0)) })
    }

    /// Writes a moment, which is never nullable: no content for 1970-01-01T00:00:00Z.
    mutating func time(field: Int, _ moment: Timestamp) {
        message(field: field, moment.protobuf)
    }

    /// Writes a boolean; nothing when it is false.
    mutating func bool(field: Int, _ value: Bool) {
        varint(field: field, value ? 1 : 0)
    }

    /// Writes a number of an open enumeration; nothing when it is 0.
    mutating func choice(field: Int, _ choice: some RawRepresentable<Int32>) {
        int64(field: field, Int64(choice.rawValue))
    }
}
