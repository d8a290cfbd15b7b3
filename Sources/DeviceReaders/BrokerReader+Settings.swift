import Mosquitto

extension BrokerReader {
    /// Where the broker is, and as whom to come to it.
    package struct Settings: Sendable, Hashable {
        /// What protects the connection.
        package enum Protection: Sendable, Hashable {
            /// Nothing: for a broker on the same machine.
            case none
            /// TLS; files (PEM) of the authorities, and of a client's certificate and key.
            case certificates(authorities: String, certificate: String?, key: String?)
            /// TLS with a key that both know, as hexadecimal digits.
            case sharedKey(identity: String, key: String)
        }

        package var host: String
        package var port: UInt16
        /// One per box and always the same, or the broker does not know what it owes us.
        package var clientID: String
        package var protection = Protection.none
        package var user: String?
        package var password: String?
        /// Where the reader says `online`, retained, and `offline` when it goes, by its will if
        /// need be; nil says nothing.
        package var statusTopic: String?
        /// A topic on which something comes that is no value: it is handed on as it is; nil for none.
        package var letterTopic: String?
        /// The first pause after a lost connection; it doubles up to 30 s.
        package var retry = Duration.seconds(1)

        package init(host: String, port: UInt16, clientID: String) {
            (self.host, self.port, self.clientID) = (host, port, clientID)
        }
    }
}

extension BrokerReader.Settings {
    var access: MosquittoAccess {
        var access = MosquittoAccess()
        (access.user, access.password) = (user, password)
        access.will = statusTopic.map {
            MosquittoAccess.Will(topic: $0, payload: BrokerInbox.offline)
        }
        switch protection {
        case .none: break
        case .certificates(let authorities, let certificate, let key):
            var own: MosquittoAccess.Certificate?
            if let certificate, let key {
                own = MosquittoAccess.Certificate(certificate: certificate, key: key)
            }
            access.protection = .certificates(authorities: authorities, own: own)
        case .sharedKey(let identity, let key):
            access.protection = .sharedKey(identity: identity, key: key)
        }
        return access
    }
}
