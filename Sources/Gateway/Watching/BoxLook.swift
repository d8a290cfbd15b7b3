import ControlServer
import Evidence
import Intake
import JournalStore
import SystemService
import Wire

/// What can be seen of the box and its journal, whether or not anybody weighs there now.
struct BoxLook: Sendable {
    let board: SiteBoard
    let clock: SiteClock
    let version: String
    /// The state folder.
    let state: String
    let looks: JournalLooks
    /// When the agent started, by both clocks.
    let started: (wall: WallTime, monotonic: MonotonicTime)

    /// The state of the box alone: its clock, its disk, the agent's own figures, what is wrong.
    func status(_ configuration: Configuration) -> SiteStatus {
        var status = SiteStatus()
        status.gateway = gateway(configuration)
        status.scale.id = configuration.scale.id
        status.clock = clockStatus
        status.disk = disk
        status.process = process
        status.troubles = board.now.troubles.map(trouble)
        return status
    }

    /// The state while the disk has no room: nobody weighs, and what the journal has can be read.
    func waiting(_ configuration: Configuration) -> SiteStatus {
        var status = status(configuration)
        status.gateway.isRunning = false
        return status
    }

    /// The same with what the journal has; one that is not there yet, or cannot be read now, says
    /// nothing.
    func waitingAndRead(
        _ configuration: Configuration
    ) async throws(JournalLooks.Busy) -> SiteStatus {
        let status = waiting(configuration)
        do {
            return try await reading(status, configuration, board.now)
        } catch let busy as JournalLooks.Busy {
            throw busy
        } catch {
            return status
        }
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

    func trouble(_ trouble: SiteBoard.Trouble) -> TroubleStatus {
        TroubleStatus(
            code: trouble.code.code, since: rfc3339(trouble.since), text: trouble.text,
            whatToDo: trouble.code.advice, level: trouble.code.isError ? .error : .warning)
    }

    func rfc3339(_ seconds: Int64) -> String { WallTime.rfc3339(seconds) }
}
