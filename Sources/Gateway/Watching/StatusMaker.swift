import ControlServer
import Intake
import SystemService
import Wire

/// Makes the answers of the control server out of what the loops saw and what the journal holds.
///
/// The journal is read beside its writer: a writer that waits for the disk keeps nobody from seeing
/// that it does.
struct StatusMaker: Sendable {
    let site: ConfiguredSite
    let box: BoxLook

    var clock: SiteClock { box.clock }

    /// The state now.
    ///
    /// A journal that cannot be read is a trouble among the others.
    func status() async throws(JournalLooks.Busy) -> SiteStatus {
        let (configuration, view) = (await site.configuration, box.board.now)
        var status = await glance(configuration, view)
        do {
            status = try await box.reading(status, configuration, view)
        } catch let busy as JournalLooks.Busy {
            throw busy
        } catch {
            if !view.troubles.contains(where: { $0.code.event == "journal.unreadable" }) {
                status.troubles += unreadable(error)
            }
        }
        return status
    }

    /// The state now but for what the journal holds: nobody waits for the disk.
    func glance() async -> SiteStatus {
        await glance(await site.configuration, box.board.now)
    }

    private func glance(
        _ configuration: Configuration, _ view: SiteBoard.View
    ) async -> SiteStatus {
        var status = box.status(configuration)
        status.scale = scale(configuration, view)
        status.sensors = await site.sensors.map(sensor)
        status.weighing = box.weighing(view)
        status.vehiclesOnSite = view.vehiclesOnSite
        status.brokers = await site.connections.map {
            BrokerStatus(host: $0.name, isConnected: $0.isConnected)
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
}
