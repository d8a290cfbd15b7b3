/// The ledger's state before its first block.
package struct LedgerGenesis: Hashable, Sendable {
    /// The gateways, in any order.
    package var gateways: [GatewayRegistration]
    /// What may stand in entries.
    package var schema: LedgerSchema

    /// Takes gateways and an allow-list, the first one unless told otherwise.
    package init(gateways: [GatewayRegistration], schema: LedgerSchema = .first) {
        (self.gateways, self.schema) = (gateways, schema)
    }
}

/// Why a genesis state cannot be one, and where.
package struct LedgerGenesisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, by the name of the member.
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    package var description: String { "genesis state: \(message)" }
}
