import Foundation
import TestKit

/// A program that reads twenty numbers of one device once a second.
enum TwentyReader: String, CaseIterable, CustomStringConvertible {
    /// Ours, which reads a scale at 10 Hz beside it.
    case weighpost
    /// collectd with its modbus plugin, writing CSV.
    case collectd
    /// modpoll in Python.
    case modpoll

    var description: String { rawValue }

    func start(at site: BenchSite, port: UInt16) throws -> Child {
        switch self {
        case .weighpost: return try site.start(["run", "--config", site.configuration])
        case .collectd:
            let file = try site.write(Self.collectdSettings(port, site), "collectd.conf")
            return try site.start(
                ["-f", "-C", file],
                program: Self.installed("collectd", by: "apt install collectd-core"))
        case .modpoll:
            let file = try site.write(Self.modpollTable, "modpoll.csv")
            return try site.start(
                ["--tcp", "127.0.0.1", "--tcp-port", "\(port)", "-f", file, "-r", "1", "-d"],
                program: Self.installed("modpoll", by: "pip install modpoll"))
        }
    }

    /// A program on the path; other places are not looked at.
    private static func installed(_ name: String, by hint: String) throws -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
        let found = folders.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw BenchTrouble("\(name) is not installed, so it is not compared (\(hint))")
        }
        return URL(fileURLWithPath: found)
    }

    private static func collectdSettings(_ port: UInt16, _ site: BenchSite) -> String {
        let values = (0..<20).map {
            """
              <Data "v\($0)">
                RegisterBase \(2 * $0)
                RegisterType float
                RegisterCmd ReadHolding
                Type gauge
                Instance "v\($0)"
              </Data>
            """
        }
        let collects = (0..<20).map { "      Collect \"v\($0)\"" }
        return """
            Hostname "bench"
            FQDNLookup false
            Interval 1
            BaseDir "\(site.path)"
            PIDFile "\(site.path)/collectd.pid"
            LoadPlugin modbus
            LoadPlugin csv
            <Plugin csv>
              DataDir "\(site.path)/csv"
            </Plugin>
            <Plugin modbus>
            \(values.joined(separator: "\n"))
              <Host "device">
                Address "127.0.0.1"
                Port "\(port)"
                Interval 1
                <Slave 2>
                  Instance "block"
            \(collects.joined(separator: "\n"))
                </Slave>
              </Host>
            </Plugin>

            """
    }

    private static var modpollTable: String {
        let values = (0..<20).map { "ref,v\($0),\(2 * $0),float32,r" }
        return (["device,block,2,,", "poll,holding_register,0,40,BE_BE"] + values)
            .joined(separator: "\n") + "\n"
    }
}
