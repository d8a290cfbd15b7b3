import CMosquitto

/// Why libmosquitto refused a call.
package struct MosquittoError: Error, Hashable, CustomStringConvertible {
    /// The kind of trouble: libmosquitto's result code; more may come.
    package struct Code: Hashable, Sendable {
        private let number: Int32

        init(_ number: Int32) { self.number = number }

        /// A topic, a client id, a payload or a port that MQTT does not allow.
        package static let invalid = Code(MOSQ_ERR_INVAL.number)
        package static let noMemory = Code(MOSQ_ERR_NOMEM.number)
        /// Not connected, and the message is of QoS 0, so it is not kept.
        package static let notConnected = Code(MOSQ_ERR_NO_CONN.number)
        package static let payloadTooLong = Code(MOSQ_ERR_PAYLOAD_SIZE.number)
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, and libmosquitto's words.
    package let message: String

    package var description: String { message }

    init(_ result: Int32, _ what: String) {
        code = Code(result)
        message = "\(what): \(Self.words(for: result))"
    }

    /// libmosquitto's words for a result of a call.
    static func words(for result: Int32) -> String {
        unsafe mosquitto_strerror(result).map { unsafe String(cString: $0) } ?? "error \(result)"
    }
}

extension mosq_err_t {
    /// The code as the calls return it.
    var number: Int32 { rawValue }
}
