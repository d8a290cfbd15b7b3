package import Wire

/// CheckTx: whether a transaction may wait in the node's mempool.
package enum ABCICheckTx {
    /// CheckTxType: why a transaction is checked.
    ///
    /// Numbers that are not named here are kept.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The number in the message.
        package let rawValue: Int32

        /// Somebody sent it just now.
        package static let new = Kind(rawValue: 0)
        /// It waited while a block was committed, and is checked again.
        package static let recheck = Kind(rawValue: 1)

        package init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// RequestCheckTx: the transaction.
    ///
    /// The lines 0.38 to 0.40 only: 1.x moved the kind to field 3 with other numbers.
    package struct Question: ABCIMessage {
        /// The transaction's bytes.
        package var transaction: [UInt8] = []
        /// Why it is checked.
        package var kind = Kind.new

        package init() {}

        /// A transaction to be checked.
        package init(_ transaction: [UInt8], kind: Kind = .new) {
            (self.transaction, self.kind) = (transaction, kind)
        }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: transaction = try field.bytes()
            case 2: kind = try field.choice()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, transaction)
            writer.choice(field: 2, kind)
        }
    }

    /// ResponseCheckTx: the same eight fields as a result in a block; code 0 lets it wait.
    package typealias Answer = ABCITxResult
}
