import ControlServer
import Evidence
import Intake
import JournalStore
import LightClients
import SystemService
import Wire

/// Makes the answers of the control server out of what the loops saw and what the journal holds.
///
/// The journal is read beside its writer: a writer that waits for the disk keeps nobody from seeing
/// that it does.
struct StatusMaker: Sendable {
    let site: ConfiguredSite
    let box: BoxLook

    private var clock: SiteClock { box.clock }

    /// The state now.
    func status() async -> SiteStatus {
        let configuration = await site.configuration
        let view = box.board.now
        var status = box.status(configuration)
        status.scale = scale(configuration, view)
        status.sensors = await site.sensors.map(sensor)
        status.weighing = box.weighing(view)
        status.vehiclesOnSite = view.vehiclesOnSite
        status.brokers = await site.connections.map {
            BrokerStatus(host: $0.name, isConnected: $0.isConnected)
        }
        do {
            let reader = try JournalReader(box.state)
            status.journal = try journal(reader)
            status.delivery = try delivery(reader, status.journal, configuration, view)
            status.trust = try trust(reader, configuration)
        } catch {
            if !view.troubles.contains(where: { $0.code.event == "journal.unreadable" }) {
                status.troubles += unreadable(error)
            }
        }
        status.gateway.isReady = status.scale.isConnected && status.disk.state != .full
        return status
    }

    /// A reading older than this, in milliseconds, is of a scale that no longer answers.
    private static let answersWithin: Int64 = 3000

    private func scale(
        _ configuration: Configuration, _ view: SiteBoard.View
    ) -> BridgeStatus {
        var scale = BridgeStatus()
        scale.id = configuration.scale.id
        scale.trouble = view.troubles.first { $0.code.event == "scale.lost" }?.text
        guard let reading = view.reading else { return scale }
        let age = clock.monotonic().milliseconds(since: reading.monotonic)
        scale.ageMs = age
        scale.isConnected = age < Self.answersWithin
        guard scale.isConnected else { return scale }
        scale.shown = "\(reading.shown)"
        scale.weightKg = reading.shown.mass.map { Double($0.grams) / 1000 }
        scale.isStable = reading.status.isStable
        scale.trouble = reading.status.fault.map { "\($0)" } ?? scale.trouble
        return scale
    }

    private func sensor(_ reading: SensorReading) -> SensorStatus {
        var sensor = SensorStatus()
        (sensor.name, sensor.kind) = (reading.name, "\(reading.kind)")
        (sensor.unit, sensor.quality) = (reading.unit, "\(reading.quality)")
        guard reading.quality != .missing else { return sensor }
        sensor.value = Double("\(reading.mantissa)e\(reading.exponent)")
        sensor.ageMs = max(0, (clock.wall().seconds - reading.time) * 1000)
        return sensor
    }

    /// Noticed by looking, so it begins with the look.
    private func unreadable(_ error: any Error) -> [TroubleStatus] {
        let now = clock.monotonic()
        return WarningCode.of(event: "journal.unreadable").map { code in
            box.trouble(
                SiteBoard.Trouble(
                    code: code, subject: nil, text: "the journal cannot be read: \(error)",
                    since: clock.wall().seconds, began: now, heard: now))
        }.map { [$0] } ?? []
    }

    // MARK: The journal

    private func journal(_ reader: JournalReader) throws -> JournalStatus {
        var status = JournalStatus()
        status.entries = try reader.lastEntry()
        guard status.entries > 0, let bytes = try reader.entry(status.entries) else {
            return status
        }
        let entry = try JournalEntry(decoding: bytes)
        status.lastEntry = box.rfc3339(entry.time)
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
        status.expires = box.rfc3339(end)
        status.witnessesAgreeing = newest.standing.witnesses?.count ?? 0
        if !isDiverged, let now = Timestamp(seconds: clock.wall().seconds, nanoseconds: 0) {
            let age = upstream.trust.age(ofHeaderAt: newest.header.time, now: now)
            status.state = age == .over ? .expired : age >= .twoThirds ? .stale : .fresh
        }
        return status
    }

}
