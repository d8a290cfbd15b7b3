import Intake

extension SensorQuality {
    /// The quality as people read it.
    var word: String {
        switch self {
        case .good: "good"
        case .stale: "stale"
        case .missing: "missing"
        case .outOfRange: "out-of-range"
        case .unsynchronised: "unsynchronised"
        case .offline: "offline"
        case .invalid: "invalid"
        }
    }
}
