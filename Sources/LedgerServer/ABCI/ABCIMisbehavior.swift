package import Wire

/// Misbehavior: proof stands on the chain that a validator cheated.
package struct ABCIMisbehavior: ABCIMessage {
    /// MisbehaviorType: how it cheated.
    ///
    /// Numbers that are not named here are kept.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The number in the message.
        package let rawValue: Int32

        /// Not said.
        package static let unknown = Kind(rawValue: 0)
        /// It voted twice in one round.
        package static let duplicateVote = Kind(rawValue: 1)
        /// It signed another chain for light clients.
        package static let lightClientAttack = Kind(rawValue: 2)

        package init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// How it cheated.
    package var kind = Kind.unknown
    /// Who it was.
    package var validator = ABCIValidator()
    /// At which height.
    package var height: Int64 = 0
    /// The time of that height.
    package var time = Timestamp.goZero
    /// The power of all validators of that height together.
    package var totalVotingPower: Int64 = 0

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: kind = try field.choice()
        case 2: try field.merge(into: &validator)
        case 3: height = try field.int64()
        case 4: time = try field.time()
        case 5: totalVotingPower = try field.int64()
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.choice(field: 1, kind)
        writer.always(field: 2, validator)
        writer.int64(field: 3, height)
        writer.time(field: 4, time)
        writer.int64(field: 5, totalVotingPower)
    }
}
