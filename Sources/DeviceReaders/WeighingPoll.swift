import DeviceMaps
import Intake
import Modbus

/// One weighing after the other from one device: its requests, its identity and its heartbeat.
struct WeighingPoll {
    /// A line of the scale, and whether the device is out of reach rather than out of words.
    typealias Outcome = (line: ScaleLine, isAway: Bool)

    let client: ModbusClient
    private let map: DeviceMap
    private let unit: UInt8
    private let scale: ScaleSettings
    private let clock: SiteClock
    private var watch: HeartbeatWatch?
    /// Whether the model's constants were seen since the device was last out of reach.
    private var isKnown = false

    init(
        map: DeviceMap, unit: UInt8, scale: ScaleSettings, clock: SiteClock, client: ModbusClient
    ) {
        (self.map, self.unit, self.scale, self.clock) = (map, unit, scale, clock)
        self.client = client
        watch = map.heartbeat.map { HeartbeatWatch($0) }
    }

    /// The next line of the scale.
    mutating func next() async -> Outcome {
        do throws(ModbusError) {
            if !isKnown, !map.identityRequests.isEmpty {
                let answers = try await client.answers(
                    to: map.identityRequests, unit: unit)
                if let stranger = stranger(in: answers) { return (stranger, false) }
            }
            isKnown = true
            return (
                line(of: try await client.answers(to: map.weighing.requests, unit: unit)), false
            )
        } catch {
            // Exceptions from 10 on are a gateway's word on a unit that it does not reach.
            let isAnswer = error.code.exceptionNumber.map { $0 < 10 } ?? false
            let isAway =
                !isAnswer && error.code != .mismatch && error.code != .closed
            // What is plugged in after a pause may be another device.
            if !isAnswer { isKnown = false }
            return (.silent(reason: "\(error)", at: clock.monotonic()), isAway)
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
