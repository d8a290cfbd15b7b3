import DeviceMaps
import DeviceReaders
import Documents
import Glibc
import SiteKeys

extension Configuration.Broker {
    /// The one under `broker`, or those in the list `brokers`.
    static func all(
        _ root: inout DocumentMapping, path: (String) -> String, open: ConfigurationFiles
    ) throws(DocumentError) -> [Self] {
        guard let list = root.optionalNode("brokers") else {
            return [try Self(try root.mapping("broker"), path: path, open: open)]
        }
        guard !root.has("broker") else {
            throw list.error("'brokers' lists them all; take 'broker' into it")
        }
        var brokers: [Self] = []
        for node in try list.nodes("brokers") {
            let broker = try Self(try node.mapping(.broker), path: path, open: open)
            let names = Set(broker.map.sensors.map(\.name))
            for other in brokers {
                guard names.isDisjoint(with: other.map.sensors.map(\.name)) else {
                    throw node.error("a sensor of another broker has the same name already")
                }
                // A broker throws out whoever has the same name as the next one.
                guard
                    (broker.host, broker.port, broker.clientID)
                        != (other.host, other.port, other.clientID)
                else { throw node.error("this broker is there already with this 'client_id'") }
            }
            brokers.append(broker)
        }
        guard !brokers.isEmpty else { throw list.error("'brokers' names no broker") }
        return brokers
    }

    init(
        _ section: DocumentMapping, path: (String) -> String, open: ConfigurationFiles
    ) throws(DocumentError) {
        var broker = section
        host = try broker.string("host")
        protection = try Protection(&broker, path: path)
        port = UInt16(
            try broker.optionalInt("port") ?? (protection == .none ? 1883 : 8883))
        clientID = try broker.optionalString("client_id") ?? "weighpost"
        user = try broker.optionalString("user")
        guard !broker.keys.contains("password") else {
            throw broker.error(
                "a password is never written here: put it on the one line of a file with mode "
                    + "0600 and name that file under 'password_file'")
        }
        passwordFile = try broker.optionalString("password_file").map(path)
        guard passwordFile == nil || user != nil else {
            throw broker.error("'password_file' is the password of a 'user', who is missing")
        }
        statusTopic = try Self.statusTopic(&broker)
        map = try BrokerMap(parsing: try broker.node("topics")) { (file) throws(DocumentError) in
            MapDocument(try open.document(path(file)), bytes: try open.bytes(path(file)))
        }
        try broker.finish()
    }

    private static func statusTopic(
        _ broker: inout DocumentMapping
    ) throws(DocumentError) -> String? {
        guard let node = broker.optionalNode("status_topic") else { return nil }
        let text = try node.string("status_topic")
        guard let pattern = TopicPattern(text), pattern.isTopic else {
            throw node.error("'status_topic' is one topic, without + and #")
        }
        return text
    }

    /// How a reader comes to this broker; opens the files of its secrets.
    func readerSettings() throws(GatewayError) -> BrokerReader.Settings {
        var settings = BrokerReader.Settings(host: host, port: port, clientID: clientID)
        settings.statusTopic = statusTopic
        settings.user = user
        do {
            settings.password = try passwordFile.map(SecretFile.text(at:))
            switch protection {
            case .none: break
            case .certificates(let authorities, let certificate, let key):
                try Self.look(at: authorities, "ca")
                try certificate.map { try Self.look(at: $0, "certificate") }
                try key.map { try Self.look(at: $0, "key") }
                settings.protection = .certificates(
                    authorities: authorities, certificate: certificate, key: key)
            case .sharedKey(let identity, let file):
                settings.protection = .sharedKey(
                    identity: identity, key: try SecretFile.text(at: file))
            }
        } catch {
            throw GatewayError(.key, "broker \(host):\(port): \(error)")
        }
        return settings
    }

    /// The library names neither file nor reason.
    private static func look(at file: String, _ key: String) throws(GatewayError) {
        guard access(file, R_OK) != 0 else { return }
        throw GatewayError(
            .key, "tls: \(key): \(file) cannot be read: \(String(cString: strerror(errno)))")
    }
}

extension Configuration.Broker.Protection {
    /// `tls` with certificates, or `psk`, or nothing.
    fileprivate init(
        _ broker: inout DocumentMapping, path: (String) -> String
    ) throws(DocumentError) {
        let psk = try broker.optionalMapping("psk")
        guard var tls = try broker.optionalMapping("tls") else {
            guard var psk else {
                self = .none
                return
            }
            self = .sharedKey(
                identity: try psk.string("identity"), file: path(try psk.string("key_file")))
            try psk.finish()
            return
        }
        guard psk == nil else { throw tls.error("'tls' and 'psk' exclude each other") }
        let certificate = try tls.optionalString("certificate").map(path)
        let key = try tls.optionalString("key").map(path)
        self = .certificates(
            authorities: path(try tls.string("ca")), certificate: certificate, key: key)
        try tls.finish()
        guard (certificate == nil) == (key == nil) else {
            throw tls.error("'certificate' and 'key' go together")
        }
    }
}
