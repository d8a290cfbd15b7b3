package import DeviceMaps

/// Where the bytes of an indicator come from.
package enum SerialRoute: Sendable, Hashable {
    /// A port of this box, by its path; nil takes the line that the map proposes.
    case tty(path: String, line: SerialLine?)
    /// A device server, which has its own settings of the line.
    case tcp(host: String, port: UInt16)
}

extension SerialRoute: CustomStringConvertible {
    /// Where to look for the cable, and how the line is set.
    package var description: String {
        switch self {
        case .tty(let path, let line): line.map { "\(path), \($0)" } ?? path
        case .tcp(let host, let port): "\(host):\(port)"
        }
    }
}
