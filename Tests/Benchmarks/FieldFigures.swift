import Foundation
import Modbus
import Mosquitto
import Synchronization
import TestKit

/// What it costs to read a site, beside what others need for the same devices.
enum FieldFigures {
    private static let settling = Duration.seconds(4)
    private static let watching = Duration.seconds(20)

    /// Devices on one port, and how often each was asked: unit 1 is an FT-10, the others have 125
    /// holding registers.
    private final class Devices: Sendable {
        private let asked = Mutex<[UInt8: Int]>([:])

        func count(_ unit: UInt8) -> Int { asked.withLock { $0[unit] ?? 0 } }

        func server() throws -> ModbusServer {
            try ModbusServer(port: 0, units: [1, 2, 3, 4, 5]) { request in
                self.asked.withLock { $0[request.unit, default: 0] += 1 }
                let registers: [UInt16] =
                    request.unit == 1
                    ? [0, 40, 2, 0, 0, 0, 40, 2] : [UInt16](repeating: 0x4148, count: 125)
                let (first, end) = (Int(request.address), Int(request.address) + request.count)
                guard end <= registers.count else { return .exception(2) }
                return .registers(Array(registers[first..<end]))
            }
        }
    }

    static func measured() async throws -> [Figure] {
        try await site() + crowd()
    }

    // MARK: A site: a scale at 10 Hz and ten sensors on a broker

    private static func site() async throws -> [Figure] {
        guard TestBroker.isInstalled else { throw BenchTrouble("mosquitto is not installed") }
        let (devices, broker) = (Devices(), try TestBroker())
        let server = try devices.server()
        defer { server.stop() }
        let sensors = (0..<10).map {
            "{ name: s\($0), topic: field/\($0), kind: other, value: /v, unit: x, max_age: 60 }"
        }
        let site = try BenchSite(
            modbusPort: server.port, brokerPort: broker.port, sensors: sensors)
        let sender = try MosquittoClient(
            id: "sensors", cleanSession: true, onMessage: { _ in true })
        sender.connect(host: "127.0.0.1", port: broker.port)
        let sending = Task {
            while !Task.isCancelled {
                // Not connected yet: the next second comes soon.
                for number in 0..<10 {
                    try? sender.publish("field/\(number)", Array("{\"v\":1}".utf8), qos: 0)
                }
                try await Task.sleep(for: .seconds(1))
            }
        }
        let agent = try site.start(["run", "--config", site.configuration])
        defer {
            sending.cancel()
            sender.stop()
            site.stop(agent)
        }
        let use = try await ProcessUse.of(agent, after: settling, watching: watching)
        let about = "weighpost run with a scale at 10 Hz and 10 sensors at 1 Hz on a broker"
        return [
            Figure("site-rss", unit: "MiB", about: "\(about): VmRSS", runs: [use.rss]),
            Figure("site-rss-anon", unit: "MiB", about: "\(about): RssAnon", runs: [use.anonymous]),
            Figure(
                "site-cpu", unit: "%", about: "\(about): share of one core in 20 s",
                runs: [use.processor]),
        ]
    }

    // MARK: A crowd: ten thousand values a second

    private static func map(_ count: Int, type: String) -> String {
        let width = type == "float32" ? 2 : 1
        let values = (0..<count).map {
            "  - { name: v\($0), address: \($0 * width), type: \(type) }"
        }
        let sensors = (0..<count).map {
            "  - { name: n\($0), value: v\($0), kind: other, unit: x, max_age: 60 }"
        }
        let head = """
            sensor_map: 1
            version: 1
            maker: Bench
            model: Block
            grade: 1
            source: a bench
            address_base: 0
            register: holding
            byte_order: ABCD
            values:

            """
        return head + (values + ["sensors:"] + sensors).joined(separator: "\n") + "\n"
    }

    private static func crowd() async throws -> [Figure] {
        let devices = Devices()
        let server = try devices.server()
        defer { server.stop() }
        let units = (2...5).map {
            "{ name: u\($0), role: sensors, bus: field, map: crowd.yaml, unit_id: \($0), poll: 50 }"
        }
        let site = try BenchSite(modbusPort: server.port, units: units)
        try site.write(map(125, type: "int16"), "crowd.yaml")
        let agent = try site.start(["run", "--config", site.configuration])
        defer { site.stop(agent) }
        try await Task.sleep(for: settling)
        let before = (2...5).reduce(0) { $0 + devices.count(UInt8($1)) }
        var use: ProcessUse?
        let seconds = try await Ruler.seconds {
            use = try await ProcessUse.of(agent, after: .zero, watching: watching)
        }
        guard let use else { throw BenchTrouble("nothing was seen") }
        let polls = (2...5).reduce(0) { $0 + devices.count(UInt8($1)) } - before
        let about = "weighpost run with a scale at 10 Hz and four units of 125 values at 20 Hz"
        return [
            Figure(
                "crowd-values", unit: "/s", about: "\(about): values read",
                runs: [Double(polls * 125) / seconds]),
            Figure("crowd-rss", unit: "MiB", about: "\(about): VmRSS", runs: [use.rss]),
            Figure(
                "crowd-rss-anon", unit: "MiB", about: "\(about): RssAnon", runs: [use.anonymous]),
            Figure(
                "crowd-cpu", unit: "%", about: "\(about): share of one core in 20 s",
                runs: [use.processor]),
        ]
    }

    // MARK: Twenty adjacent numbers a second, by us and by others

    /// What one of them asks and costs; each is measured alone, on the same devices.
    static func twenty(_ reader: TwentyReader) async throws -> [Figure] {
        let devices = Devices()
        let server = try devices.server()
        defer { server.stop() }
        let site = try BenchSite(
            modbusPort: server.port,
            units: ["{ name: block, role: sensors, bus: field, map: twenty.yaml, unit_id: 2 }"])
        try site.write(map(20, type: "float32"), "twenty.yaml")
        let process = try reader.start(at: site, port: server.port)
        defer { site.stop(process) }
        try await Task.sleep(for: settling)
        let before = devices.count(2)
        let use = try await ProcessUse.of(process, after: .zero, watching: watching)
        let requests = Double(devices.count(2) - before) / (watching / .seconds(1))
        let about = "\(reader) on 20 adjacent float32 at 1 Hz"
        return [
            Figure(
                "twenty-requests-\(reader)", unit: "/s", about: "\(about): requests",
                runs: [requests]),
            Figure("twenty-rss-\(reader)", unit: "MiB", about: "\(about): VmRSS", runs: [use.rss]),
            Figure(
                "twenty-cpu-\(reader)", unit: "%", about: "\(about): share of one core in 20 s",
                runs: [use.processor]),
        ]
    }
}
