import Delivery
import Evidence
import Intake
import JournalStore
import LightClients
import UpstreamNodes
import WeighpostVerify
import Wire

/// Runs the errands of delivery: signs, sends, looks up, proves, stores receipts.
///
/// What to do is the machine's decision; each errand ends in one event for it.
actor DeliveryDesk {
    let journal: SQLiteJournal
    let trust: HeaderTrust
    let keys: GatewayKeys
    let gateway: String
    let chainID: String
    let clock: SiteClock
    let nodes: [any UpstreamNode]
    let report: @Sendable (GatewayEvent) -> Void
    var choice: NodeChoice
    /// Why a proof waited last.
    var waitsFor = ""
    /// Proofs that wait for their receipts to be stored.
    var proofs: [BatchID: BatchProof] = [:]

    init(
        journal: SQLiteJournal, trust: HeaderTrust, keys: GatewayKeys, gateway: String,
        chainID: String, clock: SiteClock, nodes: [any UpstreamNode],
        report: @escaping @Sendable (GatewayEvent) -> Void
    ) {
        (self.journal, self.trust, self.keys, self.gateway) = (journal, trust, keys, gateway)
        (self.chainID, self.clock, self.nodes, self.report) = (chainID, clock, nodes, report)
        choice = NodeChoice(of: nodes.count)
    }

    /// Looks how far the nodes are; away only when none of them is of use.
    ///
    /// One that goes on is enough. Where the one asked first stands still, the others are looked at
    /// too, and the one that is furthest counts from then on.
    func watch() async -> DeliveryMachine.Event {
        var best: (place: Int, height: Int64)?
        var trouble = ""
        for place in choice.round {
            do throws(UpstreamError) {
                let height = try await height(of: nodes[place])
                if best.map({ height > $0.height }) ?? true { best = (place, height) }
                if choice.isProgress(height) { break }
            } catch {
                if trouble.isEmpty { trouble = error.message }
            }
        }
        guard let best else { return .nodeAway(reason: trouble) }
        choice.settle(at: best.place, height: best.height)
        return .nodeReachable(height: best.height)
    }

    /// The node that was seen last, by name.
    var seen: String { nodes[choice.round[0]].name }

    /// The height of a node that belongs to the chain and keeps up with it.
    private func height(of node: any UpstreamNode) async throws(UpstreamError) -> Int64 {
        let status = try await node.status()
        guard status.node.network == chainID else {
            throw UpstreamError(
                .malformed,
                "\(node.name) is a node of chain '\(status.node.network)', and '\(chainID)' is "
                    + "configured")
        }
        guard !status.sync.isCatchingUp else {
            throw UpstreamError(
                .notOffered,
                "\(node.name) is catching up, at height \(status.sync.latest.height)")
        }
        return status.sync.latest.height
    }

    var node: any UpstreamNode { nodes[choice.asked] }

    /// Runs one errand to its end; nil for an action that has no answer.
    func perform(_ action: DeliveryMachine.Action) async throws -> DeliveryMachine.Event? {
        switch action {
        case .plan(let batch): return try await sign(batch)
        case .send(let id, let attempt): return try await send(id, attempt: attempt)
        case .lookUp(let id): return try await lookUp(id)
        case .prove(let id, let height): return try await prove(id, height: height)
        case .storeReceipts(let id, let height):
            return try await storeReceipts(id, height: height)
        case .store(let id, let state):
            try await journal.set(state, of: id)
            return nil
        case .proveHead: return try await proveHead()
        case .report(let happening):
            report(GatewayEvent(happening))
            return nil
        case .wakeAt: return nil
        }
    }

    private func sign(_ plan: PlannedBatch) async throws -> DeliveryMachine.Event {
        let (range, signer) = try await signer(of: plan.entries)
        let entries = try await journal.entries(range)
        let withheld =
            signer == nil
            ? Set(range)
            : try await journal.withheld(range).union(plan.digestsOnly)
                // The ledger follows the gateway's key by these: as a digest nobody could.
                .subtracting(await leading(among: entries))
        guard let first = entries.first else {
            return .notSigned(plan.id, reason: "entry \(plan.first) is not in the journal")
        }
        let items = BatchCutting.items(of: entries, withheld: withheld)
        let before = ChainLink(seq: first.seq - 1, digest: first.prev)
        let key = if let signer { signer } else { try keys.current(of: await journal.keys) }
        let batch: Batch
        do {
            var generator = SystemRandomNumberGenerator()
            batch = try Batch.make(
                items, chainID: chainID, gateway: gateway, after: before,
                validUntil: plan.validUntil, key: key,
                id: UUIDv7(milliseconds: clock.wall().seconds * 1000, using: &generator))
        } catch {
            return .notSigned(plan.id, reason: error.message)
        }
        let stored = StoredBatch(
            id: plan.id, first: batch.header.first, last: batch.header.last,
            txHash: batch.txHash, validUntil: plan.validUntil, state: .signed)
        try await journal.store(stored, tx: batch.bytes)
        // Bytes and hash are durable before the first sending: a crash sends the same ones.
        CrashPoint.batchStored.pass()
        report(.signed(plan.id, batch))
        return .signed(plan.id, last: batch.header.last, txHash: batch.txHash)
    }

    /// The entries by which the ledger follows the gateway's key.
    private func leading(among entries: [JournalEntry]) async -> [UInt64] {
        let history = await journal.keys
        return entries.filter { $0.body.kind == .key && history.isLast(ofKey: $0.seq) }
            .map(\.seq)
    }

    /// As many of the entries as one key has signed, and that key.
    ///
    /// Nil where the box no longer has it: then they travel as their digests, under the current key.
    private func signer(
        of entries: ClosedRange<UInt64>
    ) async throws -> (ClosedRange<UInt64>, SigningKey?) {
        let history = await journal.keys
        let last = history.end(ofKeyAt: entries.lowerBound) ?? entries.upperBound
        return (
            entries.lowerBound...min(last, entries.upperBound),
            keys.privateKey(of: history.key(for: entries.lowerBound))
        )
    }

    private func send(_ id: BatchID, attempt: Int) async throws -> DeliveryMachine.Event {
        guard let bytes = try await journal.transaction(of: id) else {
            return .sendAnswered(id, .unknown(reason: "batch \(id) is not stored"))
        }
        let answer = await nodes[choice.sending(id)].send(bytes)
        CrashPoint.batchSent.pass()
        report(.sent(id, attempt: attempt, answer))
        return .sendAnswered(id, answer)
    }

    private func lookUp(_ id: BatchID) async throws -> DeliveryMachine.Event {
        guard let batch = try await journal.batch(id) else { return .lookedUp(id, .notFound) }
        let answer = await node.lookUp(batch.txHash)
        if case .found = answer {
            CrashPoint.batchIncluded.pass()
        } else {
            choice.goOn()
            if case .away(let reason) = answer {
                tell("batch \(id) was sent; whether it is recorded cannot be asked", reason, id)
            }
        }
        return .lookedUp(id, answer)
    }

    /// How far the ledger has this journal, proven under a verified header.
    private func proveHead() async throws -> DeliveryMachine.Event {
        let node = self.node
        // An old head is proven as well as the newest: the next question goes to another node.
        defer { choice.goOn() }
        do {
            let answer = try await node.query(
                "/head", data: Array(gateway.utf8), height: nil)
            guard let operation = answer.proof?.first(where: { $0.type == HeadProof.operation })
            else { return .headNotProven(.away(reason: "\(node.name) shows no proof")) }
            let proof = try HeadProof(value: answer.value, data: operation.data)
            let path = try await trust.path(to: answer.height + 1, by: node)
            guard let header = path.headers.last else { return .headNotProven(.notYet) }
            try proof.verify(gateway: gateway, appHash: header.header.appHash)
            let link = proof.head.link
            guard try await isOurs(link) else {
                return .headNotProven(
                    .refuted(reason: "entry \(link.seq) upstream is not this journal's"))
            }
            return .headProven(seq: link.seq, height: answer.height)
        } catch let error as EvidenceError {
            return .headNotProven(.refuted(reason: error.message))
        } catch let error as UpstreamError {
            return .headNotProven(ProofFailure(error))
        } catch let error as TrustFailure {
            return .headNotProven(error.failure)
        }
    }

    private func isOurs(_ link: ChainLink) async throws -> Bool {
        guard link.seq > 0 else { return link == .start }
        return try await journal.entries(link.seq...link.seq).first?.digest == link.digest
    }
}
