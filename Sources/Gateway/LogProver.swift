import Delivery
package import Evidence
import Intake
import JournalStore
import LightClients
import SystemService
import UpstreamNodes
import WeighpostVerify
import Wire

/// Proves an entry of the journal anew: by the ledger's log as it is now, under an anchor that is
/// fresh now.
///
/// For receipts that outlive their trusting period. It keeps a trust store of its own in `scratch`,
/// so that it works beside a running agent.
package struct LogProver: Sendable {
    private let configuration: Configuration
    private let scratch: String

    package init(_ configuration: Configuration, scratch: String) {
        (self.configuration, self.scratch) = (configuration, scratch)
    }

    /// The receipt of an entry; `isDigest` leaves the entry itself out.
    ///
    /// Throws `GatewayError`, or `UpstreamError` and `EvidenceError` with what a node showed.
    package func prove(_ seq: UInt64, isDigest: Bool) async throws -> LogReceipt {
        let reader = try JournalReader(configuration.state)
        guard let bytes = try reader.entry(seq) else {
            throw GatewayError(.journalUnavailable, "there is no entry \(seq) in the journal")
        }
        if let open = try reader.openDivergences().first {
            throw GatewayError(
                .unreachable, "\(open.words); nothing is proven until 'weighpost chain trust'")
        }
        let entry = try JournalEntry(decoding: bytes)
        let client = NodeClient()
        do {
            let history = try reader.keys(trusted: try configuration.verifyingKey())
            let receipt = try await prove(
                entry, by: history.key(for: seq), isDigest: isDigest,
                anchors: try reader.anchors().map(\.anchor), client)
            await client.shutdown()
            return receipt
        } catch let error as TrustFailure {
            await client.shutdown()
            throw GatewayError(.unreachable, "\(error.failure.words)")
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func prove(
        _ entry: JournalEntry, by key: VerifyingKey, isDigest: Bool, anchors: [Anchor],
        _ client: NodeClient
    ) async throws -> LogReceipt {
        var upstream = configuration.upstream
        upstream.anchor = anchors.last ?? upstream.anchor
        let (keys, clock) = (try GatewayKeys(configuration.keys), SystemClock().siteClock)
        let trust = HeaderTrust(
            journal: try SQLiteJournal(
                folder: scratch, gateway: configuration.gateway, key: keys.signing.publicKey,
                storeKey: keys.store),
            upstream: upstream, clock: clock,
            witnesses: upstream.witnesses.witnesses.map {
                CometBFTNode(url: $0.url, client: client)
            }, report: { _ in }, record: { _ in })
        var last: any Error = GatewayError(.unreachable, "no node is configured")
        for url in upstream.nodes {
            let node = CometBFTNode(url: url, client: client)
            do {
                let (height, proof) = try await logProof(of: entry, by: node)
                let path = try await trust.path(to: height + 1, by: node)
                let receipt = LogReceipt(
                    of: isDigest ? .digest(entry.digest) : .entry(entry.bytes),
                    proof: proof, trail: path.headers,
                    key: key,
                    statement: Receipt.Statement(
                        witnesses: path.witnesses, isContinuity: path.isContinuity,
                        provenAt: clock.wall().seconds))
                guard let receipt, let header = path.headers.last else { continue }
                try receipt.verify(appHash: header.header.appHash)
                return receipt
            } catch {
                last = error
            }
        }
        throw last
    }

    /// The proof under the newest state whose next header is there already.
    private func logProof(
        of entry: JournalEntry, by node: CometBFTNode
    ) async throws -> (height: Int64, proof: LogProof) {
        let newest = try await node.status().sync.latest.height
        let answer = try await node.query(
            "/log", data: entry.digest.bytes, height: max(1, newest - 1))
        guard let step = answer.proof?.first(where: { $0.type == LogProof.operation }) else {
            throw EvidenceError(
                "\(node.name) has no proof of entry \(entry.seq): \(answer.log); it may have been "
                    + "recorded or restarted just now, so ask again in a moment")
        }
        return (answer.height, try LogProof(data: step.data))
    }
}
