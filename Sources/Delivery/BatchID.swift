/// The number of a batch in this box's own store; a later batch has a higher number.
///
/// It never leaves the box: upstream a batch is known by the hash of its transaction.
package struct BatchID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, from 1.
    package let number: Int64

    /// A batch's number as the store keeps it.
    package init(_ number: Int64) {
        self.number = number
    }

    /// The number of the batch after this one.
    package var next: BatchID { BatchID(number + 1) }

    package var description: String { "#\(number)" }

    package static func < (left: BatchID, right: BatchID) -> Bool {
        left.number < right.number
    }
}
