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
    /// Whether the site lets the map's commands be sent.
    private let mayCommand: Bool
    /// Whether the model's constants were seen since the device was last out of reach.
    private var isKnown = false
    /// What was last said of what must not change, and when it is looked at again.
    private var audited: (numbers: [String: Int64], next: MonotonicTime?) = ([:], nil)

    init(_ unit: ScaleUnit, clock: SiteClock) {
        (map, scale, self.clock) = (unit.map, unit.settings, clock)
        self.unit = unit.number
        watch = map.heartbeat.map { HeartbeatWatch($0) }
        mayCommand = unit.mayCommand
    }

    /// The next line of the scale.
    mutating func next(over client: ModbusClient) async -> (ScaleLine, PollOutcome) {
        do throws(ModbusError) {
            if !isKnown, mayCommand, let select = map.select {
                do throws(CommandError) {
                    try await client.perform(select, unit: unit)
                } catch {
                    // Away, so that a device that refuses is not told again at every poll.
                    return (
                        .silent(reason: "\(map.title): \(error)", at: clock.monotonic()), .away
                    )
                }
            }
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

    /// What must not change and has, since this was last asked; once a minute.
    mutating func audit(over client: ModbusClient) async -> [AuditFinding] {
        let now = clock.monotonic()
        guard isKnown, !map.audit.isEmpty, audited.next.map({ now >= $0 }) ?? true else {
            return []
        }
        audited.next = now.advanced(milliseconds: 60_000)
        // A device that is away is the next poll's news.
        guard let answers = try? await client.answers(to: map.auditRequests, unit: unit) else {
            return []
        }
        return map.audit.compactMap { point in
            guard let number = point.number(in: answers),
                audited.numbers.updateValue(number, forKey: point.name) != number
            else { return nil }
            return AuditFinding(name: point.name, number: number, meaning: point.meaning)
        }
    }

    /// Lets the indicator keep what it shows in its own memory, and reads back what it kept.
    func store(
        _ shown: ShownWeight, over client: ModbusClient
    ) async -> Result<AlibiRecord, CommandError> {
        guard mayCommand, let alibi = map.alibi else {
            return .failure(
                CommandError(
                    message: "\(map.title): its map knows no alibi memory, or the site allows no "
                        + "commands"))
        }
        var result: Result<AlibiRecord, CommandError>
        do throws(CommandError) {
            try await client.perform(alibi.store, unit: unit)
            result = await kept(shown, alibi, over: client)
        } catch {
            result = .failure(CommandError(message: "\(map.title): \(error)"))
        }
        if let release = alibi.release {
            do throws(CommandError) {
                try await client.perform(release, unit: unit)
            } catch {
                result = .failure(CommandError(message: "\(map.title): \(error)"))
            }
        }
        return result
    }

    private func kept(
        _ shown: ShownWeight, _ alibi: AlibiRule, over client: ModbusClient
    ) async -> Result<AlibiRecord, CommandError> {
        do throws(ModbusError) {
            let answers = try await client.answers(to: alibi.requests, unit: unit)
            guard let record = map.alibiRecord(in: answers, like: shown) else {
                return .failure(
                    CommandError(message: "\(map.title): its memory holds no such number"))
            }
            return .success(record)
        } catch {
            return .failure(CommandError(message: "\(map.title): \(error)"))
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
