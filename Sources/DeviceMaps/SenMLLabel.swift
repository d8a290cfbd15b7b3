/// The fields of a SenML record, by their CBOR labels (RFC 8428, table 1).
enum SenMLLabel: Int, Sendable, Hashable, CaseIterable {
    case baseVersion = -1
    case baseName = -2
    case baseTime = -3
    case baseUnit = -4
    case baseValue = -5
    case baseSum = -6
    case name = 0
    case unit = 1
    case value = 2
    case textValue = 3
    case boolValue = 4
    case sum = 5
    case time = 6
    case updateTime = 7
    case dataValue = 8

    /// The label in JSON.
    var json: String {
        switch self {
        case .baseVersion: "bver"
        case .baseName: "bn"
        case .baseTime: "bt"
        case .baseUnit: "bu"
        case .baseValue: "bv"
        case .baseSum: "bs"
        case .name: "n"
        case .unit: "u"
        case .value: "v"
        case .textValue: "vs"
        case .boolValue: "vb"
        case .sum: "s"
        case .time: "t"
        case .updateTime: "ut"
        case .dataValue: "vd"
        }
    }

    /// The label of a JSON member; nil for one of an extension.
    init?(json: String) {
        guard let label = Self.allCases.first(where: { $0.json == json }) else { return nil }
        self = label
    }
}

/// What stands under a label, whichever of the two forms it came in.
enum SenMLField: Sendable, Hashable {
    case number(ExactDecimal)
    case text(String)
    case bool(Bool)
    /// Bytes, which no map reads.
    case data
}
