import Glibc

/// A simulated site as a program runs it: news as events.
package enum LabSite {
    /// How the site is to be.
    package struct Settings: Sendable {
        package var modbusPort: UInt16 = 0
        package var brokerHost = "127.0.0.1"
        /// Without one nothing is published.
        package var brokerPort: UInt16?
        package var trucks = 6
        /// How many times faster than life trucks travel; a deck settles no faster.
        package var speed = 1.0
        package var seed: UInt64 = 1
        /// Seconds until the first truck comes.
        package var delay = 0.0
        /// Whether the devices stay after the last truck.
        package var staysOpen = false

        package init() {}
    }

    /// Runs a site until its last truck left, or until SIGTERM or SIGINT.
    ///
    /// The first event is `site.ready`, with the port of the indicator.
    package static func run(
        _ settings: Settings, report: @escaping @Sendable (LabEvent) -> Void
    ) async throws {
        let signals = LabSignals.stream([SIGINT, SIGTERM])
        var site = SiteLabSettings(
            trucks: DemoLoad.trucks(settings.trucks, speed: settings.speed))
        for index in site.trucks.indices {
            site.trucks[index].startAfter += settings.delay * settings.speed
        }
        site.modbusPort = settings.modbusPort
        (site.brokerHost, site.brokerPort) = (settings.brokerHost, settings.brokerPort)
        (site.speed, site.seed) = (settings.speed, settings.seed)
        site.staysOpen = settings.staysOpen
        let simulator = try SiteSimulator(settings: site) { event in
            if let told = LabEvent(event) { report(told) }
        }
        report(
            LabEvent(
                "site.ready",
                "FT-10 on Modbus TCP 127.0.0.1:\(simulator.modbusPort), \(settings.trucks) trucks",
                [("modbus_port", .number(Int64(simulator.modbusPort)))]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            group.addTask {
                for await _ in signals { return }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        report(LabEvent("site.stopped", "the site closes"))
    }
}

extension LabEvent {
    /// What happens on a site; nil for what comes every second.
    init?(_ event: SiteEvent) {
        switch event {
        case .truckApproaches(let plate, let isFull):
            self.init(
                "site.approaches", "\(plate) comes \(isFull ? "full" : "back empty")",
                [("plate", .text(plate)), ("full", .flag(isFull))])
        case .plateRead(let sighting):
            self.init(
                "site.plate", "the camera reads \(sighting.text), score \(sighting.score) ‰",
                [("text", .text(sighting.text)), ("score", .number(Int64(sighting.score)))])
        case .rolledOn(let plate):
            self.init("site.rolledOn", "\(plate) rolls onto the deck", [("plate", .text(plate))])
        case .stopped(let plate):
            self.init("site.stands", "\(plate) stands still", [("plate", .text(plate))])
        case .steady(let plate, let kilograms):
            self.init(
                "site.steady", "\(plate): the display is steady at \(kilograms) kg",
                [("plate", .text(plate)), ("kilograms", .number(Int64(kilograms)))])
        case .left(let plate, let isFull):
            self.init(
                "site.left", "\(plate) leaves the deck \(isFull ? "to tip" : "empty")",
                [("plate", .text(plate)), ("full", .flag(isFull))])
        case .gone(let plate):
            self.init("site.gone", "\(plate) is gone", [("plate", .text(plate))])
        case .sensors: return nil
        }
    }
}
