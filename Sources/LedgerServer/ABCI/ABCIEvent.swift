package import Wire

/// Event: something that happened in a block or a transaction, for the node's index.
package struct ABCIEvent: ABCIMessage {
    /// EventAttribute: one detail of an event.
    package struct Attribute: ABCIMessage {
        /// The name of the detail.
        package var key = ""
        /// The detail.
        package var value = ""
        /// `index`: whether the node's index should find the event by it.
        package var isIndexed = false

        package init() {}

        /// A detail of an event.
        package init(key: String, value: String, isIndexed: Bool) {
            (self.key, self.value, self.isIndexed) = (key, value, isIndexed)
        }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: key = try field.text()
            case 2: value = try field.text()
            case 3: isIndexed = try field.bool()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.string(field: 1, key)
            writer.string(field: 2, value)
            writer.bool(field: 3, isIndexed)
        }
    }

    /// The kind of event.
    package var type = ""
    /// Its details.
    package var attributes: [Attribute] = []

    package init() {}

    /// An event with its details.
    package init(type: String, attributes: [Attribute]) {
        (self.type, self.attributes) = (type, attributes)
    }

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: type = try field.text()
        case 2: attributes.append(try field.message())
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.string(field: 1, type)
        writer.each(field: 2, attributes)
    }
}
