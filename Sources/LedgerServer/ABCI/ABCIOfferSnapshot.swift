package import Wire

/// OfferSnapshot: a node that starts offers the application another node's snapshot.
package enum ABCIOfferSnapshot {
    /// RequestOfferSnapshot: the snapshot.
    package struct Question: ABCIMessage {
        /// The snapshot as other nodes describe it; nothing in it is verified.
        package var snapshot: ABCISnapshot?
        /// The application's hash at its height, which the node's light client verified.
        package var appHash: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: try field.merge(into: &snapshot)
            case 2: appHash = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.ifPresent(field: 1, snapshot)
            writer.bytes(field: 2, appHash)
        }
    }

    /// ResponseOfferSnapshot.Result: what the node does next.
    ///
    /// Numbers that are not named here are kept.
    package struct Result: RawRepresentable, Hashable, Sendable {
        /// The number in the message.
        package let rawValue: Int32

        /// No answer; the node gives snapshots up.
        package static let unknown = Result(rawValue: 0)
        /// Bring the chunks.
        package static let accept = Result(rawValue: 1)
        /// Give snapshots up altogether.
        package static let abort = Result(rawValue: 2)
        /// Not this snapshot; try another.
        package static let reject = Result(rawValue: 3)
        /// No snapshot of this format; try another.
        package static let rejectFormat = Result(rawValue: 4)
        /// No snapshot of those who offered this one; try another.
        package static let rejectSender = Result(rawValue: 5)

        package init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// ResponseOfferSnapshot: whether the application takes it.
    package struct Answer: ABCIMessage {
        /// What the node does next.
        package var result = Result.unknown

        package init() {}

        /// An answer.
        package init(_ result: Result) { self.result = result }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { result = try field.choice() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.choice(field: 1, result)
        }
    }
}
