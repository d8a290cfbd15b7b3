import DeviceMaps
import Intake
import Modbus

/// One poll after the other of a device with sensors.
struct SensorPoll {
    private let unit: SensorUnit
    private let clock: SiteClock
    /// Nil when the device was away: another one may be plugged in by then.
    private var plan: BlockPlan?
    /// When what the device refused is asked for again: it may have been starting up.
    private var nextWhole = MonotonicTime(nanoseconds: 0)
    /// Milliseconds for which a refused value is left alone.
    private static let patience: Int64 = 300_000

    init(_ unit: SensorUnit, clock: SiteClock) {
        (self.unit, self.clock) = (unit, clock)
    }

    /// What all sensors say now.
    mutating func next(over client: ModbusClient) async -> BusPoll.Result {
        do throws(ModbusError) {
            if plan == nil {
                let identity = try await client.answers(
                    to: unit.map.identityRequests, unit: unit.number)
                do throws(DeviceMapError) {
                    try unit.map.checkIdentity(identity)
                } catch { return .sensors([], .answered, trouble: "\(error)") }
            }
            return try await read(plan ?? unit.plan, over: client)
        } catch {
            if error.code.exceptionNumber.map({ $0 >= 10 }) ?? true { plan = nil }
            return .sensors([], PollOutcome(error), trouble: "\(error)")
        }
    }

    /// Reads block by block, and around what the device refuses.
    private mutating func read(
        _ known: BlockPlan, over client: ModbusClient
    ) async throws(ModbusError) -> BusPoll.Result {
        var trouble: String?
        var plan = known
        let now = clock.monotonic()
        if !plan.refused.isEmpty, now >= nextWhole { plan = unit.plan }
        if plan.refused.isEmpty { nextWhole = now.advanced(milliseconds: Self.patience) }
        var waiting = plan.requests
        var answers: [RegisterAnswer] = []
        while !waiting.isEmpty {
            let request = waiting.removeFirst()
            do throws(ModbusError) {
                answers.append(try await client.answer(to: request, unit: unit.number))
            } catch {
                guard let number = error.code.exceptionNumber, number < 10 else { throw error }
                trouble = "\(error)"
                // 2 and 3 speak of the registers, every other number of the device's mood.
                if number == 2 || number == 3 { waiting = plan.refuse(request) + waiting }
            }
        }
        self.plan = plan
        let wall = clock.wall()
        return .sensors(
            unit.sensors.map { $0.reading(in: answers, wall: wall) }, .answered, trouble: trouble)
    }
}
