package import HTTPListening

/// Which gateway this is, and whether it does its work.
package struct GatewayStatus: AnswerPart {
    /// The gateway's URI.
    package var id = ""
    /// The site as the registry knows it.
    package var site = ""
    /// The software's version.
    package var version = ""
    /// When the agent started, RFC 3339.
    package var started = ""
    /// Seconds since then, by the monotonic clock.
    package var uptimeSeconds: Int64 = 0
    /// SHA-256 of the configuration in force, 64 hexadecimal digits.
    package var configurationDigest = ""
    /// Whether the agent has begun its work: until then it has asked no device, broker or node.
    package var isRunning = true
    /// Whether vehicles can be weighed and kept.
    package var isReady = false

    package init() {}

    enum CodingKeys: String, CodingKey {
        case id, site, version, started
        case uptimeSeconds = "uptime_seconds"
        case configurationDigest = "configuration_digest"
        case isRunning = "running"
        case isReady = "ready"
    }

    package static let about = "Which gateway this is, and whether it does its work."
    package static let fields: [AnswerField] = [
        .always("id", .text, "The gateway's URI."),
        .always("site", .text, "The site as the registry knows it."),
        .always("version", .text, "The software's version."),
        .always("started", .time, "When the agent started."),
        .always("uptime_seconds", .count, "Seconds since then."),
        .always("configuration_digest", .text, "SHA-256 of the configuration in force."),
        .always(
            "running", .flag,
            "Whether the agent has begun its work. Until then no device, broker or node was asked, "
                + "and what is said of them says nothing."),
        .always("ready", .flag, "Whether vehicles can be weighed and kept."),
    ]
}
