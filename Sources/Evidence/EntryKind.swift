/// What kind of happening a journal entry is.
///
/// The numbers never change their meaning.
package enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case weighIn = 1
    case intake = 2
    case outgoing = 3
    case tare = 4
    case correction = 5
    case void = 6
    case hold = 7
    case release = 8
    case reject = 9
    case erasure = 10
    case key = 11
    case handover = 12
    case time = 13
    case event = 14
    case closing = 15
}

extension EntryKind: CustomStringConvertible {
    /// The name people use.
    package var description: String {
        switch self {
        case .weighIn: "weigh-in"
        case .intake: "intake"
        case .outgoing: "outgoing"
        case .tare: "tare"
        case .correction: "correction"
        case .void: "void"
        case .hold: "hold"
        case .release: "release"
        case .reject: "reject"
        case .erasure: "erasure"
        case .key: "key"
        case .handover: "handover"
        case .time: "time"
        case .event: "event"
        case .closing: "closing"
        }
    }
}
