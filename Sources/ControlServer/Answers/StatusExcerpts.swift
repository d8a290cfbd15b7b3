import HTTPListening

/// The devices of the site as they stand now.
struct ReadingsAnswer: AnswerPart {
    let scale: BridgeStatus
    let sensors: [SensorStatus]
    let brokers: [BrokerStatus]

    static let about = "The devices of the site as they stand now."
    static let fields: [AnswerField] = [
        .always("scale", .part(BridgeStatus.self), BridgeStatus.about),
        .always("sensors", .list(.part(SensorStatus.self)), "Every sensor."),
        .always("brokers", .list(.part(BrokerStatus.self)), "Every broker."),
    ]
}

/// What is wrong now.
struct TroublesAnswer: AnswerPart {
    let troubles: [TroubleStatus]

    static let about = "What is wrong now."
    static let fields: [AnswerField] = [
        .always("troubles", .list(.part(TroubleStatus.self)), "What is wrong now.")
    ]
}

/// Whether the process is alive.
struct HealthAnswer: AnswerPart {
    /// Loops of the agent that stand still, in words.
    let standing: [String]

    static let about = "Whether the process answers and its loops turn."
    static let fields: [AnswerField] = [
        .always("standing", .list(.text), "Loops of the agent that stand still, in words.")
    ]
}

/// Whether the gateway does its work, and what keeps it from it.
struct ReadyAnswer: AnswerPart {
    let ready: Bool
    let troubles: [TroubleStatus]

    static let about = "Whether vehicles can be weighed and kept, and what is wrong."
    static let fields: [AnswerField] = [
        .always("ready", .flag, "Whether vehicles can be weighed and kept."),
        .always("troubles", .list(.part(TroubleStatus.self)), "What is wrong now."),
    ]
}

/// What came of reading the configuration again.
struct ReloadAnswer: AnswerPart {
    let text: String

    static let about = "What came of reading the configuration again."
    static let fields: [AnswerField] = [.always("text", .text, "What changed, in words.")]
}

/// Why there is no answer.
struct FaultAnswer: AnswerPart {
    let error: String

    static let about = "Why there is no answer."
    static let fields: [AnswerField] = [.always("error", .text, "What is wrong, in words.")]
}
