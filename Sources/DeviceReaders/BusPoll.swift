import Intake
import Modbus

/// The polls of one unit of a bus, whatever it is.
enum BusPoll {
    case scale(WeighingPoll)
    case sensors(SensorPoll)

    /// What one poll brought.
    enum Result {
        case scale(ScaleLine, PollOutcome)
        case sensors([SensorReading], PollOutcome, trouble: String?)

        var outcome: PollOutcome {
            switch self {
            case .scale(_, let outcome), .sensors(_, let outcome, _): outcome
            }
        }
    }

    init(_ unit: BusUnit, clock: SiteClock) {
        switch unit {
        case .scale(let unit): self = .scale(WeighingPoll(unit, clock: clock))
        case .sensors(let unit): self = .sensors(SensorPoll(unit, clock: clock))
        }
    }

    mutating func next(over client: ModbusClient) async -> Result {
        switch self {
        case .scale(var poll):
            let (line, outcome) = await poll.next(over: client)
            self = .scale(poll)
            return .scale(line, outcome)
        case .sensors(var poll):
            let result = await poll.next(over: client)
            self = .sensors(poll)
            return result
        }
    }
}
