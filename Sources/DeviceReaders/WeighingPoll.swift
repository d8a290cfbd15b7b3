import DeviceMaps
import Intake
import Modbus

/// One weighing after the other from one device: its requests, its identity and its heartbeat.
struct WeighingPoll {
    private let map: DeviceMap
    private let unit: UInt8
    private let scale: ScaleSettings
    private let clock: SiteClock
    private var watch: HeartbeatWatch?
    /// Whether the model's constants were seen since the device was last out of reach.
    private var isKnown = false

    init(_ unit: ScaleUnit, clock: SiteClock) {
        (map, scale, self.clock) = (unit.map, unit.settings, clock)
        self.unit = unit.number
        watch = map.heartbeat.map { HeartbeatWatch($0) }
    }

    /// The next line of the scale.
    mutating func next(over client: ModbusClient) async -> (ScaleLine, PollOutcome) {
        do throws(ModbusError) {
            if !isKnown, !map.identityRequests.isEmpty {
                let answers = try await client.answers(to: map.identityRequests, unit: unit)
                if let stranger = stranger(in: answers) { return (stranger, .answered) }
            }
            isKnown = true
            let answers = try await client.answers(to: map.weighing.requests, unit: unit)
            return (line(of: answers), .answered)
        } catch {
            // What is plugged in after a pause may be another device.
            if error.code.exceptionNumber.map({ $0 >= 10 }) ?? true { isKnown = false }
            return (.silent(reason: "\(error)", at: clock.monotonic()), PollOutcome(error))
        }
    }

    private func stranger(in answers: [RegisterAnswer]) -> ScaleLine? {
        do throws(DeviceMapError) {
            try map.checkIdentity(answers)
            return nil
        } catch {
            return .silent(reason: "\(error)", at: clock.monotonic())
        }
    }

    private mutating func line(of answers: [RegisterAnswer]) -> ScaleLine {
        // Both times are of the answer; the device read its converter a moment before.
        let (wall, monotonic) = (clock.wall(), clock.monotonic())
        if let heartbeat = map.heartbeat, let value = map.value(named: heartbeat.value),
            let beat = value.content(in: answers),
            let still = watch?.stalled(beat, at: monotonic)
        {
            return .silent(
                reason: "\(map.title): its heartbeat stands still for \(still) ms, so does the "
                    + "weight; restart the indicator", at: monotonic)
        }
        do throws(DeviceMapError) {
            return .reading(
                try map.reading(
                    from: answers, settings: scale, wall: wall, monotonic: monotonic))
        } catch {
            return .silent(reason: "\(error)", at: monotonic)
        }
    }
}
