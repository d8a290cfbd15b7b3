package import DeviceMaps
import Documents
import YAML

/// A map on disk, of an indicator or of what a device puts on a broker, replayed with the golden
/// frames or messages beside it.
package struct MapFile: Sendable {
    /// What the file maps.
    package enum Content: Sendable {
        case scale(ScaleMap)
        case sensors(SensorMap)
        case payload(PayloadMap)
    }

    /// One golden frame and what the map makes of it.
    package struct Replayed: Sendable {
        package let title: String
        package let line: Int
        /// Empty for a frame that reads as it should.
        package let mismatches: [String]
        /// The weight it shows, in counts or as displayed; nil where it shows none.
        let weight: ExactDecimal?
    }

    package let path: String
    package let content: Content
    /// Nil where there is no `.replay`, or `.messages` for a payload map, beside the map.
    package let frames: [Replayed]?

    /// The maker and model it is for.
    package var title: String {
        switch content {
        case .scale(let map): map.title
        case .sensors(let map): map.title
        case .payload(let map): "\(map.maker) \(map.model)"
        }
    }

    /// How well it is proven; a payload map says that in words.
    private var grade: Int? {
        switch content {
        case .scale(let map): map.grade
        case .sensors(let map): map.grade
        case .payload: nil
        }
    }

    /// Where its golden frames or messages lie.
    package var replayPath: String {
        switch content {
        case .scale, .sensors: MapFile.beside(path, "replay")
        case .payload: MapFile.beside(path, "messages")
        }
    }

    /// Reads and replays both files.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package init(_ path: String) throws(GatewayError) {
        self.path = path
        do {
            let bytes = try ConfigurationFile.bytes(of: path)
            let node = try YAML.parse(bytes, file: path)
            switch WrittenFile(mapIn: node) {
            case .payloadMap:
                let map = try PayloadMap(parsing: node, bytes: bytes)
                content = .payload(map)
                frames = try MapFile.replay(map, MapFile.beside(path, "messages"))
            case .sensorMap:
                let map = try SensorMap(parsing: node, bytes: bytes)
                content = .sensors(map)
                frames = try MapFile.replay(MapFile.beside(path, "replay")) {
                    map.mismatches(in: $0)
                }
            default:
                let map = try ScaleMap(parsing: node, bytes: bytes)
                content = .scale(map)
                frames = try MapFile.replay(map, MapFile.beside(path, "replay"))
            }
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    private static func replay(
        _ path: String, _ mismatches: (GoldenFrame) -> [String]
    ) throws -> [Replayed]? {
        guard ConfigurationFile.exists(path) else { return nil }
        let text = String(decoding: try ConfigurationFile.bytes(of: path), as: UTF8.self)
        return try GoldenFrame.frames(in: text, file: path).map {
            Replayed(
                title: $0.title, line: $0.line, mismatches: mismatches($0),
                weight: weight($0.expected))
        }
    }

    private static func replay(_ map: ScaleMap, _ path: String) throws -> [Replayed]? {
        switch map {
        case .registers(let map): return try replay(path) { map.mismatches(in: $0) }
        case .frames(let map):
            guard ConfigurationFile.exists(path) else { return nil }
            let text = String(decoding: try ConfigurationFile.bytes(of: path), as: UTF8.self)
            return try GoldenStream.streams(in: text, file: path).map {
                Replayed(
                    title: $0.title, line: $0.line, mismatches: map.mismatches(in: $0),
                    weight: weight($0.expected))
            }
        }
    }

    private static func replay(_ map: PayloadMap, _ path: String) throws -> [Replayed]? {
        guard ConfigurationFile.exists(path) else { return nil }
        let text = String(decoding: try ConfigurationFile.bytes(of: path), as: UTF8.self)
        return try PayloadExample.examples(in: text, file: path).map { example in
            let items = map.items(of: example)
            let isGood = items == example.expected
            return Replayed(
                title: example.title.joined(separator: " "), line: example.line,
                mismatches: isGood ? [] : ["it is read as: \(items.joined(separator: "; "))"],
                weight: nil)
        }
    }

    private static func weight(_ expected: [GoldenFrame.Expectation]) -> ExactDecimal? {
        expected.first { $0.name == "weight" }.flatMap { ExactDecimal($0.value) }
    }

    /// The file beside a map that has its name and another ending.
    package static func beside(_ path: String, _ ending: String) -> String {
        (path.hasSuffix(".yaml") ? String(path.dropLast(5)) : path) + "." + ending
    }

    /// What a technician should mend, beside what the parser refuses; empty for a map as shipped.
    package var findings: [String] {
        guard let frames, !frames.isEmpty else {
            return [
                "\(path): there are no golden frames beside it (\(replayPath)): a map nobody has "
                    + "replayed may not sign records"
            ]
        }
        var findings = frames.flatMap { frame in
            frame.mismatches.map {
                "\(replayPath):\(frame.line): \($0) (\(frame.title))"
            }
        }
        if grade == 3 {
            findings.append("\(path): grade 3: to be probed against known values before it is used")
        }
        guard case .scale = content else { return findings }
        let weights = frames.compactMap { $0.weight?.mantissa }
        if !weights.contains(where: { $0 > 65_535 }) {
            findings.append("\(path): no golden frame shows a weight above 65,535 counts")
        }
        if !weights.contains(where: { $0 < 0 }) {
            findings.append("\(path): no golden frame shows a weight below zero")
        }
        return findings
    }
}
