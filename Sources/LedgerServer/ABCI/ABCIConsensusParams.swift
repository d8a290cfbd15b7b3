package import Wire

/// ConsensusParams: the rules of a chain that its validators agree on (types/params.proto).
///
/// A group that is absent stays as it is on the chain; one that is there replaces all its fields.
package struct ABCIConsensusParams: ABCIMessage {
    /// The size of blocks.
    package var block: Block?
    /// How long evidence counts.
    package var evidence: Evidence?
    /// Which validators may be.
    package var validator: Validator?
    /// The version of the application's rules.
    package var version: Version?
    /// What of ABCI is in use; since 0.38.
    package var abci: ABCI?
    /// Groups from field 6 on, in the order in which they came, as bytes.
    ///
    /// Field 6 is `authority` in 0.39 and 0.40 but `synchrony` in 1.x, and 7 is `feature` in 1.x:
    /// nothing in the message tells which, so what a node wrote is given back as it was.
    package var laterGroups: [LaterGroup] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: try field.merge(into: &block)
        case 2: try field.merge(into: &evidence)
        case 3: try field.merge(into: &validator)
        case 4: try field.merge(into: &version)
        case 5: try field.merge(into: &abci)
        default:
            guard case .bytes(let bytes) = field.value,
                let group = LaterGroup(number: field.number, bytes: bytes)
            else { break }
            laterGroups.append(group)
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.ifPresent(field: 1, block)
        writer.ifPresent(field: 2, evidence)
        writer.ifPresent(field: 3, validator)
        writer.ifPresent(field: 4, version)
        writer.ifPresent(field: 5, abci)
        for group in laterGroups {
            writer.message(field: group.number, group.bytes)
        }
    }
}
