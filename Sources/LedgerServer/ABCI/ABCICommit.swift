package import Wire

/// Commit: the application makes the last finalized block durable; the question has no fields.
package enum ABCICommit {
    /// ResponseCommit: how far back the node has to keep blocks.
    ///
    /// Fields 1 and 2 are reserved since 0.38: the application's hash goes with FinalizeBlock.
    package struct Answer: ABCIMessage {
        /// The lowest height whose block the application still needs; 0 for all.
        package var retainHeight: Int64 = 0

        package init() {}

        /// An answer with the lowest height that is needed.
        package init(retainHeight: Int64) { self.retainHeight = retainHeight }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 3 { retainHeight = try field.int64() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.int64(field: 3, retainHeight)
        }
    }
}
