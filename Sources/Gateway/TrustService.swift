import Evidence
import Intake
import JournalStore
import LightClients
import ServiceLifecycle
import UpstreamNodes
import Wire

/// Looks after trust while nothing is delivered: takes what is handed over, and verifies a newer
/// header when the newest one has a third of its period behind it.
struct TrustService: Service {
    let trust: HeaderTrust
    let nodes: [any UpstreamNode]
    let folder: HandOverFolder
    /// Where a checkpoint can be fetched; nil for nowhere.
    let checkpointURL: String?
    let client: NodeClient
    let report: @Sendable (GatewayEvent) -> Void

    private enum Pause {
        /// Between two looks at what was handed over.
        static let handOver = Duration.seconds(2)
        /// Between two looks at the age of trust.
        static let age = Duration.seconds(15)
        /// Such looks between two at the checkpoint's address, and between two prunings.
        static let fetch = 40
        static let prune = 240
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                // What people hand over is taken whatever the nodes are up to.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await takeHandedOver() }
                    group.addTask { try await lookAfter() }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        } catch is CancellationError {
            // The agent stops; what was handed over waits in its folder.
        }
    }

    private func takeHandedOver() async throws {
        while true {
            try await takeWhatWaits()
            try await Task.sleep(for: Pause.handOver)
        }
    }

    private func lookAfter() async throws {
        var looks = 0
        while true {
            try await refresh()
            if looks % Pause.fetch == 0 { try await fetchCheckpoint() }
            if looks % Pause.prune == 0 { try await trust.prune() }
            looks += 1
            try await Task.sleep(for: Pause.age)
        }
    }

    private func takeWhatWaits() async throws {
        for (name, kind) in folder.waiting() {
            // What cannot be read is left: it may be sound.
            guard case .bytes(let bytes) = folder.read(name) else { continue }
            do {
                switch kind {
                case .checkpoint:
                    try await trust.take(checkpoint: bytes, by: "file", asking: nodes)
                case .letter:
                    try await trust.take(checkpoint: bytes, by: "broker", asking: nodes)
                case .decision: try await trust.take(decision: TrustDecision(decoding: bytes))
                case .amendment: break
                }
            } catch let error as JournalError {
                throw error
            } catch {
                report(
                    GatewayEvent(
                        "trust.refused",
                        "what was handed over as \(kind.title) does not count: \(error)",
                        level: .warning))
            }
            // Only now: what the journal could not take is there again after the next start.
            folder.remove(name)
        }
    }

    /// Verifies a newer header when it is time for that, by whichever node has one.
    func refresh() async throws {
        guard try await trust.age() > .fresh else { return }
        for node in nodes {
            do {
                let status = try await trust.asking { () throws(UpstreamError) in
                    try await node.status()
                }
                let height = status.sync.latest.height
                // A node that stands still renews nothing.
                guard try await trust.isNews(height) else { continue }
                _ = try await trust.path(to: height, by: node)
                if try await trust.age() == .fresh { return }
            } catch is TrustFailure {
                // The next node may do; what keeps proof waiting is told by delivery.
            }
        }
    }

    /// Asks for a checkpoint when trust is nearly over, and for a newer beginning of receipts when
    /// the one they have grows old.
    private func fetchCheckpoint() async throws {
        let isUrgent = try await trust.age() >= .nearlyOver
        let isAnchorOld = try await trust.isAnchorOld()
        guard let checkpointURL, isUrgent || isAnchorOld else { return }
        do {
            let bytes = try await client.get(checkpointURL, limits: NodeLimits())
            // The one that is published may be the one that is known.
            let height = try SignedCheckpoint(decoding: bytes).checkpoint.height
            let known = try await trust.anchor().height
            guard isUrgent || height > known else { return }
            try await trust.take(checkpoint: bytes, by: checkpointURL, asking: nodes)
        } catch let error as JournalError {
            throw error
        } catch {
            report(
                GatewayEvent(
                    "trust.refused", "the checkpoint of \(checkpointURL) does not count: \(error)",
                    level: .warning))
        }
    }
}
