import Delivery
import Evidence
import Intake
import JournalStore
package import LightClients
import SystemService
import UpstreamNodes
import WeighpostVerify
import Wire

/// Proves an entry of the journal anew, under an anchor that is fresh now.
///
/// For receipts that outlive their trusting period, and for somebody who trusts another block than
/// the box does. It keeps a trust store of its own in `scratch`, so that it works beside a running
/// agent; there it begins with what the agent has verified, or at the anchor that is named.
package struct ReceiptProver: Sendable {
    /// What the new proof rests on.
    package enum Way: Sendable {
        /// The ledger's log as it is now.
        case log
        /// The links from the anchor, a block above the entry's, down to it: the ledger's answer of
        /// old counts.
        case links
    }

    private let configuration: Configuration
    private let scratch: String
    private let anchor: Anchor?

    /// A prover under an anchor; nil for where trust begins for the agent.
    package init(_ configuration: Configuration, scratch: String, anchor: Anchor? = nil) {
        (self.configuration, self.scratch, self.anchor) = (configuration, scratch, anchor)
    }

    /// The new receipt of an entry as bytes; `isDigest` leaves the entry itself out.
    ///
    /// Throws `GatewayError`, or `UpstreamError` and `EvidenceError` with what a node showed.
    package func prove(_ seq: UInt64, by way: Way, isDigest: Bool) async throws -> [UInt8] {
        let reader = try JournalReader(configuration.state)
        guard let bytes = try reader.entry(seq) else {
            throw GatewayError(.journalUnavailable, "there is no entry \(seq) in the journal")
        }
        if let open = try reader.openDivergences().first {
            throw GatewayError(
                .unreachable, "\(open.words); nothing is proven until 'weighpost chain trust'")
        }
        let entry = try JournalEntry(decoding: bytes)
        let item: BatchItem = isDigest ? .digest(entry.digest) : .entry(entry.bytes)
        let client = NodeClient()
        do {
            let trust = try await trust(reader, client)
            let receipt = try await firstOf(client) { node in
                switch way {
                case .log:
                    let history = try reader.keys(trusted: try configuration.verifyingKey())
                    return try await log(seq, item, by: history.key(for: seq), trust, node)
                case .links: return try await links(item, reader.receipt(of: seq), trust, node)
                }
            }
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

    /// What the first node that can gives.
    private func firstOf(
        _ client: NodeClient, _ body: (CometBFTNode) async throws -> [UInt8]
    ) async throws -> [UInt8] {
        var last: any Error = GatewayError(.unreachable, "no node is configured")
        for url in configuration.upstream.nodes {
            do {
                return try await body(CometBFTNode(url: url, client: client))
            } catch {
                last = error
            }
        }
        throw last
    }

    private func trust(_ reader: JournalReader, _ client: NodeClient) async throws -> HeaderTrust {
        var upstream = configuration.upstream
        upstream.anchor = try anchor ?? reader.anchors().last?.anchor ?? upstream.anchor
        let keys = try GatewayKeys(configuration.keys)
        let journal = try SQLiteJournal(
            folder: scratch, gateway: configuration.gateway, key: keys.signing.publicKey,
            storeKey: keys.store)
        if anchor == nil {
            for (header, standing) in try reader.headers() {
                try await journal.keep(header, standing)
            }
        }
        return HeaderTrust(
            journal: journal, upstream: upstream, clock: SystemClock().siteClock,
            witnesses: upstream.witnesses.witnesses.map {
                CometBFTNode(url: $0.url, client: client)
            }, report: { _ in }, record: { _ in })
    }

    /// The entry's place in the ledger's log, under the newest header.
    private func log(
        _ seq: UInt64, _ item: BatchItem, by key: VerifyingKey, _ trust: HeaderTrust,
        _ node: CometBFTNode
    ) async throws -> [UInt8] {
        let (height, proof) = try await node.logProof(of: configuration.gateway, seq)
        let path = try await trust.path(to: height + 1, by: node)
        let receipt = LogReceipt(
            of: item, proof: proof, trail: path.headers, key: key,
            statement: await trust.statement(path))
        guard let receipt, let header = path.headers.last else {
            throw GatewayError(.unreachable, "there is no verified header above \(height)")
        }
        try receipt.verify(
            as: seq, of: configuration.gateway, appHash: header.header.appHash)
        return receipt.bytes
    }

    /// The receipt that the journal has, under another anchor.
    private func links(
        _ item: BatchItem, _ stored: [UInt8]?, _ trust: HeaderTrust, _ node: CometBFTNode
    ) async throws -> [UInt8] {
        guard let stored else {
            throw GatewayError(
                .journalUnavailable, "the entry has no receipt yet; leave out --links")
        }
        let receipt: Receipt
        do {
            receipt = try Receipt(decoding: stored)
        } catch {
            throw GatewayError(
                .journalUnavailable,
                "its receipt cannot be linked to another block (\(error)); leave out --links")
        }
        guard let last = receipt.steps.last else {
            throw GatewayError(.journalUnavailable, "its receipt names no block")
        }
        let height = try Header(protobuf: last.header).height
        let path = try await trust.path(to: height, by: node)
        guard
            let again = receipt.under(
                path.headers, item: item, statement: await trust.statement(path))
        else { throw GatewayError(.unreachable, "there is no verified header \(height)") }
        try check(again, from: path)
        return again.bytes
    }

    /// What goes out is verified once more as whoever gets it will: the journal may be damaged.
    private func check(_ receipt: Receipt, from path: TrustedPath) throws {
        let options = configuration.upstream.trust
        guard let anchor = path.headers.first,
            let trust = ChainTrust(
                chainID: options.chainID, height: anchor.height, hash: anchor.hash.bytes,
                trustingPeriodSeconds: options.trustingPeriodSeconds),
            let verifier = ReceiptVerifier(trust: trust)
        else { throw EvidenceError("there is no header to verify the receipt from") }
        let report = verifier.verify(receipt.bytes, now: SystemClock().wall().seconds)
        guard let failure = report.failures.first else { return }
        throw EvidenceError("the journal's receipt does not verify: \(failure.message)")
    }
}
