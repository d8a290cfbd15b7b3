package import Wire

extension ABCIResponse {
    /// The message as CometBFT's encoder writes it.
    package var bytes: [UInt8] {
        let (number, content) = member
        var writer = ProtobufWriter()
        writer.message(field: number, content)
        return writer.bytes
    }

    /// Reads a message; refuses one of no kind that is known here.
    package init(decoding bytes: [UInt8]) throws(ProtobufError) {
        var (known, stranger): (ABCIResponse?, Int?) = (nil, nil)
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            if let found = try ABCIResponse(field) {
                known = found
            } else {
                stranger = field.number
            }
        }
        guard let known else { throw ABCIResponse.unknown(stranger) }
        self = known
    }

    private static func unknown(_ stranger: Int?) -> ProtobufError {
        guard let stranger else { return .invalid("an ABCI response without content") }
        return .invalid("an ABCI response of the unknown kind \(stranger)")
    }

    /// The member of the oneof in a field; nil for other fields.
    private init?(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: self = .exception(try ABCIText(decoding: try field.bytes()).text)
        case 2: self = .echo(try ABCIText(decoding: try field.bytes()).text)
        case 3: self = try ABCIResponse.flush.checked(field)
        case 4: self = .info(try field.message())
        case 6: self = .initChain(try field.message())
        case 7: self = .query(try field.message())
        case 9: self = .checkTx(try field.message())
        case 12: self = .commit(try field.message())
        case 13: self = .listSnapshots(try field.message())
        case 14: self = .offerSnapshot(try field.message())
        case 15: self = .loadSnapshotChunk(try field.message())
        case 16: self = .applySnapshotChunk(try field.message())
        case 17: self = .prepareProposal(try field.message())
        case 18: self = .processProposal(try field.message())
        case 19: self = .extendVote(try field.message())
        case 20: self = .verifyVoteExtension(try field.message())
        case 21: self = .finalizeBlock(try field.message())
        default: return nil
        }
    }

    /// This message, which has no fields, if what stands there is a message at all.
    private func checked(_ field: ProtobufField) throws(ProtobufError) -> Self {
        _ = try ABCIEmpty(decoding: try field.bytes())
        return self
    }

    /// The number of the oneof's member and the bytes of its message.
    private var member: (number: Int, content: [UInt8]) {
        switch self {
        case .exception(let text): (1, ABCIText(text).bytes)
        case .echo(let text): (2, ABCIText(text).bytes)
        case .flush: (3, [])
        case .info(let answer): (4, answer.bytes)
        case .initChain(let answer): (6, answer.bytes)
        case .query(let answer): (7, answer.bytes)
        case .checkTx(let answer): (9, answer.bytes)
        case .commit(let answer): (12, answer.bytes)
        case .listSnapshots(let answer): (13, answer.bytes)
        case .offerSnapshot(let answer): (14, answer.bytes)
        case .loadSnapshotChunk(let answer): (15, answer.bytes)
        case .applySnapshotChunk(let answer): (16, answer.bytes)
        case .prepareProposal(let answer): (17, answer.bytes)
        case .processProposal(let answer): (18, answer.bytes)
        case .extendVote(let answer): (19, answer.bytes)
        case .verifyVoteExtension(let answer): (20, answer.bytes)
        case .finalizeBlock(let answer): (21, answer.bytes)
        }
    }
}
