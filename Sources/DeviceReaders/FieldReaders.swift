package import Intake
import Synchronization

/// Reads everything that is wired to the box: the scale, and the sensors on its buses.
package final class FieldReaders: Sendable {
    /// What devices say beside weights and values; ends when `run` does.
    package let news: AsyncStream<FieldNews>

    private let buses: [ModbusReader]
    private let serial: SerialReader?
    private let scaleBus: Int?
    private let newsSource: AsyncStream<FieldNews>.Continuation

    /// Readers that connect to nothing yet.
    ///
    /// - Parameters:
    ///   - devices: where everything is; one of them may be the scale.
    ///   - clock: the clocks of the box.
    package init(_ devices: FieldDevices, clock: SiteClock) {
        buses = devices.buses.map { ModbusReader($0.bus, units: $0.units, clock: clock) }
        serial = devices.serialScale.map {
            SerialReader(map: $0.map, settings: $0.settings, clock: clock)
        }
        scaleBus = devices.buses.firstIndex { $0.hasScale }
        (news, newsSource) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        precondition(serial == nil || scaleBus == nil, "a gateway has one scale")
    }

    /// Every sensor on every bus as it stands now, the ones that never spoke included.
    package func sensors() -> [SensorReading] { buses.flatMap { $0.sensors() } }

    /// How well the polls of each unit of a bus kept their rate since the start, by its name.
    package var punctuality: [(unit: String, Punctuality)] { buses.flatMap(\.punctuality) }

    /// Lets the scale keep the weighing that it shows in its own memory.
    package func store(_ shown: ShownWeight) async -> Result<AlibiRecord, CommandError> {
        guard let scaleBus else {
            return .failure(CommandError(message: "a scale that sends strings takes no commands"))
        }
        return await buses[scaleBus].store(shown)
    }

    /// Reads until cancelled; call it once.
    ///
    /// - Parameter take: gets the scale's readings and silences, in their order; it has to be quick.
    package func run(taking take: @escaping @Sendable (ScaleLine) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for bus in buses {
                group.addTask { await bus.run(taking: take) }
                group.addTask { [newsSource] in
                    for await news in bus.news { newsSource.yield(news) }
                }
            }
            if let serial {
                group.addTask { await serial.run(taking: take) }
            }
        }
        newsSource.finish()
    }
}
