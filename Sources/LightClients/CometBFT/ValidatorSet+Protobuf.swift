package import Wire

extension ValidatorSet {
    /// The ValidatorSet message without the proposer and priorities, which nothing authenticates.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        for validator in validators {
            writer.message(field: 1, validator.protobuf)
        }
        return writer.bytes
    }

    /// Reads what `protobuf` writes; refuses any other encoding.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        self.init(validators: [])
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            guard field.number == 1 else { throw .unknownField(field, in: "validator set") }
            guard validators.count < ValidatorSet.maximumCount else {
                throw .invalid("a validator set of more than \(ValidatorSet.maximumCount)")
            }
            validators.append(try Validator(protobuf: try field.bytes()))
        }
        try ProtobufError.requireCanonical(bytes, protobuf, "validator set")
    }
}

extension Validator {
    /// The Validator message without its priority.
    var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.bytes(field: 1, address)
        writer.message(field: 2, publicKey.protobuf)
        writer.int64(field: 3, votingPower)
        return writer.bytes
    }

    /// Reads the Validator message.
    init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        var (key, address, power): (ValidatorKey?, [UInt8], Int64) = (nil, [], 0)
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: address = try field.bytes()
            case 2: key = try ValidatorKey(protobuf: try field.bytes())
            case 3: power = try field.int64()
            default: throw .unknownField(field, in: "validator")
            }
        }
        guard let key else { throw .invalid("a validator without a key") }
        self.init(publicKey: key, address: address, votingPower: power)
    }
}
