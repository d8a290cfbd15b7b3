import CMosquitto

extension MosquittoSession {
    /// Sets everything that must be set before the first connection.
    func use(_ access: MosquittoAccess) throws(MosquittoError) {
        if let user = access.user {
            try check(
                unsafe mosquitto_username_pw_set(raw, user, access.password),
                "cannot use the user '\(user)'")
        }
        if let will = access.will {
            try check(
                unsafe mosquitto_will_set(
                    raw, will.topic, Int32(clamping: will.payload.count), will.payload, 1, true),
                "cannot leave a will on '\(will.topic)'")
        }
        switch access.protection {
        case .none: break
        case .certificates(let authorities, let own):
            try check(
                unsafe mosquitto_tls_set(
                    raw, authorities, nil, own?.certificate, own?.key,
                    // A key under a passphrase would ask for it at a terminal nobody sits at.
                    { _, _, _, _ in 0 }),
                "cannot use the authorities in \(authorities)"
                    + (own.map { " and the certificate in \($0.certificate)" } ?? ""))
        case .sharedKey(let identity, let key):
            // The key stays out of the message: it would end in a log.
            try check(
                unsafe mosquitto_tls_psk_set(raw, key, identity, nil),
                "cannot use the shared key of '\(identity)'")
        }
    }

    private func check(_ result: Int32, _ what: String) throws(MosquittoError) {
        guard result == MOSQ_ERR_SUCCESS.number else { throw MosquittoError(result, what) }
    }
}
