package import Evidence
package import LightClients
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

    /// Gateways, allow-list and policy.
    var registry: Registry
    var chains: [String: RecordedChain]
    private(set) var log = EntryLog()
    /// The state after some of the last blocks, for queries.
    private(set) var snapshots = Snapshots()
    var seen = SeenBatches()
    /// How signatures are gone through; results are the same with every checker.
    package var checker = SignatureChecker.oneByOne
    /// Resolutions in the mempool, by what is resolved.
    var pendingResolutions: Set<Digest> = []

    /// The state before the first block of a chain.
    ///
    /// When a gateway stands in the genesis state twice, its first registration counts. The first
    /// block has `initialHeight`.
    package init(chainID: String, genesis: LedgerGenesis, initialHeight: Int64 = 1) {
        precondition(initialHeight > 0, "no chain begins at \(initialHeight)")
        self.init(
            chainID: chainID, height: initialHeight - 1,
            registry: Registry(
                genesis.gateways, schema: genesis.schema,
                policy: LedgerPolicy(authorities: genesis.authorities)))
        snapshots.keep(snapshot)
    }

    private init(chainID: String, height: Int64, registry: Registry) {
        (self.chainID, self.height, self.registry) = (chainID, height, registry)
        chains = registry.gateways.mapValues { _ in RecordedChain() }
    }

    /// What the next header carries: the hash over all of the state.
    package var appHash: Digest { roots.appHash }

    /// The height of the next block.
    package var next: Int64 { height + 1 }

    /// How far a gateway's journal is recorded; nil for one that is not registered.
    package func head(of gateway: String) -> ChainLink? {
        chains[gateway]?.head
    }

    /// Executes the transactions of a block, in their order.
    ///
    /// Heights go up one by one. A refused transaction changes nothing.
    package mutating func finalizeBlock(
        height: Int64, transactions: [[UInt8]]
    ) -> BlockOutcome {
        precondition(height == self.height + 1, "block \(height) after block \(self.height)")
        self.height = height
        beginBlock()
        look(at: transactions)
        var (results, recorded) = ([LedgerResult](), [BlockOutcome.Recorded]())
        var evidence: [Int] = []
        for (place, transaction) in transactions.enumerated() {
            let judgement = judge(transaction, height: height, withPending: false, place: place)
            results.append(judgement.result)
            switch judgement.effect {
            case .none: break
            case .records(let addition):
                for entry in addition.entries(at: height) {
                    chains[addition.gateway]?.append(entry, at: log.size)
                    log.append(entry)
                }
                if let key = addition.nextKey {
                    registry.rotate(addition.gateway, to: key, after: addition.last)
                }
                recorded.append(addition)
            case .catches(let gateway, let fork):
                registry.policy.forks[gateway] = fork
                evidence.append(place)
            case .resolves(let registry):
                take(registry)
                evidence.append(place)
            }
        }
        seen.forget(transactions)
        registry.arrange()
        let keepsState = recorded.isEmpty && evidence.isEmpty
        snapshots.keep(keepsState ? snapshots.newest?.at(height) ?? snapshot : snapshot)
        return BlockOutcome(results: results, recorded: recorded, evidence: evidence)
    }

    /// Takes another registry; what was seen before has to be judged anew.
    mutating func take(_ registry: Registry) {
        self.registry = registry
        seen = SeenBatches()
        for gateway in registry.gateways.keys where chains[gateway] == nil {
            chains[gateway] = RecordedChain()
        }
    }

    /// The state as queries and the hash see it.
    var snapshot: Snapshot {
        let heads = registry.ordered.map { gateway in
            HeadProof.Head(gateway: gateway, link: chains[gateway]?.head ?? .start)
        }
        let headsPart = LedgerRoots.Part(
            root: MerkleTree.root(of: heads.map(\.bytes)), count: UInt64(heads.count))
        let roots = LedgerRoots(
            registry: registry.part, heads: headsPart,
            log: LedgerRoots.Part(root: log.root, count: log.size),
            schema: registry.schemaPart, policy: registry.policy.part(of: chainID))
        return Snapshot(height: height, heads: heads, roots: roots)
    }
}

extension IntakeLedger {
    /// Everything but the journals: `[chain id, height, gateways, allow-list, policy]`.
    package var stateBytes: [UInt8] {
        let gateways = registry.ordered.compactMap { registry[$0] }.map { CBOR.bytes($0.leaf) }
        return CBOR.array([
            .text(chainID), .int(height), .array(gateways), registry.schema.cbor,
            registry.policy.cbor,
        ]).encoded()
    }

    /// The transactions that a state of `stateBytes` names: what the authorities decided, in its order,
    /// then what shows the forks, by gateway.
    package static func evidence(inState bytes: [UInt8]) throws -> [Digest] {
        try parts(bytes).registry.policy.evidence
    }

    private static func parts(
        _ bytes: [UInt8]
    ) throws -> (chainID: String, height: Int64, registry: Registry) {
        guard let parts = try CBOR(decoding: bytes, limits: .ledgerState).arrayValue,
            parts.count == 5, let chainID = parts[0].textValue, let height = parts[1].int,
            let gateways = parts[2].arrayValue
        else { throw EvidenceError("not the state of a ledger") }
        var registrations: [GatewayRegistration] = []
        for item in gateways { registrations.append(try GatewayRegistration(leaf: item)) }
        let registry = Registry(
            registrations, schema: try LedgerSchema(parts[3]), policy: try LedgerPolicy(parts[4]))
        return (chainID, height, registry)
    }

    /// The state as it was kept: `stateBytes`, and the log, which `log` hands over from its
    /// beginning, entry by entry.
    ///
    /// Compare the `appHash` with the one that was kept beside it.
    package init(
        restoring bytes: [UInt8],
        log: (_ take: (RecordedEntry) throws -> Void) throws -> Void
    ) throws {
        let (chainID, height, registry) = try Self.parts(bytes)
        self.init(chainID: chainID, height: height, registry: registry)
        var (chains, recorded) = (chains, EntryLog())
        try log { entry in
            guard let head = chains[entry.gateway]?.head else {
                throw EvidenceError(
                    "the log has entries of '\(entry.gateway)', who is not registered")
            }
            guard entry.seq == head.next else {
                throw EvidenceError(
                    "entry \(entry.seq) of '\(entry.gateway)' follows entry \(head.seq)")
            }
            chains[entry.gateway]?.append(entry, at: recorded.size)
            recorded.append(entry)
        }
        (self.chains, self.log) = (chains, recorded)
        snapshots.keep(snapshot)
    }
}

extension CBORLimits {
    /// A state is the node's own, and as large as `Registry.isBounded` lets it become.
    fileprivate static let ledgerState = CBORLimits(maximumBytes: 64 << 20, maximumItems: 8 << 20)
}
