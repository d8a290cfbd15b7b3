import Foundation
package import LightClients
import Wire

/// Evidence of an attack on light clients, as somebody sent it to `broadcast_evidence`.
package struct DevEvidence: Sendable, Hashable {
    /// The block that is said to be the attack.
    package let conflicting: UnverifiedLightBlock
    /// The height from which it is judged.
    package let commonHeight: Int64
    /// The validators that are said to have done it.
    package let byzantine: [Validator]
    let totalPower: Int64
    let time: Timestamp

    /// The name under which a node keeps it: the same for other votes on the same block.
    ///
    /// CometBFT 0.38 leaves out the last byte of the block's hash and writes the height zigzag.
    func hash(of block: Digest) -> [UInt8] {
        var bytes = Array(block.bytes.dropLast()) + [0]
        var rest = UInt64(bitPattern: (commonHeight << 1) ^ (commonHeight >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
        return Digest.of(bytes).bytes
    }

    /// What is wrong with it before any block is looked at; nil for nothing.
    var fault: String? {
        let height = conflicting.header.height
        if totalPower <= 0 { return "negative or zero total voting power" }
        if commonHeight <= 0 { return "negative or zero common height" }
        if commonHeight > height {
            return "common height is ahead of the conflicting block height "
                + "(\(commonHeight) > \(height))"
        }
        return nil
    }
}

extension DevEvidence: Decodable {
    private typealias Keys = AttackEvidence.Keys

    /// Reads the JSON of CometBFT's types: names as in Go, 64-bit integers as text.
    package init(from decoder: any Decoder) throws {
        let root = try decoder.container(keyedBy: Keys.self)
        let type = try root.decode(String.self, forKey: .type)
        guard type == "tendermint/LightClientAttackEvidence" else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: root, debugDescription: "no evidence is called \(type)")
        }
        let value = try root.nestedContainer(keyedBy: Keys.self, forKey: .value)
        let block = try value.nestedContainer(keyedBy: Keys.self, forKey: .conflictingBlock)
        let signed = try block.nestedContainer(keyedBy: Keys.self, forKey: .signedHeader)
        let set = try block.nestedContainer(keyedBy: Keys.self, forKey: .validatorSet)
        let members = try set.decode([Validator].self, forKey: .validators)
        // CometBFT's basic check refuses a set without one.
        _ = try set.decode(Validator.self, forKey: .proposer)
        conflicting = UnverifiedLightBlock(
            header: try signed.decode(Header.self, forKey: .header),
            commit: try signed.decode(Commit.self, forKey: .commit),
            validators: ValidatorSet(validators: members), nextValidators: nil)
        commonHeight = try Self.integer(.commonHeight, in: value)
        totalPower = try Self.integer(.totalVotingPower, in: value)
        byzantine =
            try value.decodeIfPresent([Validator].self, forKey: .byzantineValidators) ?? []
        let text = try value.decode(String.self, forKey: .timestamp)
        guard let time = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .timestamp, in: value, debugDescription: "\(text) is no time")
        }
        self.time = time
    }

    private static func integer(
        _ key: Keys, in values: KeyedDecodingContainer<Keys>
    ) throws -> Int64 {
        guard let number = Int64(try values.decode(String.self, forKey: key)) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: values, debugDescription: "no 64-bit integer")
        }
        return number
    }
}
