package import Evidence
package import Wire

/// The upstream state machine: which gateways there are, and what of their journals is recorded.
///
/// Deterministic: the state follows from the genesis state and the transactions of the blocks, and
/// from nothing else. It is a value; a copy is a snapshot. A block goes through `prepareProposal`
/// (at its proposer only) and `finalizeBlock`; `checkTx` looks at what comes in between.
package struct IntakeLedger: Sendable {
    /// The chain whose batches it takes.
    package let chainID: String
    /// The height of the last block; 0 before the first.
    package private(set) var height: Int64 = 0

    let registry: [String: GatewayRegistration]
    let schema: LedgerSchema
    /// The gateways in the order of their leaves.
    let gateways: [String]
    var chains: [String: RecordedChain]
    private(set) var log = EntryLog()
    /// The state after some of the last blocks, for queries.
    private(set) var snapshots = Snapshots()
    var seen = SeenBatches()
    private let registryPart: LedgerRoots.Part
    private let schemaPart: LedgerRoots.Part

    /// The state before the first block of a chain.
    ///
    /// When a gateway stands in the genesis state twice, its first registration counts.
    package init(chainID: String, genesis: LedgerGenesis) {
        self.chainID = chainID
        registry = Dictionary(
            genesis.gateways.map { ($0.gateway, $0) }, uniquingKeysWith: { first, _ in first })
        let ordered = registry.values.sorted(by: GatewayRegistration.inOrder)
        gateways = ordered.map(\.gateway)
        chains = registry.mapValues { _ in RecordedChain() }
        schema = genesis.schema
        registryPart = LedgerRoots.Part(
            root: MerkleTree.root(of: ordered.map(\.leaf)), count: UInt64(ordered.count))
        schemaPart = LedgerRoots.Part(root: schema.digest, count: schema.version)
        snapshots.keep(snapshot)
    }

    /// What the next header carries: the hash over all of the state.
    package var appHash: Digest { (snapshots.newest ?? snapshot).roots.appHash }

    /// How far a gateway's journal is recorded; nil for one that is not registered.
    package func head(of gateway: String) -> ChainLink? {
        chains[gateway]?.head
    }

    /// Executes the transactions of a block, in their order, and gives a result for each.
    ///
    /// Heights go up one by one. A refused transaction changes nothing.
    package mutating func finalizeBlock(
        height: Int64, transactions: [[UInt8]]
    ) -> [LedgerResult] {
        precondition(height == self.height + 1, "block \(height) after block \(self.height)")
        self.height = height
        let results = transactions.map { execute($0) }
        forgetPending()
        seen.forget(transactions)
        let keepsState = results.allSatisfy { $0.code != .accepted }
        snapshots.keep(keepsState ? snapshots.newest?.at(height) ?? snapshot : snapshot)
        return results
    }

    private mutating func execute(_ bytes: [UInt8]) -> LedgerResult {
        let judgement = judge(bytes, height: height, withPending: false)
        if let addition = judgement.addition {
            chains[addition.gateway]?.append(addition.digests)
            log.append(addition.digests)
        }
        return judgement.result
    }

    /// The state as queries and the hash see it.
    private var snapshot: Snapshot {
        let heads = gateways.map { gateway in
            HeadProof.Head(gateway: gateway, link: chains[gateway]?.head ?? .start)
        }
        let headsPart = LedgerRoots.Part(
            root: MerkleTree.root(of: heads.map(\.bytes)), count: UInt64(heads.count))
        let roots = LedgerRoots(
            registry: registryPart, heads: headsPart,
            log: LedgerRoots.Part(root: log.root, count: log.size), schema: schemaPart)
        return Snapshot(height: height, heads: heads, roots: roots)
    }
}
