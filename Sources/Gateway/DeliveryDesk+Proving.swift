import Delivery
import Evidence
import Intake
import JournalStore
import LightClients
import UpstreamNodes
import WeighpostVerify
import Wire

extension DeliveryDesk {
    /// The block, the transaction in it, the header after, and the ledger's answer: all verified.
    func prove(_ id: BatchID, height: Int64) async throws -> DeliveryMachine.Event {
        guard let stored = try await journal.batch(id),
            let bytes = try await journal.transaction(of: id)
        else { return .proofFailed(id, .away(reason: "batch \(id) is not stored")) }
        let node = self.node
        do {
            let batch = try Batch(decoding: bytes)
            do {
                return try await prove(stored, batch, height: height, by: node)
            } catch let error as TrustFailure where error.isTooFar {
                return try await proveByLog(stored, batch, height: height, by: node)
            }
        } catch let error as UpstreamError {
            return .proofFailed(id, told(ProofFailure(error), id))
        } catch let error as TrustFailure {
            return .proofFailed(id, told(error.failure, id))
        } catch let error as EvidenceError {
            return .proofFailed(id, told(.refuted(reason: error.message), id))
        }
    }

    private func prove(
        _ stored: StoredBatch, _ batch: Batch, height: Int64, by node: any UpstreamNode
    ) async throws -> DeliveryMachine.Event {
        let id = stored.id
        let shown = try await node.tx(stored.txHash)
        guard shown.height == height else {
            return .proofFailed(
                id,
                told(
                    .refuted(
                        reason: "\(node.name) has it in block \(shown.height), and block \(height) "
                            + "was named before"), id))
        }
        guard let inclusion = shown.proof else { return .proofFailed(id, told(.notYet, id)) }
        let results = try await node.blockResults(height)
        let path = try await trust.path(
            to: height + 1, orSoonAbove: highest(from: stored).map { $0 + 1 }, by: node)
        guard let next = path.headers.last else { return .proofFailed(id, told(.notYet, id)) }
        let header = try await trust.previous(of: next, by: node)
        let verdict = DeliveryProof.check(
            txHash: stored.txHash, inclusion: inclusion, results: results, header: header,
            next: next)
        switch verdict {
        case .refuted(let reason): return .proofFailed(id, told(.refuted(reason: reason), id))
        case .success(let proven):
            if LedgerAnswer(rawValue: proven.code)?.isSettled == true {
                try Self.check(proven.data, isOf: batch)
            }
            proofs[id] = .block(proven, path)
            waitsFor = ""
            report(.proven(id, proven, path.headers))
            CrashPoint.batchProven.pass()
            return .proven(id, height: proven.height, code: proven.code, data: proven.data)
        }
    }

    /// The ledger names what it recorded: another batch than this one was not this one.
    private static func check(_ data: [UInt8], isOf batch: Batch) throws {
        let said = try AcceptanceData(decoding: data)
        guard said.gateway.utf8.elementsEqual(batch.header.gateway.utf8),
            said.first == batch.header.first, said.last == batch.header.last,
            said.after == batch.header.after,
            said.root == batch.header.root
        else {
            throw EvidenceError("the ledger's answer is not about this batch: \(said)")
        }
    }

    /// The highest block of this batch and the later ones that wait for their proof: one update may
    /// serve them all.
    private func highest(from stored: StoredBatch) async throws -> Int64? {
        try await journal.batches(beyond: stored.last - 1).compactMap { batch in
            if case .included(let height) = batch.state { height } else { nil }
        }.max()
    }

    /// The ledger's log has every entry of the batch, under the newest header.
    ///
    /// For a block too far below what is trusted: a box that was away for longer than its trust
    /// lasts begins anew far above the batches that it left on their way.
    private func proveByLog(
        _ stored: StoredBatch, _ batch: Batch, height: Int64, by node: any UpstreamNode
    ) async throws -> DeliveryMachine.Event {
        let key = await journal.keys.key(for: batch.header.first)
        var receipts: [LogReceipt] = []
        var state: (height: Int64, path: TrustedPath)?
        for (seq, item) in zip(batch.header.first..., batch.items) {
            let (height, proof) = try await node.logProof(
                of: gateway, seq, at: state?.height)
            let path: TrustedPath
            if let state {
                path = state.path
            } else {
                path = try await trust.path(to: height + 1, by: node)
            }
            state = (height, path)
            guard let header = path.headers.last,
                let receipt = LogReceipt(
                    of: item, proof: proof, trail: path.headers, key: key,
                    statement: await trust.statement(path))
            else { return .proofFailed(stored.id, told(.notYet, stored.id)) }
            try receipt.verify(as: seq, of: gateway, appHash: header.header.appHash)
            receipts.append(receipt)
        }
        // Not the block that a node has named: the one that the ledger names.
        guard let recordedAt = receipts.last?.proof.entry.height else {
            return .proofFailed(stored.id, told(.notYet, stored.id))
        }
        proofs[stored.id] = .log(receipts)
        waitsFor = ""
        report(.provenByLog(stored.id, at: state?.height ?? height))
        return .proven(
            stored.id, height: recordedAt, code: LedgerAnswer.accepted.rawValue, data: [])
    }

    /// Tells why a proof waits, when that is news, and lets the next question go to another node,
    /// which may have what this one has not, or lies about.
    private func told(_ failure: ProofFailure, _ id: BatchID) -> ProofFailure {
        choice.goOn()
        switch failure {
        case .away(let reason), .waits(let reason):
            tell("batch \(id) is recorded, says the node; its proof waits", reason, id)
        case .notYet, .refuted: break
        }
        return failure
    }

    /// Tells that a batch waits, and why, when that is another reason than before.
    func tell(_ words: String, _ reason: String, _ id: BatchID) {
        guard reason != waitsFor else { return }
        waitsFor = reason
        report(
            GatewayEvent(
                "batch.waits", "\(words): \(reason)", [("batch", .number(id.number))],
                level: .warning))
    }

    func storeReceipts(_ id: BatchID, height: Int64) async throws -> DeliveryMachine.Event {
        guard let proof = proofs.removeValue(forKey: id),
            let bytes = try await journal.transaction(of: id)
        else { return .receiptsNotStored(id, reason: "its proof is no longer at hand") }
        do {
            let batch = try Batch(decoding: bytes)
            let receipts = await receipts(of: batch, proof).enumerated().map {
                (seq: batch.header.first + UInt64($0.offset), bytes: $0.element)
            }
            try await journal.deliver(id, height: height, receipts: receipts)
            CrashPoint.receiptsStored.pass()
            return .receiptsStored(id)
        } catch let error as EvidenceError {
            return .receiptsNotStored(id, reason: error.message)
        }
    }

    /// The bytes of the receipts, in the order of the batch's entries.
    private func receipts(of batch: Batch, _ proof: BatchProof) async -> [[UInt8]] {
        switch proof {
        case .log(let receipts): return receipts.map(\.bytes)
        case .block(let proven, let path):
            return Receipt.all(
                in: batch, answer: proven.answer, trail: path.headers,
                key: await journal.keys.key(for: batch.header.first),
                statement: await trust.statement(path)
            ).map(\.bytes)
        }
    }
}
