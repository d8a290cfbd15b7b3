import DeviceMaps
import DeviceReaders
import Intake
import Modbus
import Wire

/// One look at a device by its map: raw words, values, and what a weighing would be.
struct ProbePage {
    private(set) var lines: [String] = []
    /// Whether the device did not answer the questions of the map.
    private(set) var hasFailed = false
    private let exponent: Int

    /// Looks once; `exponent` is where the site says that the point stands.
    init(_ map: DeviceMap, _ probe: DeviceProbe, exponent: Int) async {
        self.exponent = exponent
        lines.append("\(map.title), map version \(map.version), grade \(map.grade)")
        do throws(ModbusError) {
            if !map.identityRequests.isEmpty {
                identity(try await probe.answers(to: map.identityRequests)) {
                    answers throws(DeviceMapError) in try map.checkIdentity(answers)
                }
            }
            let answers = try await probe.answers(to: map.weighing.requests)
            values(map.values, answers + (try await others(of: map, answers, probe)))
            weighing(of: map, answers)
        } catch {
            hasFailed = true
            lines.append("  \(error)")
        }
    }

    /// Looks once at a device with sensors.
    init(_ map: SensorMap, _ probe: DeviceProbe) async {
        exponent = 0
        lines.append("\(map.title), sensors, map version \(map.version), grade \(map.grade)")
        do throws(ModbusError) {
            if !map.identityRequests.isEmpty {
                identity(try await probe.answers(to: map.identityRequests)) {
                    answers throws(DeviceMapError) in try map.checkIdentity(answers)
                }
            }
            var answers: [RegisterAnswer] = []
            // A value that lies in a forbidden range is a mistake that `map lint` tells.
            if let plan = try? RegisterPlan(
                reading: map.values.map(\.span), forbidden: map.forbidden, limits: map.limits)
            {
                answers = try await probe.readable(plan)
            }
            values(map.values, answers)
            let wall = WallTime(seconds: 0, nanoseconds: 0, clock: .synchronised)
            for sensor in map.sensors {
                let reading = sensor.reading(in: answers, wall: wall)
                lines.append(
                    "  \(sensor.name.padded(16))\(reading.valueText), \(reading.quality)")
            }
        } catch {
            hasFailed = true
            lines.append("  \(error)")
        }
    }

    /// What the map names beside the weighing: capacity, increment, whatever tells the device.
    private func others(
        of map: DeviceMap, _ answers: [RegisterAnswer], _ probe: DeviceProbe
    ) async throws(ModbusError) -> [RegisterAnswer] {
        let missing = map.values.filter { $0.content(in: answers) == nil }
        // A value that lies in a forbidden range is a mistake that `map lint` tells.
        guard !missing.isEmpty, let plan = try? map.plan(reading: missing) else { return [] }
        return try await probe.answers(to: plan.requests)
    }

    private mutating func identity(
        _ answers: [RegisterAnswer], _ check: ([RegisterAnswer]) throws(DeviceMapError) -> Void
    ) {
        do throws(DeviceMapError) {
            try check(answers)
            lines.append("  it is this model: its constants are there")
        } catch {
            lines.append("  \(error)")
        }
    }

    private mutating func values(_ values: [DeviceMap.Value], _ answers: [RegisterAnswer]) {
        for value in values {
            guard let content = value.content(in: answers) else { continue }
            let first = value.span.addresses.lowerBound
            let words =
                answers.filter { $0.request.table == value.span.table }
                .compactMap { answer -> [UInt16]? in
                    let offset = first - Int(answer.request.address)
                    let end = offset + value.span.addresses.count
                    return offset >= 0 && end <= answer.words.count
                        ? Array(answer.words[offset..<end]) : nil
                }.first ?? []
            let raw = words.map { String(hexWord: $0) }.joined(separator: " ")
            lines.append(
                "  " + value.name.padded(16) + "\(value.span.table) \(first)".padded(14)
                    + raw.padded(20) + "\(content)")
        }
    }

    private mutating func weighing(of map: DeviceMap, _ answers: [RegisterAnswer]) {
        let settings = ScaleMap.registers(map).settings(exponent: exponent, unit: .kilogram)
        do throws(DeviceMapError) {
            let reading = try map.reading(
                from: answers, settings: settings,
                wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                monotonic: MonotonicTime(nanoseconds: 0))
            let status = reading.status
            let words = [
                status.isStable ? "stands still" : "moves", status.isNet ? "tared" : nil,
                status.isInZeroRange ? "zero" : nil, status.isBusy ? "busy" : nil,
                status.fault.map { "FAULT: \($0)" },
            ].compactMap { $0 }.joined(separator: ", ")
            let needs = ScaleMap.registers(map)
            let assumed =
                switch (needs.needsExponent, needs.needsUnit) {
                case (true, true): " (point and unit: the site's)"
                case (true, false): " (point: the site's)"
                case (false, true): " (unit: the site's)"
                case (false, false): ""
                }
            lines.append("  a weighing would be \(reading.shown): \(words)\(assumed)")
        } catch {
            lines.append("  no weighing: \(error)")
        }
    }
}

extension String {
    /// Four hexadecimal digits.
    init(hexWord word: UInt16) {
        let digits = String(word, radix: 16, uppercase: true)
        self = String(repeating: "0", count: 4 - digits.count) + digits
    }

    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
