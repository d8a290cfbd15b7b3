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
    let board: SiteBoard
    let clock: SiteClock
    let version: String
    /// The state folder.
    let state: String
    /// When the agent started, by both clocks.
    let started: (wall: WallTime, monotonic: MonotonicTime)

    /// The state now.
    func status() async -> SiteStatus {
        let configuration = await site.configuration
        let view = board.now
        var status = SiteStatus()
        status.gateway = gateway(configuration)
        status.scale = scale(configuration, view)
        status.sensors = await site.sensors.map(sensor)
        status.weighing = weighing(view)
        status.vehiclesOnSite = view.vehiclesOnSite
        status.brokers = await site.connections.map {
            BrokerStatus(host: $0.name, isConnected: $0.isConnected)
        }
        status.clock = clockStatus
        status.disk = disk
        status.process = process
        status.troubles = view.troubles.map(trouble)
        do {
            let reader = try JournalReader(state)
            status.journal = try journal(reader)
            status.delivery = try delivery(reader, status.journal, configuration, view)
            status.trust = try trust(reader, configuration)
        } catch {
            status.troubles += unreadable(error)
        }
        status.gateway.isReady = status.scale.isConnected && status.disk.state != .full
        return status
    }

    private func gateway(_ configuration: Configuration) -> GatewayStatus {
        var gateway = GatewayStatus()
        (gateway.id, gateway.site) = (configuration.gateway, configuration.site)
        gateway.version = version
        gateway.started = rfc3339(started.wall.seconds)
        gateway.uptimeSeconds = clock.monotonic().milliseconds(since: started.monotonic) / 1000
        gateway.configurationDigest = "\(configuration.digest)"
        return gateway
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

    private func weighing(_ view: SiteBoard.View) -> WeighingStatus {
        var weighing = WeighingStatus()
        weighing.phase = view.phase == .empty ? "idle" : view.phase.rawValue
        weighing.since = view.phaseSince.map(rfc3339)
        return weighing
    }

    private var clockStatus: ClockStatus {
        var status = ClockStatus()
        let state = clock.wall().clock
        (status.isSynchronized, status.state) = (state == .synchronised, "\(state)")
        status.errorMs = SystemClock.estimatedError.map { $0 / .milliseconds(1) }
        return status
    }

    private var disk: DiskStatus {
        var status = DiskStatus()
        guard let space = DiskSpace.read(at: state) else { return status }
        status.freeBytes = UInt64(clamping: space.free)
        status.totalBytes = UInt64(clamping: space.total)
        status.state =
            space.free < Self.full ? .full : space.free < WatchService.littleRoom ? .low : .enough
        return status
    }

    /// Less than this and the next commits fail.
    private static let full: Int64 = 1 << 20

    private var process: ProcessStatus {
        var status = ProcessStatus()
        guard let figures = ProcessFigures.read() else { return status }
        status.rssBytes = UInt64(clamping: figures.resident)
        status.anonymousBytes = UInt64(clamping: figures.anonymous)
        status.openFiles = figures.openFiles
        status.cpuSeconds = figures.processorTime / .seconds(1)
        return status
    }

    /// Noticed by looking, so it begins with the look.
    private func unreadable(_ error: any Error) -> [TroubleStatus] {
        let now = clock.wall().seconds
        return WarningCode.of(event: "journal.unreadable").map { code in
            trouble(
                SiteBoard.Trouble(
                    code: code, text: "the journal cannot be read: \(error)", since: now,
                    heard: now))
        }.map { [$0] } ?? []
    }

    private func trouble(_ trouble: SiteBoard.Trouble) -> TroubleStatus {
        TroubleStatus(
            code: trouble.code.code, since: rfc3339(trouble.since), text: trouble.text,
            whatToDo: trouble.code.advice, level: trouble.code.isError ? .error : .warning)
    }

    // MARK: The journal

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
        status.node = configuration.upstream.nodes.first ?? ""
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

    // MARK: Pages

    /// A page of the journal.
    func entries(_ question: PageQuestion) throws -> EntriesPage {
        let reader = try JournalReader(state)
        let last = try reader.lastEntry()
        let first =
            question.from
            ?? (last >= UInt64(question.limit) ? last - UInt64(question.limit) + 1 : 1)
        let rows = try reader.rows(from: first, limit: question.limit).map(row)
        let next = (rows.last?.seq ?? last) + 1
        return EntriesPage(entries: rows, next: next <= last ? next : nil)
    }

    /// So many entries back is looked for vehicles that are on the site still.
    private static let recent: UInt64 = 10_000

    /// The weigh-ins of vehicles that were not weighed out yet.
    func weighings(_ question: PageQuestion) throws -> WeighingsPage {
        let view = board.now
        let reader = try JournalReader(state)
        let last = try reader.lastEntry()
        let recent = last > Self.recent ? last - Self.recent : 1
        let open = try reader.openWeighIns(
            from: question.from ?? recent, limit: question.limit + 1)
        return WeighingsPage(
            weighing: weighing(view), vehiclesOnSite: view.vehiclesOnSite,
            entries: try open.prefix(question.limit).map(row),
            next: open.count > question.limit ? try row(open[question.limit]).seq : nil)
    }

    private func row(_ read: JournalReader.Row) throws -> EntryRow {
        let entry = try JournalEntry(decoding: read.bytes)
        var row = EntryRow(
            seq: entry.seq, kind: "\(entry.kind)", id: "\(entry.id)", time: rfc3339(entry.time),
            digest: "\(entry.digest)")
        switch entry.body {
        case .intake(let load), .reject(let load):
            row.netKg = Double(load.net.grams) / 1000
            (row.code, row.outcome) = (load.code?.printed, "\(load.outcome)")
        case .outgoing(let load):
            (row.netKg, row.code) = (Double(load.net.grams) / 1000, load.code?.printed)
        case .correction(let correction): row.code = correction.code?.printed
        case .weighIn, .void, .event, .closing, .key: break
        }
        row.state =
            switch read.standing {
            case .waiting: .waiting
            case .sent: .sent
            case .proven: .proven
            case .delivered: .delivered
            }
        return row
    }

    private func rfc3339(_ seconds: Int64) -> String {
        Timestamp(seconds: seconds, nanoseconds: 0)?.rfc3339 ?? ""
    }
}
