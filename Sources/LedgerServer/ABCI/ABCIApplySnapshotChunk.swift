package import Wire

/// ApplySnapshotChunk: a part of the snapshot that the application took.
package enum ABCIApplySnapshotChunk {
    /// RequestApplySnapshotChunk: the part.
    package struct Question: ABCIMessage {
        /// The number of the chunk, from 0.
        package var index: UInt32 = 0
        /// The chunk's bytes, as another node sent them.
        package var chunk: [UInt8] = []
        /// The name of the node that sent them.
        package var sender = ""

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: index = try field.uint32()
            case 2: chunk = try field.bytes()
            case 3: sender = try field.text()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.varint(field: 1, UInt64(index))
            writer.bytes(field: 2, chunk)
            writer.string(field: 3, sender)
        }
    }

    /// ResponseApplySnapshotChunk.Result: what the node does next.
    ///
    /// Numbers that are not named here are kept.
    package struct Result: RawRepresentable, Hashable, Sendable {
        /// The number in the message.
        package let rawValue: Int32

        /// No answer; the node gives snapshots up.
        package static let unknown = Result(rawValue: 0)
        /// The chunk is in its place.
        package static let accept = Result(rawValue: 1)
        /// Give snapshots up altogether.
        package static let abort = Result(rawValue: 2)
        /// Bring this chunk once more.
        package static let retry = Result(rawValue: 3)
        /// Begin this snapshot once more.
        package static let retrySnapshot = Result(rawValue: 4)
        /// Not this snapshot; try another.
        package static let rejectSnapshot = Result(rawValue: 5)

        package init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// ResponseApplySnapshotChunk: what became of it.
    package struct Answer: ABCIMessage {
        /// What the node does next.
        package var result = Result.unknown
        /// The chunks to bring again, whatever the result; written packed.
        package var refetchChunks: [UInt32] = []
        /// The nodes whose chunks are not wanted any more.
        package var rejectSenders: [String] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: result = try field.choice()
            case 2: refetchChunks += try field.uint32s()
            case 3: rejectSenders.append(try field.text())
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.choice(field: 1, result)
            writer.packed(field: 2, refetchChunks)
            writer.each(field: 3, rejectSenders)
        }
    }
}
