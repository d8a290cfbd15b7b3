import ControlServer
import Evidence
import Intake
import JournalStore
import LightClients
import Wire

// What the journal says of itself, of delivery and of trust.

extension BoxLook {
    /// The parts of the state that the journal holds.
    private struct JournalFigures: Sendable {
        let journal: JournalStatus
        let delivery: DeliveryStatus
        let trust: TrustStatus
    }

    /// A state with what the journal holds; a writer that waits for the disk keeps nobody from it.
    func reading(
        _ status: SiteStatus, _ configuration: Configuration, _ view: SiteBoard.View
    ) async throws -> SiteStatus {
        let held = try await looks.look { try figures(in: $0, configuration, view) }
        var status = status
        (status.journal, status.delivery, status.trust) = (held.journal, held.delivery, held.trust)
        return status
    }

    private func figures(
        in reader: JournalReader, _ configuration: Configuration, _ view: SiteBoard.View
    ) throws -> JournalFigures {
        let journal = try journal(reader)
        return JournalFigures(
            journal: journal, delivery: try delivery(reader, journal, configuration, view),
            trust: try trust(reader, configuration))
    }

    private func journal(_ reader: JournalReader) throws -> JournalStatus {
        var status = JournalStatus()
        status.entries = try reader.lastEntry()
        guard status.entries > 0, let bytes = try reader.entry(status.entries) else {
            return status
        }
        let entry = try JournalEntry(decoding: bytes)
        status.lastEntry = rfc3339(entry.time)
        status.headDigest = "\(entry.digest)"
        return status
    }

    private func delivery(
        _ reader: JournalReader, _ journal: JournalStatus, _ configuration: Configuration,
        _ view: SiteBoard.View
    ) throws -> DeliveryStatus {
        var status = DeliveryStatus()
        status.node = view.node ?? configuration.upstream.nodes.first ?? ""
        status.isReachable = view.isNodeReachable
        status.lastTrouble = view.lastDeliveryTrouble
        status.batchesInFlight = try reader.batchesUnderWay().count
        status.deliveredThrough = try reader.deliveredThrough()
        status.waiting = journal.entries - min(journal.entries, status.deliveredThrough)
        if status.waiting > 0, let bytes = try reader.entry(status.deliveredThrough + 1) {
            let entry = try JournalEntry(decoding: bytes)
            // The entry's own time is a whole minute; its identity was made with it.
            status.oldestWaitingSeconds = max(
                0, clock.wall().seconds - entry.id.milliseconds / 1000)
        }
        return status
    }

    private func trust(
        _ reader: JournalReader, _ configuration: Configuration
    ) throws -> TrustStatus {
        let upstream = configuration.upstream
        var status = TrustStatus()
        status.chainID = upstream.trust.chainID
        status.anchorHeight = try reader.anchors().last?.anchor.height ?? upstream.anchor.height
        status.witnessesQuorum = upstream.witnesses.quorum
        let isDiverged = try !reader.openDivergences().isEmpty
        status.state = isDiverged ? .diverged : .stale
        guard let newest = try reader.newestHeader() else { return status }
        status.provenHeight = newest.header.height
        status.provenTime = newest.header.time.rfc3339
        let end = newest.header.time.seconds + upstream.trust.trustingPeriodSeconds
        status.expires = rfc3339(end)
        status.witnessesAgreeing = newest.standing.witnesses?.count ?? 0
        if !isDiverged, let now = Timestamp(seconds: clock.wall().seconds, nanoseconds: 0) {
            let age = upstream.trust.age(ofHeaderAt: newest.header.time, now: now)
            status.state = age == .over ? .expired : age >= .twoThirds ? .stale : .fresh
        }
        return status
    }
}
