package import Wire

/// ListSnapshots: which snapshots the application has; the question has no fields.
package enum ABCIListSnapshots {
    /// ResponseListSnapshots: what may be asked for chunk by chunk.
    package struct Answer: ABCIMessage {
        /// The snapshots; none for an application that makes none.
        package var snapshots: [ABCISnapshot] = []

        package init() {}

        /// An answer with these snapshots.
        package init(_ snapshots: [ABCISnapshot]) { self.snapshots = snapshots }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { snapshots.append(try field.message()) }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.each(field: 1, snapshots)
        }
    }
}
