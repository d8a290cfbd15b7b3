import DeviceMaps

/// A payload map as a page of text: what it takes from a broker.
struct PayloadMapPage {
    private(set) var lines: [String] = []

    init(_ map: PayloadMap) {
        lines.append("\(map.maker) \(map.model), payload map version \(map.version)")
        lines.append("  " + "source".padded(14) + map.source)
        if let plates = map.plates { lines.append("  " + "plates".padded(14) + "\(plates.topic)") }
        for sensor in map.sensors {
            lines.append(
                "  " + sensor.name.padded(14) + "\(sensor.kind) in \(sensor.unit)")
        }
    }
}
