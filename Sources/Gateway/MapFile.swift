package import DeviceMaps
import Documents
import YAML

/// A map of an indicator on disk, replayed with the golden frames beside it.
package struct MapFile: Sendable {
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
    package let map: ScaleMap
    /// Nil where there is no `.replay` beside the map.
    package let frames: [Replayed]?

    /// Reads and replays both files.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package init(_ path: String) throws(GatewayError) {
        self.path = path
        do {
            let bytes = try ConfigurationFile.bytes(of: path)
            map = try ScaleMap(parsing: try YAML.parse(bytes, file: path), bytes: bytes)
            frames = try MapFile.replay(map, MapFile.replayPath(of: path))
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    private static func replay(_ map: ScaleMap, _ path: String) throws -> [Replayed]? {
        guard ConfigurationFile.exists(path) else { return nil }
        let text = String(decoding: try ConfigurationFile.bytes(of: path), as: UTF8.self)
        switch map {
        case .registers(let map):
            return try GoldenFrame.frames(in: text, file: path).map {
                Replayed(
                    title: $0.title, line: $0.line, mismatches: map.mismatches(in: $0),
                    weight: weight($0.expected))
            }
        case .frames(let map):
            return try GoldenStream.streams(in: text, file: path).map {
                Replayed(
                    title: $0.title, line: $0.line, mismatches: map.mismatches(in: $0),
                    weight: weight($0.expected))
            }
        }
    }

    private static func weight(_ expected: [GoldenFrame.Expectation]) -> ExactDecimal? {
        expected.first { $0.name == "weight" }.flatMap { ExactDecimal($0.value) }
    }

    /// Where the golden frames of a map lie.
    package static func replayPath(of path: String) -> String {
        path.hasSuffix(".yaml") ? path.dropLast(5) + ".replay" : path + ".replay"
    }

    /// What a technician should mend, beside what the parser refuses; empty for a map as shipped.
    package var findings: [String] {
        guard let frames, !frames.isEmpty else {
            return [
                "\(path): there are no golden frames beside it (\(MapFile.replayPath(of: path))): "
                    + "a map nobody has replayed may not sign records"
            ]
        }
        var findings = frames.flatMap { frame in
            frame.mismatches.map {
                "\(MapFile.replayPath(of: path)):\(frame.line): \($0) (\(frame.title))"
            }
        }
        let weights = frames.compactMap { $0.weight?.mantissa }
        if !weights.contains(where: { $0 > 65_535 }) {
            findings.append("\(path): no golden frame shows a weight above 65,535 counts")
        }
        if !weights.contains(where: { $0 < 0 }) {
            findings.append("\(path): no golden frame shows a weight below zero")
        }
        if map.grade == 3 {
            findings.append("\(path): grade 3: to be probed against known loads before it signs")
        }
        return findings
    }
}
