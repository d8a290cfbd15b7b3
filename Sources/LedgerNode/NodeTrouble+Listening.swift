import Glibc
import LedgerQueries
import LedgerServer

extension NodeTrouble {
    /// CometBFT cannot be listened for.
    init(_ unbound: ABCIServer.Unbound, at address: ABCIServer.Address) {
        self.init(
            option: "--listen", place: "\(address)", unbound.number, unbound.words,
            else: "give --listen another one, and proxy_app in the node's config.toml the same")
    }

    /// Questions cannot be listened for.
    init(_ unbound: QueryServer.Unbound, at place: (host: String, port: Int)) {
        let host = place.host.contains(":") ? "[\(place.host)]" : place.host
        self.init(
            option: "--queries", place: "\(host):\(place.port)", unbound.number, unbound.words,
            else: "give --queries another one")
    }

    private init(
        option: String, place: String, _ number: Int32?, _ words: String, else way: String
    ) {
        self.init("\(option): cannot listen at \(place): \(Self.why(number, words)), or \(way)")
    }

    /// Why an address cannot be had, and what to try.
    private static func why(_ number: Int32?, _ words: String) -> String {
        switch number {
        case EADDRINUSE:
            "another program listens there already; end that one ('ss -ltnp' names it)"
        case EACCES, EPERM:
            "this user may not; ports below 1024, and folders of others, need a right of their own"
        case EADDRNOTAVAIL:
            "this machine does not have the address; take one that 'ip address' shows"
        case ENOENT: "its folder is not there; make it"
        case let number?: "\(String(cString: strerror(number))); mend that"
        case nil: "it is no address of this machine (\(words)); write one"
        }
    }
}
