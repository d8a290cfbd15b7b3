package import Wire

/// VerifyVoteExtension: whether another validator's vote extension is good.
package enum ABCIVerifyVoteExtension {
    /// RequestVerifyVoteExtension: the extension and whose it is.
    package struct Question: ABCIMessage {
        /// The hash of the block that was voted for.
        package var hash: [UInt8] = []
        /// The address of the validator that voted.
        package var validatorAddress: [UInt8] = []
        /// The height of the block.
        package var height: Int64 = 0
        /// What its application added to the vote.
        package var voteExtension: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: hash = try field.bytes()
            case 2: validatorAddress = try field.bytes()
            case 3: height = try field.int64()
            case 4: voteExtension = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.bytes(field: 1, hash)
            writer.bytes(field: 2, validatorAddress)
            writer.int64(field: 3, height)
            writer.bytes(field: 4, voteExtension)
        }
    }

    /// ResponseVerifyVoteExtension: the verdict on the extension.
    package struct Answer: ABCIMessage {
        /// `status`: a rejected extension rejects the vote that carries it.
        package var verdict = ABCIVerdict.unknown

        package init() {}

        /// An answer.
        package init(_ verdict: ABCIVerdict) { self.verdict = verdict }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { verdict = try field.choice() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.choice(field: 1, verdict)
        }
    }
}
