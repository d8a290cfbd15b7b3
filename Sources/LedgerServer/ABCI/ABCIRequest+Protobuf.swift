package import Wire

extension ABCIRequest {
    /// The message as CometBFT's encoder writes it.
    package var bytes: [UInt8] {
        let (number, content) = member
        var writer = ProtobufWriter()
        writer.message(field: number, content)
        return writer.bytes
    }

    /// Reads a message; refuses one of no kind that is known here.
    package init(decoding bytes: [UInt8]) throws(ProtobufError) {
        var (known, stranger): (ABCIRequest?, Int?) = (nil, nil)
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            if let found = try ABCIRequest(field) {
                known = found
            } else {
                stranger = field.number
            }
        }
        guard let known else { throw ABCIRequest.unknown(stranger) }
        self = known
    }

    private static func unknown(_ stranger: Int?) -> ProtobufError {
        guard let stranger else { return .invalid("an ABCI request without content") }
        return .invalid("an ABCI request of the unknown kind \(stranger)")
    }

    /// The member of the oneof in a field; nil for other fields.
    private init?(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: self = .echo(try ABCIText(decoding: try field.bytes()).text)
        case 2: self = try ABCIRequest.flush.checked(field)
        case 3: self = .info(try field.message())
        case 5: self = .initChain(try field.message())
        case 6: self = .query(try field.message())
        case 8: self = .checkTx(try field.message())
        case 11: self = try ABCIRequest.commit.checked(field)
        case 12: self = try ABCIRequest.listSnapshots.checked(field)
        case 13: self = .offerSnapshot(try field.message())
        case 14: self = .loadSnapshotChunk(try field.message())
        case 15: self = .applySnapshotChunk(try field.message())
        case 16: self = .prepareProposal(try field.message())
        case 17: self = .processProposal(try field.message())
        case 18: self = .extendVote(try field.message())
        case 19: self = .verifyVoteExtension(try field.message())
        case 20: self = .finalizeBlock(try field.message())
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
        case .echo(let text): (1, ABCIText(text).bytes)
        case .flush: (2, [])
        case .info(let question): (3, question.bytes)
        case .initChain(let question): (5, question.bytes)
        case .query(let question): (6, question.bytes)
        case .checkTx(let question): (8, question.bytes)
        case .commit: (11, [])
        case .listSnapshots: (12, [])
        case .offerSnapshot(let question): (13, question.bytes)
        case .loadSnapshotChunk(let question): (14, question.bytes)
        case .applySnapshotChunk(let question): (15, question.bytes)
        case .prepareProposal(let question): (16, question.bytes)
        case .processProposal(let question): (17, question.bytes)
        case .extendVote(let question): (18, question.bytes)
        case .verifyVoteExtension(let question): (19, question.bytes)
        case .finalizeBlock(let question): (20, question.bytes)
        }
    }
}
