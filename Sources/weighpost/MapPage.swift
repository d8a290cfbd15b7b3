import DeviceMaps
import Wire

/// A device map as a page of text: what is asked, in bytes, and what the answer means.
struct MapPage {
    private(set) var lines: [String] = []

    init(_ map: DeviceMap) {
        lines.append("\(map.title), map version \(map.version), grade \(map.grade)")
        add("source", map.source)
        add("digest", Hex.encode(map.digest))
        add("weight", "\(map.weight.name), \(map.weighing.basis)")
        for (place, request) in map.weighing.requests.enumerated() {
            add(place == 0 ? "one weighing" : "then", describe(request))
        }
        add(identity: map.identity, map.identityRequests)
        lines.append("  values")
        for value in map.values { lines.append("    \(describe(value))") }
        if let heartbeat = map.heartbeat {
            add("heartbeat", "\(heartbeat.value), stale after \(heartbeat.staleAfter) ms")
        }
        add(forbidden: map.forbidden)
    }

    init(_ map: SensorMap) {
        lines.append("\(map.title), sensors, map version \(map.version), grade \(map.grade)")
        add("source", map.source)
        add("digest", Hex.encode(map.digest))
        add(identity: map.identity, map.identityRequests)
        lines.append("  values")
        for value in map.values { lines.append("    \(describe(value))") }
        lines.append("  sensors")
        for sensor in map.sensors {
            lines.append(
                "    \(sensor.name.padded(16))\(sensor.kind) in \(sensor.unit) from "
                    + "\(sensor.value.name), stale after \(sensor.limits.maxAgeSeconds) s")
        }
        add(forbidden: map.forbidden)
    }

    private mutating func add(
        identity: [DeviceMap.Constant], _ requests: [RegisterRequest]
    ) {
        for request in requests { add("identity", describe(request)) }
        for constant in identity {
            add("  must be", "\(constant.value.name) = \(constant.number), \(constant.meaning)")
        }
    }

    private mutating func add(forbidden spans: [RegisterSpan]) {
        for span in spans {
            add("never", "\(span.table) \(span.addresses.lowerBound)…\(span.addresses.upperBound)")
        }
    }

    private mutating func add(_ name: String, _ text: String) {
        lines.append("  " + name.padded(14) + text)
    }

    private func describe(_ request: RegisterRequest) -> String {
        let pdu: [UInt8] = [
            request.table.readFunction, UInt8(request.address >> 8), UInt8(request.address & 0xFF),
            UInt8(request.count >> 8), UInt8(request.count & 0xFF),
        ]
        let frame = CRC16.closing([1] + pdu)
        return "\(request.table) \(request.address), \(request.count) "
            + "(\(frame.map { Hex.encode([$0], uppercase: true) }.joined(separator: " ")) for unit 1)"
    }

    private func describe(_ value: DeviceMap.Value) -> String {
        let name = value.name.padded(16)
        let order = value.codec.wordCount > 1 ? " \(value.codec.order.rawValue)" : ""
        let sign = value.negative.map { ", negative by \($0.value) bit \($0.bit)" } ?? ""
        return "\(name)\(value.span.table) \(value.span.addresses.lowerBound) (wire), "
            + "\(value.codec.type)\(order)\(sign)"
    }
}
