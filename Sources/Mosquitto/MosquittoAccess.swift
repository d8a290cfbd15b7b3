/// How a client knows its broker, and how the broker knows the client.
package struct MosquittoAccess: Sendable, Hashable {
    /// What protects the connection.
    package enum Protection: Sendable, Hashable {
        /// Nothing: for a broker on the same machine.
        case none
        /// TLS. The broker's certificate must be signed by one of the authorities in a file (PEM)
        /// and name the host; a client certificate and its key are files too, both or neither.
        case certificates(authorities: String, own: Certificate?)
        /// TLS with a key that both know, as hexadecimal digits.
        case sharedKey(identity: String, key: String)
    }

    /// The files (PEM) of a client's certificate and its key, without a passphrase.
    package struct Certificate: Sendable, Hashable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            (self.certificate, self.key) = (certificate, key)
        }
    }

    /// What the broker publishes when the client goes without a word.
    package struct Will: Sendable, Hashable {
        package let topic: String
        package let payload: [UInt8]

        package init(topic: String, payload: [UInt8]) {
            (self.topic, self.payload) = (topic, payload)
        }
    }

    package var protection = Protection.none
    package var user: String?
    package var password: String?
    /// Retained, and of QoS 1.
    package var will: Will?

    /// A connection without protection, user and will.
    package init() {}
}
