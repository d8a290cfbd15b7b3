import Glibc

/// Ports of the loopback address.
enum LoopbackPort {
    /// Below the ports that the system gives to connections that go out: such a one may be taken
    /// again before it is used.
    private static let candidates: ClosedRange<UInt16> = 20_000...31_999

    /// `count` different ports that nobody listened on a moment ago.
    static func free(_ count: Int) throws(DemoTrouble) -> [UInt16] {
        var found: [UInt16] = []
        for _ in candidates {
            let port = UInt16.random(in: candidates)
            if !found.contains(port), isFree(port) { found.append(port) }
            if found.count == count { return found }
        }
        throw DemoTrouble("no free TCP port on 127.0.0.1 between 20000 and 31999")
    }

    /// Whether somebody answers on a port.
    static func isAnswering(_ port: UInt16) -> Bool {
        withSocket { connect($0, to: port) }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        withSocket { socket in
            withAddress(port) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
    }

    private static func connect(_ socket: Int32, to port: UInt16) -> Bool {
        withAddress(port) {
            Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }

    private static func withSocket(_ body: (Int32) -> Bool) -> Bool {
        // Not to be inherited: a child started meanwhile would keep the port taken.
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        return body(socket)
    }

    private static func withAddress(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>) -> Bool
    ) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
