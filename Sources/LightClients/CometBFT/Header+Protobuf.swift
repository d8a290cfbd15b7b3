package import Wire

extension Header {
    /// The Header message.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.message(field: 1, version)
        writer.string(field: 2, chainID)
        writer.int64(field: 3, height)
        writer.message(field: 4, time.protobuf)
        writer.message(field: 5, lastBlockID.protobuf)
        writer.bytes(field: 6, lastCommitHash)
        writer.bytes(field: 7, dataHash)
        writer.bytes(field: 8, validatorsHash)
        writer.bytes(field: 9, nextValidatorsHash)
        writer.bytes(field: 10, consensusHash)
        writer.bytes(field: 11, appHash)
        writer.bytes(field: 12, lastResultsHash)
        writer.bytes(field: 13, evidenceHash)
        writer.bytes(field: 14, proposerAddress)
        return writer.bytes
    }

    /// Reads the Header message; refuses any other encoding than CometBFT's own.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        self.init(chainID: "", height: 0, time: .epoch)
        versionBlock = 0
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            try read(field)
        }
        try ProtobufError.requireCanonical(bytes, protobuf, "header")
    }

    private mutating func read(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: try readVersion(try field.bytes())
        case 2: chainID = try field.string()
        case 3: height = try field.int64()
        case 4: time = try Timestamp(protobuf: try field.bytes())
        case 5: lastBlockID = try BlockID(protobuf: try field.bytes())
        case 6: lastCommitHash = try field.bytes()
        case 7: dataHash = try field.bytes()
        case 8: validatorsHash = try field.bytes()
        case 9: nextValidatorsHash = try field.bytes()
        case 10: consensusHash = try field.bytes()
        case 11: appHash = try field.bytes()
        case 12: lastResultsHash = try field.bytes()
        case 13: evidenceHash = try field.bytes()
        case 14: proposerAddress = try field.bytes()
        default: throw .unknownField(field, in: "header")
        }
    }

    private mutating func readVersion(_ bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: versionBlock = try field.uint64()
            case 2: versionApp = try field.uint64()
            default: throw .unknownField(field, in: "version")
            }
        }
    }
}
