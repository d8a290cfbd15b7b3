package import Wire

/// What one validator did about a block.
package enum BlockIDFlag: Int32, Sendable, Codable {
    /// No vote of it arrived.
    case absent = 1
    /// It voted for the block; only this counts.
    case commit = 2
    /// It voted for no block.
    case `nil` = 3
}

/// One slot of a commit: the vote of the validator in the same place of the validator set.
package struct CommitSignature: Hashable, Sendable {
    /// What the validator did.
    package var flag: BlockIDFlag
    /// The validator's address, 20 bytes; none when absent.
    package var validatorAddress: [UInt8]
    /// The validator's own time of the vote; the zero time when absent.
    package var timestamp: Timestamp
    /// The signature, 64 bytes for Ed25519; none when absent.
    package var signature: [UInt8]

    /// The slot of a validator that sent no vote.
    package static let absent = CommitSignature(
        flag: .absent, validatorAddress: [], timestamp: .goZero, signature: [])

    /// Takes a vote.
    package init(
        flag: BlockIDFlag, validatorAddress: [UInt8], timestamp: Timestamp, signature: [UInt8]
    ) {
        (self.flag, self.validatorAddress) = (flag, validatorAddress)
        (self.timestamp, self.signature) = (timestamp, signature)
    }

    /// The CommitSig message.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.int64(field: 1, Int64(flag.rawValue))
        writer.bytes(field: 2, validatorAddress)
        writer.message(field: 3, timestamp.protobuf)
        writer.bytes(field: 4, signature)
        return writer.bytes
    }

    /// Reads the CommitSig message.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        var flag: BlockIDFlag?
        self.init(flag: .absent, validatorAddress: [], timestamp: .epoch, signature: [])
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: flag = BlockIDFlag(rawValue: try field.int32())
            case 2: validatorAddress = try field.bytes()
            case 3: timestamp = try Timestamp(protobuf: try field.bytes())
            case 4: signature = try field.bytes()
            default: throw .unknownField(field, in: "commit signature")
            }
        }
        guard let flag else { throw .invalid("a commit signature of no known flag") }
        self.flag = flag
    }
}
