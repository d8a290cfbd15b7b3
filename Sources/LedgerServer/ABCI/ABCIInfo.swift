package import Wire

/// Info: what the application holds, asked when a node starts (abci/types.proto of 0.38).
///
/// The node plays every block to the application again that the answer says it lacks.
package enum ABCIInfo {
    /// RequestInfo: who asks.
    package struct Question: ABCIMessage {
        /// The node's version, such as `0.38.25`.
        package var version = ""
        /// The number of the block protocol.
        package var blockVersion: UInt64 = 0
        /// The number of the protocol between nodes.
        package var p2pVersion: UInt64 = 0
        /// The version of ABCI, such as `2.0.0`.
        package var abciVersion = ""

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: version = try field.text()
            case 2: blockVersion = try field.uint64()
            case 3: p2pVersion = try field.uint64()
            case 4: abciVersion = try field.text()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.string(field: 1, version)
            writer.varint(field: 2, blockVersion)
            writer.varint(field: 3, p2pVersion)
            writer.string(field: 4, abciVersion)
        }
    }

    /// ResponseInfo: what the application is and how far it got.
    package struct Answer: ABCIMessage {
        /// A text of the application's own.
        package var data = ""
        /// The version of the application's software.
        package var version = ""
        /// The version of the application's rules; it goes into every header.
        package var appVersion: UInt64 = 0
        /// The last height that was committed; 0 asks for InitChain.
        package var lastBlockHeight: Int64 = 0
        /// The application's hash after that height.
        package var lastBlockAppHash: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: data = try field.text()
            case 2: version = try field.text()
            case 3: appVersion = try field.uint64()
            case 4: lastBlockHeight = try field.int64()
            case 5: lastBlockAppHash = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.string(field: 1, data)
            writer.string(field: 2, version)
            writer.varint(field: 3, appVersion)
            writer.int64(field: 4, lastBlockHeight)
            writer.bytes(field: 5, lastBlockAppHash)
        }
    }
}
