import Modbus

/// How a poll of one unit ended.
enum PollOutcome: Sendable, Hashable {
    /// The unit said something, if only that it refuses.
    case answered
    /// No word of the unit.
    case away
    /// Not even a connection or a line to ask over.
    case unreachable

    /// What a failed question means for the unit it went to.
    init(_ error: ModbusError) {
        switch error.code {
        // A gateway's exceptions, from 10 on, are its word on a unit that it does not reach.
        case let code where code.exceptionNumber.map { $0 < 10 } ?? false: self = .answered
        // Somebody spoke, at least: the next question will tell.
        case .mismatch, .closed: self = .answered
        case .unreachable: self = .unreachable
        default: self = .away
        }
    }
}
