/// A topic of Sparkplug B: `spBv1.0/group/message/node` or with a device behind it.
struct SparkplugTopic: Sendable, Hashable {
    /// What a message says.
    enum Message: String, Sendable, Hashable {
        case nodeBirth = "NBIRTH"
        case nodeDeath = "NDEATH"
        case nodeData = "NDATA"
        case nodeCommand = "NCMD"
        case deviceBirth = "DBIRTH"
        case deviceDeath = "DDEATH"
        case deviceData = "DDATA"
        case deviceCommand = "DCMD"

        var isOfDevice: Bool {
            switch self {
            case .deviceBirth, .deviceDeath, .deviceData, .deviceCommand: true
            default: false
            }
        }
    }

    static let namespace = "spBv1.0"

    let node: SparkplugNode
    let message: Message
    let device: String?

    /// Nil for other topics, also for those that tell a host's state.
    init?(_ topic: String) {
        guard topic.utf8.count <= TopicPattern.longest else { return nil }
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 4 || levels.count == 5, levels[0] == Self.namespace,
            let message = Message(rawValue: String(levels[2])),
            message.isOfDevice == (levels.count == 5)
        else { return nil }
        node = SparkplugNode(group: String(levels[1]), name: String(levels[3]))
        self.message = message
        device = levels.count == 5 ? String(levels[4]) : nil
    }
}

/// An edge node, which speaks for itself and for the devices behind it.
package struct SparkplugNode: Sendable, Hashable {
    package let group: String
    package let name: String

    package init(group: String, name: String) {
        (self.group, self.name) = (group, name)
    }

    /// Everything it and its devices publish.
    var pattern: String { "\(SparkplugTopic.namespace)/\(group)/+/\(name)/#" }
    /// Where it takes commands.
    var commands: String { "\(SparkplugTopic.namespace)/\(group)/NCMD/\(name)" }
}

/// A metric by its place, as a map names it.
package struct SparkplugPlace: Sendable, Hashable {
    package let node: SparkplugNode
    /// Nil for a metric of the node itself.
    package let device: String?
    package let metric: String
}
