/// The supervision rules that judge a load before it enters.
///
/// The numbers never change their meaning: they stand in signed records.
package enum RuleID: Int, Hashable, Sendable, CaseIterable {
    /// Net is gross less tare, to the gram.
    case netArithmetic = 1
    /// Gross, tare and net are above nothing.
    case positiveMasses = 2
    /// Both weights stood still and lie within the scale's range.
    case stableInRange = 3
    /// The same vehicle did not bring the same net shortly before.
    case duplicate = 15
    /// The weighing left a trace: a rising weight or a plate.
    case ghostLoad = 17
    /// The code is one that the site may take.
    case codeOnPermit = 19
    /// The times are in order, and a clock stands behind them.
    case timeSanity = 27
    /// No radiation above the site's limit.
    case radiation = 30

    /// What the rule asks for, as the end of a sentence that begins with "asks that".
    package var demand: String {
        switch self {
        case .netArithmetic: "net is gross less tare"
        case .positiveMasses: "gross, tare and net are above nothing"
        case .stableInRange: "both weights stood still, within the scale's range"
        case .duplicate: "the vehicle did not bring the same net shortly before"
        case .ghostLoad: "the weighing left a trace: a rising weight, or a plate"
        case .codeOnPermit: "the load has a code, and the site may take it"
        case .timeSanity: "the times are in order, and a time source stands behind the clock"
        case .radiation: "no radiation is above the site's limit, where it is measured"
        }
    }

    /// The rule as people write it: `WQ-01`.
    package var name: String { "WQ-" + (rawValue < 10 ? "0" : "") + String(rawValue) }
}
