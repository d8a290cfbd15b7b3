package import Wire

/// LoadSnapshotChunk: another node asks for a part of a snapshot.
package enum ABCILoadSnapshotChunk {
    /// RequestLoadSnapshotChunk: which part.
    package struct Question: ABCIMessage {
        /// The height of the snapshot.
        package var height: UInt64 = 0
        /// The format of the snapshot.
        package var format: UInt32 = 0
        /// The number of the chunk, from 0.
        package var chunk: UInt32 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: height = try field.uint64()
            case 2: format = try field.uint32()
            case 3: chunk = try field.uint32()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.varint(field: 1, height)
            writer.varint(field: 2, UInt64(format))
            writer.varint(field: 3, UInt64(chunk))
        }
    }

    /// ResponseLoadSnapshotChunk: the part.
    package struct Answer: ABCIMessage {
        /// The chunk's bytes, below 16 MB; empty when it is not there.
        package var chunk: [UInt8] = []

        package init() {}

        /// An answer with a chunk.
        package init(_ chunk: [UInt8]) { self.chunk = chunk }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { chunk = try field.bytes() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, chunk)
        }
    }
}
