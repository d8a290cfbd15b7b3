import HTTPListening

/// One address of the API: what the server routes by, and what its description says.
struct ControlRoute: Sendable {
    /// What is asked.
    enum Question: Hashable, Sendable {
        case status, readings, weighings, entries, delivery, trust, troubles
        case events, health, ready, metrics, description
        case reload
    }

    /// What is answered with status 200, and with the others that are not about the question.
    enum Content: Sendable {
        case json(any AnswerPart.Type)
        /// JSON without a shape of its own.
        case document
        /// Something else than JSON, by its media type.
        case text(String)
    }

    /// A parameter of an address: a whole number.
    struct Parameter: Sendable {
        let name: String
        let about: String
        let range: ClosedRange<UInt64>
    }

    /// A header field that is looked at.
    struct Field: Sendable {
        let name: String
        let about: String
    }

    let question: Question
    let path: String
    let about: String
    let content: Content
    var isPost = false
    var role = ControlRole.view
    var parameters: [Parameter] = []
    var fields: [Field] = []
    /// Answers of another status that mean something here; their content is told beside it.
    var others: [Int: (about: String, content: Content)] = [:]

    /// The methods it takes (RFC 9110, section 9); what has no end has no length to tell either.
    var methods: [String] {
        if isPost { return ["POST"] }
        return question == .events ? ["GET"] : ["GET", "HEAD"]
    }

    /// Where a listener was that lost the connection.
    static let lastEvent = Field(
        name: "Last-Event-ID",
        about:
            "The id of the last event that came over an earlier connection. The latest 128 events "
            + "are kept: what came since is sent first, or an event 'missed' where that is not known."
    )

    static let all: [ControlRoute] = [
        ControlRoute(
            question: .status, path: "/v1/status", about: "The whole state at a glance.",
            content: .json(SiteStatus.self), others: [503: journalAway]),
        ControlRoute(
            question: .readings, path: "/v1/readings",
            about: "The scale, the sensors and the brokers.", content: .json(ReadingsAnswer.self)),
        ControlRoute(
            question: .weighings, path: "/v1/weighings",
            about: "The weighings in progress: the deck, and vehicles not weighed out yet.",
            content: .json(WeighingsPage.self), parameters: page, others: [503: journalAway]),
        ControlRoute(
            question: .entries, path: "/v1/entries",
            about: "The journal's entries and how far each is on its way.",
            content: .json(EntriesPage.self), parameters: page, others: [503: journalAway]),
        ControlRoute(
            question: .delivery, path: "/v1/delivery", about: "How far delivery is.",
            content: .json(DeliveryStatus.self), others: [503: journalAway]),
        ControlRoute(
            question: .trust, path: "/v1/trust", about: "Where trust in the chain stands.",
            content: .json(TrustStatus.self), others: [503: journalAway]),
        ControlRoute(
            question: .troubles, path: "/v1/troubles", about: "What is wrong, and what to do.",
            content: .json(TroublesAnswer.self), others: [503: journalAway]),
        ControlRoute(
            question: .events, path: "/v1/events",
            about: "What happens, as it happens: server-sent events. Who reads too slowly gets a "
                + "last event 'overrun' and has to come again.",
            content: .text("text/event-stream"), fields: [lastEvent],
            others: [429: ("As many listen as may.", .json(FaultAnswer.self))]),
        ControlRoute(
            question: .health, path: "/v1/health", about: "Whether the process is alive.",
            content: .json(HealthAnswer.self),
            others: [503: ("A loop stands still.", .json(HealthAnswer.self))]),
        ControlRoute(
            question: .ready, path: "/v1/ready", about: "Whether vehicles can be weighed and kept.",
            content: .json(ReadyAnswer.self),
            others: [503: ("It is not ready; why.", .json(ReadyAnswer.self))]),
        ControlRoute(
            question: .metrics, path: "/metrics", about: "Figures for Prometheus.",
            content: .text(MetricsText.mediaType), others: [503: journalAway]),
        ControlRoute(
            question: .description, path: "/v1/openapi.json", about: "This description.",
            content: .document),
        ControlRoute(
            question: .reload, path: "/v1/reload", about: "Reads the configuration again.",
            content: .json(ReloadAnswer.self), isPost: true, role: .control,
            others: [
                409: ("The configuration is wrong; the old one holds.", .json(FaultAnswer.self))
            ]),
    ]

    private static let page = [
        Parameter(
            name: "from",
            about: "Where the page begins: the last page's 'next', or an entry's number. Without "
                + "it the page ends with the newest entry.",
            range: 1...UInt64(Int64.max)),
        Parameter(
            name: "limit", about: "How many at most, 1 to 100; 20 unless told.", range: 1...100),
    ]

    private static let journalAway = (
        about: "The journal does not answer, or as many look into it as may.",
        content: Content.json(FaultAnswer.self)
    )
}
