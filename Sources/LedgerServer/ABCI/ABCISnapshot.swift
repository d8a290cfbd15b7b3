package import Wire

/// Snapshot: what one node offers another of the application's state at a height.
package struct ABCISnapshot: ABCIMessage {
    /// The height of the state.
    package var height: UInt64 = 0
    /// The number of the application's own format.
    package var format: UInt32 = 0
    /// How many chunks it has.
    package var chunks: UInt32 = 0
    /// The application's hash over it; two snapshots with one hash are the same.
    package var hash: [UInt8] = []
    /// What the application needs besides, in its own form.
    package var metadata: [UInt8] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: height = try field.uint64()
        case 2: format = try field.uint32()
        case 3: chunks = try field.uint32()
        case 4: hash = try field.bytes()
        case 5: metadata = try field.bytes()
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.varint(field: 1, height)
        writer.varint(field: 2, UInt64(format))
        writer.varint(field: 3, UInt64(chunks))
        writer.bytes(field: 4, hash)
        writer.bytes(field: 5, metadata)
    }
}
