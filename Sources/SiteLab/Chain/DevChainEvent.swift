/// What happens on a dev chain.
package enum DevChainEvent: Sendable, Hashable {
    /// A block with transactions was made; the ledger's codes are in their order.
    case block(height: Int64, codes: [UInt32])
    /// A node took evidence that a block of this height is an attack, and of so many validators.
    case evidence(height: Int64, attackers: Int)
    /// The node answers on this port.
    case listening(port: Int)
    /// The second, honest node answers on this port.
    case listeningHonestly(port: Int)
    /// The node answers no longer; blocks go on.
    case away
}
