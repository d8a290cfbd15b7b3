import LightClients
import Wire

/// The chain somebody trusts, and the block where that trust begins.
///
/// Comes from a person, a contract or a signed checkpoint: never from what is verified.
public struct ChainTrust: Hashable, Sendable {
    /// The chain's id.
    public let chainID: String
    /// The height of the block where trust begins.
    public let height: Int64
    /// The hash of that block's header, 32 bytes.
    public let hash: [UInt8]
    /// How long a header can be relied on, in seconds from its time.
    public let trustingPeriodSeconds: Int64
    /// Whether every step has to rest on more than two thirds of the validators trusted before it.
    ///
    /// Without it a third is enough where headers are skipped, as light clients have it that ask
    /// witnesses: then a third of the validators can make a set up that nobody elected. The report
    /// says where a way needed that.
    public let isStrict: Bool
    let anchor: Anchor

    /// 90 days, what operators of nodes are asked to cover with their deposits.
    public static let usualPeriodSeconds: Int64 = 90 * 86_400

    /// Trust in a chain; nil unless the hash has 32 bytes and the height is positive.
    public init?(
        chainID: String, height: Int64, hash: [UInt8],
        trustingPeriodSeconds: Int64 = ChainTrust.usualPeriodSeconds, isStrict: Bool = false
    ) {
        guard let digest = Digest(hash), height > 0 else { return nil }
        (self.chainID, self.height, self.hash) = (chainID, height, hash)
        (self.trustingPeriodSeconds, self.isStrict) = (trustingPeriodSeconds, isStrict)
        anchor = Anchor(height: height, hash: digest)
    }

    /// The options under which the age of the anchor is judged.
    var options: TrustOptions {
        TrustOptions(chainID: chainID, trustingPeriodSeconds: trustingPeriodSeconds)
    }

    /// The same without an end of trust, by a share of the validators: what an archive is checked with.
    func endless(_ level: TrustLevel) -> TrustOptions {
        TrustOptions(chainID: chainID, trustLevel: level, trustingPeriodSeconds: .max)
    }
}
