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
    /// Which node is asked; the next one after a failure.
    private var chosen = 0
    /// Why a proof waited last.
    private var waitsFor = ""
    /// Proofs that wait for their receipts to be stored.
    private var proofs: [BatchID: (proven: DeliveryProof.Proven, path: TrustedPath)] = [:]

    init(
        journal: SQLiteJournal, trust: HeaderTrust, keys: GatewayKeys, gateway: String,
        chainID: String, clock: SiteClock, nodes: [any UpstreamNode],
        report: @escaping @Sendable (GatewayEvent) -> Void
    ) {
        (self.journal, self.trust, self.keys, self.gateway) = (journal, trust, keys, gateway)
        (self.chainID, self.clock, self.nodes, self.report) = (chainID, clock, nodes, report)
    }

    /// Asks the chosen node how far it is; the next one is chosen when it is of no use.
    func watch() async -> DeliveryMachine.Event {
        let node = self.node
        do throws(UpstreamError) {
            let status = try await node.status()
            guard status.node.network == chainID else {
                chosen += 1
                return .nodeAway(
                    reason: "\(node.name) is a node of chain '\(status.node.network)', and "
                        + "'\(chainID)' is configured")
            }
            return .nodeReachable(height: status.sync.latest.height)
        } catch {
            chosen += 1
            return .nodeAway(reason: error.message)
        }
    }

    private var node: any UpstreamNode { nodes[chosen % nodes.count] }

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
            ? Set(range) : try await journal.withheld(range).union(plan.digestsOnly)
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
        let answer = await nodes[(chosen + attempt) % nodes.count].send(bytes)
        CrashPoint.batchSent.pass()
        report(.sent(id, attempt: attempt, answer))
        return .sendAnswered(id, answer)
    }

    private func lookUp(_ id: BatchID) async throws -> DeliveryMachine.Event {
        guard let batch = try await journal.batch(id) else { return .lookedUp(id, .notFound) }
        let answer = await node.lookUp(batch.txHash)
        if case .found = answer { CrashPoint.batchIncluded.pass() }
        return .lookedUp(id, answer)
    }

    /// The block, the transaction in it, the header after, and the ledger's code: all verified.
    private func prove(_ id: BatchID, height: Int64) async throws -> DeliveryMachine.Event {
        guard let batch = try await journal.batch(id) else {
            return .proofFailed(id, .away(reason: "batch \(id) is not stored"))
        }
        let node = self.node
        do {
            let shown = try await node.tx(batch.txHash)
            guard let inclusion = shown.proof else { return .proofFailed(id, .notYet) }
            let results = try await node.blockResults(height)
            let path = try await trust.path(to: height + 1, by: node)
            guard let next = path.headers.last else { return .proofFailed(id, .notYet) }
            let header = try await trust.previous(of: next, by: node)
            let verdict = DeliveryProof.check(
                txHash: batch.txHash, inclusion: inclusion, results: results, header: header,
                next: next)
            switch verdict {
            case .refuted(let reason): return .proofFailed(id, .refuted(reason: reason))
            case .success(let proven):
                proofs[id] = (proven, path)
                waitsFor = ""
                report(.proven(id, proven, path.headers))
                CrashPoint.batchProven.pass()
                return .proven(
                    id, height: proven.height, code: proven.code, data: proven.data)
            }
        } catch let error as UpstreamError {
            return .proofFailed(id, told(ProofFailure(error), id))
        } catch let error as TrustFailure {
            return .proofFailed(id, told(error.failure, id))
        }
    }

    /// Tells why a proof waits, when that is news.
    private func told(_ failure: ProofFailure, _ id: BatchID) -> ProofFailure {
        // Another node may have what this one has not, or lies about.
        if failure != .notYet { chosen += 1 }
        guard case .away(let reason) = failure, reason != waitsFor else { return failure }
        waitsFor = reason
        report(
            GatewayEvent(
                "batch.waits", "batch \(id) is recorded, says the node; its proof waits: \(reason)",
                [("batch", .number(id.number))], level: .warning))
        return failure
    }

    private func storeReceipts(
        _ id: BatchID, height: Int64
    ) async throws -> DeliveryMachine.Event {
        guard let proof = proofs.removeValue(forKey: id),
            let bytes = try await journal.transaction(of: id)
        else { return .receiptsNotStored(id, reason: "its proof is no longer at hand") }
        do {
            let batch = try Batch(decoding: bytes)
            let statement = Receipt.Statement(
                witnesses: proof.path.witnesses, isContinuity: proof.path.isContinuity,
                provenAt: clock.wall().seconds)
            let receipts = Receipt.all(
                in: batch, answer: proof.proven.answer, trail: proof.path.headers,
                key: await journal.keys.key(for: batch.header.first),
                statement: statement
            ).enumerated().map {
                (seq: batch.header.first + UInt64($0.offset), bytes: $0.element.bytes)
            }
            try await journal.deliver(id, height: height, receipts: receipts)
            CrashPoint.receiptsStored.pass()
            return .receiptsStored(id)
        } catch let error as EvidenceError {
            return .receiptsNotStored(id, reason: error.message)
        }
    }

    /// How far the ledger has this journal, proven under a verified header.
    private func proveHead() async throws -> DeliveryMachine.Event {
        let node = self.node
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
