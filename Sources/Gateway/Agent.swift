import ControlServer
import DeviceMaps
import Evidence
import Intake
import JournalStore
import Logging
import ServiceLifecycle
import SystemService
import UnixSignals
import UpstreamNodes
import Wire

/// The agent of one gateway: everything put together.
///
/// A scale, a broker or a node that is away is no reason to stop; a journal that cannot be
/// written is, because nothing could be acknowledged any more.
package struct Agent: Sendable {
    private let configuration: Configuration
    private let version: String
    private let report: @Sendable (GatewayEvent) -> Void
    private let load: @Sendable () throws(GatewayError) -> Configuration
    private let clock: SiteClock
    private let board: SiteBoard
    private let feed = EventFeed()
    private let notifier = ServiceNotifier(environment: ProcessEnvironment.current)
    private let watchdog = WatchdogPeriod(environment: ProcessEnvironment.current)
    private let keys: GatewayKeys
    private let journal: SQLiteJournal

    /// Reads the configuration, opens keys and journal, and checks that they are this gateway's.
    ///
    /// - Parameters:
    ///   - file: the configuration's file; it is read again when a reload is asked for.
    ///   - version: the software's version, for the evidence.
    ///   - report: takes what happens; called from several tasks.
    /// - Throws: `GatewayError` when the configuration, a key file or the journal cannot be used.
    package init(
        file: String, version: String, report: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        load = { () throws(GatewayError) in try ConfigurationFile.load(file) }
        configuration = try load()
        clock = SystemClock().siteClock
        board = SiteBoard(clock: clock)
        (self.version, self.report) = (
            version,
            { [board, feed] event in
                board.hear(event)
                feed.publish(event.name, event.json)
                report(event)
            }
        )
        keys = try GatewayKeys(configuration.keys)
        // A journal of years may have to be brought up to date first: the manager waits for that.
        notifier.status("opening the journal")
        notifier.extendTimeout(by: Self.longestMigration)
        do {
            journal = try SQLiteJournal(
                folder: configuration.state, gateway: configuration.gateway,
                key: keys.signing.publicKey, storeKey: keys.store)
        } catch let error as JournalError {
            throw GatewayError(error)
        } catch {
            throw GatewayError(.journalUnavailable, "\(error)")
        }
    }

    private static let longestMigration = Duration.seconds(600)

    /// Weighs and delivers until SIGTERM or SIGINT, or until the journal fails.
    package func run() async throws(GatewayError) {
        let client = NodeClient()
        do {
            try await weighAndDeliver(client)
        } catch let error as JournalError {
            await client.shutdown()
            throw GatewayError(error)
        } catch {
            await client.shutdown()
            throw GatewayError(.journalFailed, "the agent stopped: \(error)")
        }
        await client.shutdown()
    }

    private func weighAndDeliver(_ client: NodeClient) async throws {
        try await changeKey()
        let recorder = recorder(signing: try keys.current(of: await journal.keys))
        let memory = try await SiteMemory.read(from: journal, bootID: clock.bootID)
        try await recorder.record(
            .boot, subject: "weighpost", text: version,
            digest: Digest(configuration.scale.map.digest))
        let progress = makeProgress()
        let box = GatewayBox(
            journal: journal, recorder: recorder, clock: clock, keys: keys, version: version,
            client: client, progress: progress, board: board, report: report)
        let (runs, stage) = AsyncStream<StageRun>.makeStream(bufferingPolicy: .bufferingOldest(16))
        let (inputs, source) = AsyncStream<SiteInput>.makeStream(
            bufferingPolicy: .bufferingNewest(WeighingService.capacity))
        let site = try ConfiguredSite(
            configuration, box: box, stage: stage, inputs: source, load: load)
        for read in try await box.inbox(configuration).unused(since: memory.lastPass) {
            source.yield(.plate(read))
        }
        try await site.start()
        let amendments = HandOverFolder(state: configuration.state, for: .records)
        let desk = WeighingDesk(
            recorder: recorder, settings: await site.settings, clock: clock, memory: memory,
            amendments: amendments)
        let entries = await journal.head.seq
        let board = board
        let status: @Sendable () -> String = { [configuration] in
            board.now.troubles.last { $0.code.lasts }.map(\.text)
                ?? "weighing for \(configuration.site)"
        }
        let reload = ReloadService(site: site, notifier: notifier, status: status, report: report)
        try await ServiceGroup(
            services: [
                StageService(runs: runs),
                ClosingService(recorder: recorder, clock: clock, calendar: SiteCalendar()),
                WeighingService(
                    desk: desk, inputs: inputs, board: board, progress: progress),
                AmendmentService(folder: amendments, inputs: source),
                reload, watch(progress, status), control(site, reload, progress),
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

    private func makeProgress() -> LoopProgress {
        let progress = LoopProgress(Watchdog(feedEvery: watchdog?.feedEvery ?? .seconds(10)))
        for loop in LoopName.allCases {
            progress.watch(loop.rawValue, within: LoopName.bound, from: clock.monotonic())
        }
        return progress
    }

    private func watch(
        _ progress: LoopProgress, _ status: @escaping @Sendable () -> String
    ) -> WatchService {
        WatchService(
            progress: progress, period: watchdog, notifier: notifier, journal: journal,
            clock: clock, state: configuration.state, status: status, report: report)
    }

    private func control(
        _ site: ConfiguredSite, _ reload: ReloadService, _ progress: LoopProgress
    ) -> ControlService {
        let maker = StatusMaker(
            site: site, board: board, clock: clock, version: version, state: configuration.state,
            started: (clock.wall(), clock.monotonic()))
        return ControlService(
            control: configuration.control, maker: maker, reload: reload, progress: progress,
            clock: clock, feed: feed, report: report)
    }

    private func recorder(signing key: SigningKey) -> Recorder {
        Recorder(
            journal: journal, maker: EntryMaker(gateway: configuration.gateway, key: key),
            clock: clock, report: report)
    }

    /// Goes on with the key that lies beside the signing key, where the journal has not changed yet.
    ///
    /// The old one signs that; a crash before the commit changes nothing, and one after it is a start
    /// with the new key.
    private func changeKey() async throws {
        guard let next = keys.next,
            await journal.keys.current == keys.signing.publicKey,
            next.publicKey != keys.signing.publicKey
        else { return }
        let body = try KeyBody(
            gateway: configuration.gateway, from: keys.signing.publicKey, to: next)
        try await recorder(signing: keys.signing).record(.key(body))
    }
}
