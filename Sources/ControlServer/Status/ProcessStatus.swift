package import HTTPListening

/// What the agent's process uses.
package struct ProcessStatus: AnswerPart {
    /// What of it lies in memory, bytes.
    package var rssBytes: UInt64 = 0
    /// What of that is its own and no file's, bytes.
    package var anonymousBytes: UInt64 = 0
    /// Files and sockets that it holds open.
    package var openFiles = 0
    /// The time it has computed, of all its threads, seconds.
    package var cpuSeconds: Double = 0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case rssBytes = "rss_bytes"
        case anonymousBytes = "anonymous_bytes"
        case openFiles = "open_files"
        case cpuSeconds = "cpu_seconds"
    }

    package static let about = "What the agent's process uses."
    package static let fields: [AnswerField] = [
        .always("rss_bytes", .count, "What of it lies in memory."),
        .always("anonymous_bytes", .count, "What of that is its own and no file's."),
        .always("open_files", .count, "Files and sockets that it holds open."),
        .always("cpu_seconds", .number, "The time it has computed, of all its threads."),
    ]
}
