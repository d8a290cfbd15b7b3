package import Wire

/// InitChain: the genesis of a chain, told to an application that is at height 0.
package enum ABCIInitChain {
    /// RequestInitChain: what genesis says.
    package struct Question: ABCIMessage {
        /// The time of genesis.
        package var time = Timestamp.goZero
        /// The chain's name.
        package var chainID = ""
        /// The parameters that the chain begins with.
        package var consensusParams: ABCIConsensusParams?
        /// The validators that the chain begins with.
        package var validators: [ABCIValidatorUpdate] = []
        /// The application's own part of genesis: the bytes of its JSON.
        package var appStateBytes: [UInt8] = []
        /// The height of the first block.
        package var initialHeight: Int64 = 0

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: time = try field.time()
            case 2: chainID = try field.text()
            case 3: try field.merge(into: &consensusParams)
            case 4: validators.append(try field.message())
            case 5: appStateBytes = try field.bytes()
            case 6: initialHeight = try field.int64()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.time(field: 1, time)
            writer.string(field: 2, chainID)
            writer.ifPresent(field: 3, consensusParams)
            writer.each(field: 4, validators)
            writer.bytes(field: 5, appStateBytes)
            writer.int64(field: 6, initialHeight)
        }
    }

    /// ResponseInitChain: what the application would rather begin with.
    package struct Answer: ABCIMessage {
        /// Other parameters; nil keeps those of genesis.
        package var consensusParams: ABCIConsensusParams?
        /// Other validators; none keeps those of genesis.
        package var validators: [ABCIValidatorUpdate] = []
        /// The application's hash for the first header; empty keeps that of genesis.
        package var appHash: [UInt8] = []

        package init() {}

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: try field.merge(into: &consensusParams)
            case 2: validators.append(try field.message())
            case 3: appHash = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.ifPresent(field: 1, consensusParams)
            writer.each(field: 2, validators)
            writer.bytes(field: 3, appHash)
        }
    }
}
