/// The ledger's state before its first block.
package struct LedgerGenesis: Hashable, Sendable {
    /// The gateways, in any order.
    package var gateways: [GatewayRegistration]
    /// What may stand in entries.
    package var schema: LedgerSchema

    /// Who may change either.
    package var authorities: Authorities

    /// Takes gateways, an allow-list, the first one unless told otherwise, and who may change them.
    package init(
        gateways: [GatewayRegistration], schema: LedgerSchema = .first,
        authorities: Authorities = .none
    ) {
        (self.gateways, self.schema, self.authorities) = (gateways, schema, authorities)
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
