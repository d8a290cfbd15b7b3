package import Wire

/// A message of ABCI 2.0: it takes its fields one by one, and writes them by their numbers.
///
/// Fields that it does not know are passed over and fields that are not there stay zero, as in
/// every protobuf reader. A sub-message that comes twice is merged, as the node's own reader does.
/// Every length is bounded by the bytes that are read, and no message contains itself.
package protocol ABCIMessage: Hashable, Sendable {
    /// A message whose fields are all zero.
    init()

    /// Takes one field, if it is one of the message's own.
    mutating func take(_ field: ProtobufField) throws(ProtobufError)

    /// Writes the fields in the order of their numbers.
    func write(to writer: inout ProtobufWriter)
}

extension ABCIMessage {
    /// The message as CometBFT's encoder writes it (proto3, gogoproto).
    package var bytes: [UInt8] {
        var writer = ProtobufWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads a message.
    package init(decoding bytes: [UInt8]) throws(ProtobufError) {
        self.init()
        try merge(bytes)
    }

    /// Takes every field that stands in the bytes.
    mutating func merge(_ bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            try take(field)
        }
    }
}

/// A message without fields, such as Flush.
struct ABCIEmpty: ABCIMessage {
    mutating func take(_ field: ProtobufField) throws(ProtobufError) {}
    func write(to writer: inout ProtobufWriter) {}
}

/// A message with one text as field 1: Echo and Exception.
struct ABCIText: ABCIMessage {
    var text = ""

    init() {}
    init(_ text: String) { self.text = text }

    mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        if field.number == 1 { text = try field.text() }
    }

    func write(to writer: inout ProtobufWriter) {
        writer.string(field: 1, text)
    }
}
