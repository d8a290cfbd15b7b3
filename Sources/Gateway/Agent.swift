import ControlServer
import DeviceMaps
import Evidence
package import Intake
import JournalStore
import LightClients
import Logging
import ServiceLifecycle
import SystemService
import Threads
import UnixSignals
import UpstreamNodes
import Wire

/// The agent of one gateway: everything put together.
///
/// A scale, a broker or a node that is away is no reason to stop; a journal that cannot be
/// written is, because nothing could be acknowledged any more.
package struct Agent: Sendable {
    let configuration: Configuration
    private let version: String
    let report: @Sendable (GatewayEvent) -> Void
    private let load: @Sendable () throws(GatewayError) -> Configuration
    private let clock: SiteClock
    /// When this started, by both clocks.
    private let started: (wall: WallTime, monotonic: MonotonicTime)
    private let board: SiteBoard
    private let looks: JournalLooks
    let feed = EventFeed()
    let notifier = ServiceNotifier(environment: ProcessEnvironment.current)
    let watchdog = WatchdogPeriod(environment: ProcessEnvironment.current)
    private let keys: GatewayKeys

    /// Reads the configuration and the keys; the journal is opened by `run`.
    ///
    /// - Parameters:
    ///   - file: the configuration's file; it is read again when a reload is asked for.
    ///   - version: the software's version, for the evidence.
    ///   - clock: the clocks of the box.
    ///   - report: takes what happens; called from several tasks.
    /// - Throws: `GatewayError` when the configuration or a key file cannot be used.
    package init(
        file: String, version: String, clock: SiteClock = SystemClock().siteClock,
        report: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        load = { () throws(GatewayError) in try ConfigurationFile.load(file) }
        configuration = try load()
        self.clock = clock
        started = (clock.wall(), clock.monotonic())
        board = SiteBoard(clock: clock)
        looks = JournalLooks(state: configuration.state)
        (self.version, self.report) = (
            version,
            { [board, feed] event in
                if event.telling != .reminder {
                    board.hear(event)
                    feed.publish(event.name, event.json(at: clock.wall()))
                }
                report(event)
            }
        )
        keys = try GatewayKeys(configuration.keys)
        try FormerJournal(
            gateway: configuration.gateway, state: configuration.state,
            environment: ProcessEnvironment.current
        ).check()
    }

    /// Opens the journal, weighs and delivers until SIGTERM or SIGINT, or until the journal fails.
    package func run() async throws(GatewayError) {
        let client = NodeClient()
        do {
            try await weighAndDeliver(client)
        } catch let error as JournalError {
            await client.shutdown()
            throw GatewayError(error)
        } catch let error as GatewayError {
            await client.shutdown()
            throw error
        } catch {
            await client.shutdown()
            throw GatewayError(.journalFailed, "the agent stopped: \(error)")
        }
        await client.shutdown()
    }

    /// The journal, opened on a thread of its own: one of years may have to be brought up to date.
    private func opened() async throws -> SQLiteJournal {
        notifier.status("opening the journal")
        let thread = BlockingThread(name: "opening")
        defer { thread.shutdown() }
        return try await notifier.extendingTimeout { [configuration, keys] in
            try await thread.run {
                try SQLiteJournal(
                    folder: configuration.state, gateway: configuration.gateway,
                    key: keys.signing.publicKey, storeKey: keys.store,
                    chain: configuration.upstream.trust.chainID)
            }
        }
    }

    /// The recorder of entries under the key that is to be, after the first entry of this start.
    private func booted(_ journal: SQLiteJournal) async throws -> Recorder {
        try await changeKey(in: journal)
        let recorder = recorder(journal, signing: try keys.current(of: await journal.keys))
        try await recorder.record(
            .boot, subject: "weighpost", text: version,
            digest: Digest(configuration.scale.map.digest))
        return recorder
    }

    private func weighAndDeliver(_ client: NodeClient) async throws {
        guard let journal = try await withRoom({ try await opened() }) else { return }
        guard let recorder = try await withRoom({ try await booted(journal) }) else { return }
        let memory = try await SiteMemory.read(from: journal, bootID: clock.bootID)
        let progress = LoopProgress(Watchdog(feedEvery: watchdog?.feedEvery ?? .seconds(10)))
        let box = GatewayBox(
            journal: journal, recorder: recorder, clock: clock, keys: keys, version: version,
            client: client, progress: progress, board: board, report: report)
        // Bounded by the parts of a configuration: none may be lost, and each is yielded once.
        let (runs, stage) = AsyncStream<StageRun>.makeStream(bufferingPolicy: .unbounded)
        let (inputs, source) = AsyncStream<SiteInput>.makeStream(
            bufferingPolicy: .bufferingNewest(WeighingService.capacity))
        let site = try ConfiguredSite(
            configuration, box: box, stage: stage, inputs: source, load: load)
        for read in try await box.inbox(configuration).unused(since: memory.lastPass) {
            source.yield(.plate(read))
        }
        guard try await withRoom({ try await site.start() }) != nil else { return }
        let amendments = HandOverFolder(state: configuration.state, for: .records)
        let desk = WeighingDesk(
            recorder: recorder, settings: await site.settings, clock: clock, memory: memory,
            amendments: amendments)
        let entries = await journal.head.seq
        let board = board
        let status: @Sendable () -> String = { [configuration] in
            board.now.status(of: configuration.site)
        }
        let reload = ReloadService(site: site, notifier: notifier, status: status, report: report)
        // Not before: until here a full disk may have been waited out for hours.
        watch(progress)
        try await ServiceGroup(
            services: [
                StageService(runs: runs),
                ClosingService(recorder: recorder, clock: clock, calendar: SiteCalendar()),
                WeighingService(
                    desk: desk, inputs: inputs, board: board, progress: progress),
                AmendmentService(folder: amendments, inputs: source),
                reload, watch(site, journal, progress, status), control(site, reload, progress),
                AnnouncingService(
                    notifier: notifier, report: report, status: status(),
                    ready: GatewayEvent(
                        "gateway.ready", "weighpost \(version) is ready, \(entries) entries",
                        [("entries", .number(Int64(entries)))])),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "weighpost")
        ).run()
        try await recorder.record(.shutdown, subject: "weighpost")
        report(GatewayEvent("gateway.stopped", "stopped; everything acknowledged is durable"))
    }

    /// Watches every loop from now on.
    private func watch(_ progress: LoopProgress) {
        for loop in LoopName.allCases {
            progress.watch(loop.rawValue, within: LoopName.bound, from: clock.monotonic())
        }
    }

    private func watch(
        _ site: ConfiguredSite, _ journal: SQLiteJournal, _ progress: LoopProgress,
        _ status: @escaping @Sendable () -> String
    ) -> WatchService {
        WatchService(
            progress: progress, period: watchdog, notifier: notifier, journal: journal,
            clock: clock, state: configuration.state, looks: looks, status: status, board: board,
            sensors: { await site.brokerSensors }, report: report)
    }

    private func control(
        _ site: ConfiguredSite, _ reload: ReloadService, _ progress: LoopProgress
    ) -> ControlService {
        ControlService(
            control: configuration.control,
            sources: .running(
                StatusMaker(site: site, box: look), reload: reload, progress: progress,
                events: feed),
            report: report)
    }

    var look: BoxLook {
        BoxLook(
            board: board, clock: clock, version: version, state: configuration.state,
            looks: looks, started: started)
    }

    private func recorder(_ journal: SQLiteJournal, signing key: SigningKey) -> Recorder {
        Recorder(
            journal: journal, maker: EntryMaker(gateway: configuration.gateway, key: key),
            clock: clock, report: report)
    }

    /// Goes on with the key that lies beside the signing key, where the journal has not changed yet.
    ///
    /// The old one signs that; a crash before the commit changes nothing, and one after it is a start
    /// with the new key.
    private func changeKey(in journal: SQLiteJournal) async throws {
        guard let next = keys.next,
            await journal.keys.current == keys.signing.publicKey,
            next.publicKey != keys.signing.publicKey
        else { return }
        let body = try KeyBody(
            gateway: configuration.gateway, from: keys.signing.publicKey, to: next)
        try await recorder(journal, signing: keys.signing).record(.key(body))
    }
}
