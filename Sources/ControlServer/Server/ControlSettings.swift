import NIOCore

/// Where the control server listens, and how much it takes.
package struct ControlSettings: Sendable {
    /// Nil where there is to be no socket.
    package var socket: SocketPlace?
    /// Nil where only the unix socket is served, which is what a site needs.
    package var loopback: LoopbackPlace?
    package var limits = ControlLimits()

    package init(socket: SocketPlace?, loopback: LoopbackPlace? = nil) {
        (self.socket, self.loopback) = (socket, loopback)
    }
}

/// A TCP address of this box alone, and who may ask there.
package struct LoopbackPlace: Hashable, Sendable {
    /// `127.0.0.1` or another address of 127.0.0.0/8, or `::1`.
    package let host: String
    /// The port; 0 for any free one.
    package let port: Int
    /// The path of the file of tokens.
    package let tokens: String

    package init(host: String, port: Int, tokens: String) {
        (self.host, self.port, self.tokens) = (host, port, tokens)
    }

    /// Refuses an address that is not of this box alone, and a name, which may come to be one.
    func check() throws(ControlError) {
        guard (0...65_535).contains(port) else {
            throw ControlError(.address, "\(port) is no port; write 1 to 65535")
        }
        guard let address = LoopbackPlace.address(host), address.isLoopback else {
            throw ControlError(
                .address,
                "\(host) is not an address of this box alone; write 127.0.0.1 or ::1, and let a "
                    + "proxy with TLS face the network")
        }
    }

    private static func address(_ host: String) -> SocketAddress? {
        // It throws for everything that is not an address in digits, and nothing else is wanted.
        try? SocketAddress(ipAddress: host, port: 0)
    }
}

extension SocketAddress {
    /// Whether it is of this box alone: 127.0.0.0/8 (RFC 1122, 3.2.1.3) or ::1 (RFC 4291, 2.5.3).
    fileprivate var isLoopback: Bool {
        switch self {
        case .v4: ipAddress?.hasPrefix("127.") == true
        case .v6: ipAddress == "::1"
        case .unixDomainSocket: false
        }
    }
}
