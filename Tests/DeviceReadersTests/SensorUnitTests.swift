import DeviceMaps
import Intake
import Modbus
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

/// A device with registers of which some are not there, and which may be away.
private final class FieldDevice: Sendable {
    private let state: Mutex<(registers: [UInt16: UInt16], isAway: Bool, asked: [ModbusRequest])>

    init(_ registers: [UInt16: UInt16]) { state = Mutex((registers, false, [])) }

    var asked: [ModbusRequest] { state.withLock { $0.asked } }

    func forget() { state.withLock { $0.asked = [] } }

    func set(isAway: Bool) { state.withLock { $0.isAway = isAway } }

    func answer(_ request: ModbusRequest) -> ModbusAnswer {
        state.withLock { state in
            state.asked.append(request)
            if state.isAway { return .silence }
            let addresses = request.address..<(request.address + UInt16(request.count))
            let words = addresses.compactMap { state.registers[$0] }
            return words.count == addresses.count ? .registers(words) : .exception(2)
        }
    }
}

@Suite("Sensors on a bus", .timeLimit(.minutes(1)))
struct SensorUnitTests {
    private static let text = """
        sensor_map: 1
        version: 1
        maker: Example
        model: Probe
        grade: 2
        source: a test
        address_base: 0
        register: holding
        byte_order: ABCD
        limits: { max_registers: 20 }
        values:
          - { name: a, address: 0, type: int16 }
          - { name: b, address: 1, type: uint16 }
          - { name: c, address: 2, type: uint16 }
          - { name: d, address: 3, type: uint16 }
        sensors:
          - { name: air, value: a, kind: temperature, unit: Cel, scale: 0.1, max_age: 60 }
          - { name: pit, value: b, kind: moisture, unit: "%", max_age: 60 }
          - { name: gas, value: c, kind: other, unit: ppm, max_age: 60 }
          - { name: dose, value: d, kind: radiation, unit: cps, max_age: 60 }
        """

    private func unit(number: UInt8 = 1, name: String = "yard") throws -> SensorUnit {
        let bytes = [UInt8](Self.text.utf8)
        let map = try SensorMap(parsing: YAML.parse(bytes, file: "probe.yaml"), bytes: bytes)
        return try SensorUnit(
            name: name, map: map, number: number, sensors: map.sensors,
            interval: .milliseconds(20))
    }

    @Test("one register that is not there does not take its neighbours along")
    func illegalAddress() async throws {
        let device = FieldDevice([0: 0xFFFB, 1: 40, 3: 7])
        let server = try ModbusServer(port: 0, units: [1]) { device.answer($0) }
        let reader = ModbusReader(
            ReaderKit.bus(port: server.port), units: [.sensors(try unit())], clock: ReaderKit.clock)
        try await reader.running {
            try await until("the probe is read") { reader.sensors().first?.quality == .good }
            let readings = reader.sensors()
            #expect(readings.map(\.quality) == [.good, .good, .missing, .good])
            #expect(readings[0].mantissa == -5 && readings[0].exponent == -1)
            #expect(readings.map(\.mantissa) == [-5, 40, 0, 7])
            // What is not there is remembered: later polls ask around it, and get answers only.
            device.forget()
            try await until("more polls") { device.asked.count > 6 }
            #expect(
                device.asked.allSatisfy {
                    !($0.address..<($0.address + UInt16($0.count))).contains(2)
                })
        }
        server.stop()
    }

    @Test("a cable that is back brings everybody back at once, and each return is news")
    func cableBack() async throws {
        let (first, second) = (
            FieldDevice([0: 1, 1: 2, 2: 3, 3: 4]), FieldDevice([0: 5, 1: 6, 2: 7, 3: 8])
        )
        func server(_ port: UInt16) throws -> ModbusServer {
            try ModbusServer(port: port, units: [2, 3]) { request in
                request.unit == 2 ? first.answer(request) : second.answer(request)
            }
        }
        let gone = try server(0)
        let reader = ModbusReader(
            ReaderKit.bus(port: gone.port, timeout: .milliseconds(60)),
            units: [
                .sensors(try unit(number: 2, name: "north")),
                .sensors(try unit(number: 3, name: "south")),
            ], clock: ReaderKit.clock)
        try await reader.running {
            try await until("all is read") { reader.sensors().allSatisfy { $0.quality == .good } }
            gone.stop()
            var news = reader.news.makeAsyncIterator()
            var lost: Set<String> = []
            while lost.count < 2, case .unit(let unit)? = await news.next() {
                #expect(unit.awayFor != nil)
                lost.insert(unit.name)
            }
            let back = try server(gone.port)
            var returned: Set<String> = []
            while returned.count < 2, case .unit(let unit)? = await news.next() {
                #expect(unit.awayFor == nil)
                returned.insert(unit.name)
            }
            #expect(returned == ["north", "south"])
            #expect(reader.sensors().allSatisfy { $0.quality == .good })
            back.stop()
        }
    }

    @Test("a unit that dies is offline, its neighbours are read on, and it is news when it is back")
    func deadUnit() async throws {
        let (probe, other) = (
            FieldDevice([0: 1, 1: 2, 2: 3, 3: 4]), FieldDevice([0: 9, 1: 9, 2: 9, 3: 9])
        )
        let server = try ModbusServer(port: 0, units: [1, 2, 3]) { request in
            switch request.unit {
            case 1: .registers(ReaderKit.registers(24_860))
            case 2: probe.answer(request)
            default: other.answer(request)
            }
        }
        let reader = ModbusReader(
            ReaderKit.bus(port: server.port, timeout: .milliseconds(60)),
            units: [
                .scale(try ReaderKit.scale(every: .milliseconds(20))),
                .sensors(try unit(number: 2)), .sensors(try unit(number: 3)),
            ], clock: ReaderKit.clock)
        try await reader.running {
            try await until("all is read") { reader.sensors().allSatisfy { $0.quality == .good } }
            probe.set(isAway: true)
            var news = reader.news.makeAsyncIterator()
            guard case .unit(let lost)? = await news.next() else {
                throw Trouble("no news of the probe")
            }
            #expect(lost.name == "yard" && lost.awayFor != nil)
            #expect(reader.sensors().prefix(4).allSatisfy { $0.quality == .offline })
            #expect(reader.sensors().suffix(4).allSatisfy { $0.quality == .good })
            let before = reader.punctuality[0].1.polls
            try await until("the scale is read on") { reader.punctuality[0].1.polls > before + 10 }
            probe.set(isAway: false)
            #expect(await news.next() == .unit(UnitNews(name: "yard", awayFor: nil)))
            #expect(reader.sensors().allSatisfy { $0.quality == .good })
        }
        server.stop()
    }
}
