package import Evidence
package import Wire

extension IntakeLedger {
    /// The transactions that the state names, as `evidence(inState:)` has them: what the authorities
    /// decided, in its order, then what shows the forks, by gateway.
    package var namedTransactions: [Digest] { registry.policy.evidence }

    /// Whether everything but the journals is what stands under an app hash: the gateways, the
    /// allow-list, and the chain's id with what the authorities decided.
    ///
    /// For a state whose log is not there yet, where the app hash cannot be compared.
    package func hasState(of roots: LedgerRoots) -> Bool {
        let own = self.roots
        return own.registry == roots.registry && own.schema == roots.schema
            && own.policy == roots.policy && own.heads.count == roots.heads.count
    }
}
