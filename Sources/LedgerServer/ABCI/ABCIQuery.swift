package import Wire

/// Query: a question of anybody to the application's committed state.
package enum ABCIQuery {
    /// RequestQuery: what is asked.
    package struct Question: ABCIMessage {
        /// What the path needs besides itself.
        package var data: [UInt8] = []
        /// The kind of question.
        ///
        /// Anybody may have written it; it holds U+FFFD where it was no text.
        package var path = ""
        /// The height whose state is asked for; 0 for the newest.
        package var height: Int64 = 0
        /// Whether a proof is asked for.
        package var prove = false

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: data = try field.bytes()
            case 2: path = try field.text()
            case 3: height = try field.int64()
            case 4: prove = try field.bool()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, data)
            writer.string(field: 2, path)
            writer.int64(field: 3, height)
            writer.bool(field: 4, prove)
        }
    }

    /// ResponseQuery: what was found.
    package struct Answer: ABCIMessage {
        /// 0 when there is an answer; anything else is the application's reason.
        package var code: UInt32 = 0
        /// What the application has to say about the code; it differs from node to node.
        package var log = ""
        /// More for people; it differs from node to node.
        package var info = ""
        /// The place of the key in the application's tree.
        package var index: Int64 = 0
        /// The key that was found.
        package var key: [UInt8] = []
        /// What stands under the key.
        package var value: [UInt8] = []
        /// The proof of the value; nil when none was asked for.
        package var proofOps: ABCIProofOps?
        /// The height whose state was asked; its hash stands in the header after that.
        package var height: Int64 = 0
        /// Whose code it is.
        package var codespace = ""

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: code = try field.uint32()
            case 3: log = try field.text()
            case 4: info = try field.text()
            case 5: index = try field.int64()
            case 6: key = try field.bytes()
            case 7: value = try field.bytes()
            case 8: try field.merge(into: &proofOps)
            case 9: height = try field.int64()
            case 10: codespace = try field.text()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.varint(field: 1, UInt64(code))
            writer.string(field: 3, log)
            writer.string(field: 4, info)
            writer.int64(field: 5, index)
            writer.bytes(field: 6, key)
            writer.bytes(field: 7, value)
            writer.ifPresent(field: 8, proofOps)
            writer.int64(field: 9, height)
            writer.string(field: 10, codespace)
        }
    }
}
