package import HTTPListening

/// A broker and whether it is there.
package struct BrokerStatus: AnswerPart {
    /// Its host and port.
    package var host: String
    /// Whether the agent is connected to it.
    package var isConnected: Bool

    package init(host: String, isConnected: Bool) {
        (self.host, self.isConnected) = (host, isConnected)
    }

    enum CodingKeys: String, CodingKey {
        case host
        case isConnected = "connected"
    }

    package static let about = "A broker and whether it is there."
    package static let fields: [AnswerField] = [
        .always("host", .text, "Its host and port."),
        .always("connected", .flag, "Whether the agent is connected to it."),
    ]
}
