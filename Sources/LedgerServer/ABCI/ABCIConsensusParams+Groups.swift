package import Wire

extension ABCIConsensusParams {
    /// BlockParams: the size of blocks.
    package struct Block: ABCIMessage {
        /// The most bytes a block may have; -1 for the most that CometBFT allows.
        package var maxBytes: Int64 = 0
        /// The most gas a block may use; -1 for no limit.
        package var maxGas: Int64 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: maxBytes = try field.int64()
            case 2: maxGas = try field.int64()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.int64(field: 1, maxBytes)
            writer.int64(field: 2, maxGas)
        }
    }

    /// EvidenceParams: how long evidence counts.
    package struct Evidence: ABCIMessage {
        /// For how many blocks it counts.
        package var maxAgeNumBlocks: Int64 = 0
        /// For how long it counts; always written, to the nanosecond.
        package var maxAgeDuration = Duration.zero
        /// The most bytes of evidence in one block.
        package var maxBytes: Int64 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: maxAgeNumBlocks = try field.int64()
            case 2: maxAgeDuration = try Duration(protobuf: try field.bytes())
            case 3: maxBytes = try field.int64()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.int64(field: 1, maxAgeNumBlocks)
            writer.message(field: 2, maxAgeDuration.protobuf)
            writer.int64(field: 3, maxBytes)
        }
    }

    /// ValidatorParams: which validators may be.
    package struct Validator: ABCIMessage {
        /// The kinds of keys, such as `ed25519`.
        package var pubKeyTypes: [String] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { pubKeyTypes.append(try field.text()) }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.each(field: 1, pubKeyTypes)
        }
    }

    /// VersionParams: the version of the application's rules.
    package struct Version: ABCIMessage {
        /// The version, as it goes into every header.
        package var app: UInt64 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { app = try field.uint64() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.varint(field: 1, app)
        }
    }

    /// ABCIParams: what of ABCI is in use.
    package struct ABCI: ABCIMessage {
        /// The height from which votes carry extensions; 0 for never.
        package var voteExtensionsEnableHeight: Int64 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            if field.number == 1 { voteExtensionsEnableHeight = try field.int64() }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.int64(field: 1, voteExtensionsEnableHeight)
        }
    }

    /// A group of parameters that only some lines of CometBFT have, as bytes.
    package struct LaterGroup: Hashable, Sendable {
        /// The number of its field, from 6 on.
        package let number: Int
        /// The bytes of its message.
        package let bytes: [UInt8]

        /// A group; nil for the number of a known group or one that no field can have.
        package init?(number: Int, bytes: [UInt8]) {
            guard (6..<1 << 29).contains(number) else { return nil }
            (self.number, self.bytes) = (number, bytes)
        }
    }
}
